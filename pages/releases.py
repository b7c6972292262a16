"""Figures for people outside: whole quarters, as they were released."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import screens, settings
from core.actor import Actor
from core.i18n import _
from core.vocabulary import Grain, Permission, Sentiment
from services import releases
from services.releases import EVERYWHERE, ReleaseCard
from ui import figures, filters, runtime, says


def quarter(card: ReleaseCard) -> str:
    return _("{quarter}: {source}").format(
        quarter=says.period(card.quarter, Grain.QUARTER), source=card.source
    )


def show(actor: Actor, card: ReleaseCard) -> None:
    with runtime.reading() as session:
        released = releases.one(session, actor, release_id=card.id)
    st.caption(
        _(
            "Released on {day} and not changed since. Where it says hidden, the figure, or "
            "another that could be worked out from it, stands for fewer than {minimum} people. "
            "A program read the words and is often wrong."
        ).format(day=says.day(card.released_on), minimum=card.minimum)
    )
    felt = released.felt
    felt["sentiment"] = [_(says.SENTIMENT[Sentiment(word)]) for word in felt["sentiment"]]
    everywhere = felt[felt["district"] == EVERYWHERE]
    st.markdown(_("### How people sound"))
    figures.released_table(everywhere, "sentiment", _("Sentiment"))
    st.markdown(_("### What they are concerned about"))
    figures.released_table(released.raised, "concern", _("Concern"))
    figures.file_links("released-concerns", {"release": card.id})
    places = felt[felt["district"] != EVERYWHERE]
    st.markdown(_("### By district"))
    if places.empty:
        st.info(_("No district is known for this source."))
    else:
        districts(places)
    figures.file_links("released", {"release": card.id})


def districts(places: pd.DataFrame) -> None:
    """Shares of each sentiment, a row for every district."""
    named = places["district"].replace("", filters.unknown_district())
    shares = places.assign(district=named, share=figures.or_hidden(places["share"]))
    order = list(dict.fromkeys(shares["sentiment"]))
    wide = shares.pivot_table(
        index="district", columns="sentiment", values="share", aggfunc="first"
    )
    n = places.assign(district=named).groupby("district", sort=False)["total"].first()
    table = wide.loc[n.index, order]
    table.insert(0, _("Pieces"), figures.or_hidden(n, count=True))
    st.dataframe(table, height="content")


def release(actor: Actor) -> None:
    """For those who may: the quarters that are over, and a second question before one is out."""
    with runtime.reading() as session:
        waiting = releases.waiting(session, actor, today=runtime.today(runtime.department()))
    with st.expander(_("Release a quarter"), icon=None):
        if not waiting:
            st.markdown(_("Every quarter that is over has been released."))
            return
        names = {name: (id, quarters) for (id, name), quarters in waiting.items()}
        source = st.selectbox(_("Source"), list(names))
        source_id, quarters = names[source]
        chosen = st.selectbox(
            _("Quarter"), quarters, format_func=lambda month: says.period(month, Grain.QUARTER)
        )
        st.markdown(
            _(
                "Observers will see it. It is worked out once and never changes, also when "
                "feedback of that time is brought in later: so bring in first what you have."
            )
        )
        sure = st.checkbox(_("I have brought in what belongs to it"))
        if st.button(_("Release it"), disabled=not sure):
            with runtime.refusals_shown():
                with runtime.transaction() as session:
                    releases.release(
                        session, actor, source_id=source_id, quarter=chosen, now=runtime.now(),
                        minimum=settings.current().minimum_cell_size,
                    )  # fmt: skip
                st.rerun()


actor = runtime.allowed(screens.RELEASES)
st.title(_(screens.RELEASES.title))
with runtime.reading() as session:
    cards = {quarter(card): card for card in releases.every(session, actor)}
if cards:
    name = st.selectbox(_("Quarter"), list(cards), key="quarter", bind="query-params")
    show(actor, cards[name])
else:
    st.info(
        _(
            "Nothing has been released yet. When a quarter is over, command staff release its "
            "figures here, with everything hidden that would tell of a few people."
        )
    )
if actor.may(Permission.RELEASE_FIGURES):
    release(actor)
