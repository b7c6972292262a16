"""How good is this: what the reader gets right and wrong, from figures measured before."""

from __future__ import annotations

import streamlit as st

from analysis import accuracy, multilingual
from core import screens, when
from core.i18n import _, ngettext
from services import concerns, corrections
from ui import accuracy_figures, runtime

actor = runtime.allowed(screens.ACCURACY)
st.title(_(screens.ACCURACY.title))
found = accuracy.published()
with runtime.reading() as session:
    names = {theme.code: theme.name for theme in concerns.themes(session, actor)}
    tally = corrections.tally(session, actor)
given, blend = found.answers, found.concerns[accuracy.UNSEEN]["blend"]
st.markdown(
    _(
        "**Feelings.** Of {texts:,} residents' comments from places it had never seen, it answered "
        "{answered:.0%} and left the rest as “uncertain”. Of its answers, {right:.0%} were right."
    ).format(texts=found.texts, answered=given.n / found.texts, right=given.right / given.n)
)
st.markdown(
    _(
        "**Concerns.** Of its tags, {precision:.0%} were right, and it found {recall:.0%} of the "
        "concerns. It tagged {false:.0%} of the comments that held no concern. So a count of "
        "a concern tells about how many, never exactly how many."
    ).format(
        precision=blend.found.precision or 0,
        recall=blend.found.recall or 0,
        false=blend.false.right / blend.false.n,
    )
)
st.caption(
    _(
        "People labelled these comments. Each was read by a version that had not learnt from its "
        "source, so this is what you can expect of a new source. Yours may differ."
    )
)

st.header(_("What it is not for"))
st.markdown(
    _(
        "- It does not measure support for the police. “Stop the brutality” is negative, whatever "
        "one thinks of the police.\n"
        "- No score, list or decision about one resident or one officer.\n"
        "- It does not show that nobody is in danger or that nobody complained. Read the words."
    )
)

st.header(_("Feelings"))
accuracy_figures.feelings(found)
st.subheader(_("Is it as sure as it should be?"))
st.caption(
    _(
        "Each dot stands for answers that were about as sure. On the broken line it would be right "
        "as often as it says. It gives no answer below 70 %. Comments it had not seen."
    )
)
accuracy_figures.calibration(found)

st.header(_("Concerns"))
st.caption(
    _(
        "F1 is one figure for both: tags that are right, and concerns that are found. It is 1 when "
        "all is right. “Terms alone” is what a list of words would do."
    )
)
accuracy_figures.concerns(found)
st.subheader(_("By theme, on sources the terms had not seen"))
accuracy_figures.themes(found, names)
st.caption(_("A theme that you add is found by its terms alone."))

st.header(_("Languages"))
st.markdown(
    _(
        "The figures above are for English. Another reader knows {names}. Its answers are "
        "**indicative**: it learnt from English and is wrong more often. Concerns in these "
        "languages are found by terms alone; this was not measured. All other languages are "
        "**not read**, which is not “neutral”."
    ).format(names=when.listed(sorted(map(when.language_name, multilingual.LANGUAGES))))
)
accuracy_figures.languages(found)
st.caption(
    _(
        "In English: comments of residents, from sources it had not seen. In other languages: "
        "invented lines, read by a version that had learnt from English alone. Real comments may "
        "be harder."
    )
)

st.header(_("What it gets wrong"))
st.caption(_("Invented lines that it had not learnt from, and that it reads wrongly."))
accuracy_figures.misses(found)

st.header(_("What staff corrected here"))
if not tally.pieces:
    st.info(_("Nobody has corrected a reading yet. You can, in the inbox."))
else:
    st.markdown(
        ngettext(
            "Staff corrected {n:,} piece.", "Staff corrected {n:,} pieces.", tally.pieces
        ).format(n=tally.pieces)
    )
    st.caption(
        _(
            "This is not how often it is wrong: people correct what catches their eye, and leave "
            "what they did not look at."
        )
    )
    accuracy_figures.corrected(tally.feelings)
st.caption(_("Measured with version {version}.").format(version=found.version))
