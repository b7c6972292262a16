"""One piece of the inbox on the screen: what is being done about it, and the tools to do it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from analysis import multilingual
from core import when
from core.i18n import N_, _
from core.vocabulary import Sentiment
from services.inbox_cards import Piece
from ui import cards, inbox_answers, inbox_changes, inbox_copies, inbox_names, inbox_quotes, says
from ui.desk import Desk
from ui.inbox_changes import DONE, REFUSED
from ui.says import literal

TOOLS = {
    "why": N_("Why"),
    "answer": N_("Answer"),
    "correct": N_("Correct"),
    "assign": N_("Assign"),
    "note": N_("Note"),
    "promise": N_("Promise"),
    "quote": N_("Quote"),
    "about": N_("Names"),
}


def show(piece: Piece, desk: Desk, place: object) -> None:
    """A piece at its ``place``, which says what was asked for as well: see ``undo``."""
    card = piece.card
    with st.container(border=True):
        words, work = st.columns([3, 2], gap="medium")
        with words:
            cards.read(card, desk.tzid)
        with work:
            _standing(piece, desk)
            if piece.copies:
                inbox_copies.say(piece.copies)
            _buttons(piece, desk, place)
            tools = [tool for tool in TOOLS if tool != "about" or desk.triages]
            tool = st.segmented_control(
                _("What do you want to do with this piece?"), tools, key=f"tool-{card.id}",
                format_func=lambda tool: _(TOOLS[tool]), label_visibility="collapsed",
                wrap=True,
            )  # fmt: skip
            refused = st.session_state.get(REFUSED)
            if refused and refused[0] == card.id:
                st.error(st.session_state.pop(REFUSED)[1])
            if tool:
                _PANELS[tool](piece, desk)


def undo(place: object) -> None:
    """Where a piece was until it was marked as looked at: a way to take that back."""
    done = st.session_state.get(DONE)
    if done and done[1] == place:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(_("Marked as looked at."))
            st.button(_("Undo"), key="undo", on_click=inbox_changes.put_back, args=(done[0],))


def say_what_was_refused() -> None:
    """A refusal whose piece is on this page no more."""
    if refused := st.session_state.pop(REFUSED, None):
        st.error(refused[1])


def _standing(piece: Piece, desk: Desk) -> None:
    """Where it stands: who has it, who looked at it, and what was noted."""
    said = []
    if name := desk.names.get(piece.card.id):
        said.append(_("From {name}, who wants to be named.").format(name=name))
    if piece.card.waits_for_triage:
        said.append(_("Names an officer or tells of conduct: only those who triage see this."))
    if piece.assigned_name:
        sentence = _("You have this in hand.")
        if piece.assigned_to != desk.actor.account_id:
            sentence = _("{who} has this in hand.")
        said.append(sentence.format(who=piece.assigned_name))
    if piece.due_on:
        sentence = _("Late: an answer was due {day}.")
        if piece.due_on >= desk.today:
            sentence = _("An answer is due {day}.")
        said.append(sentence.format(day=says.day(piece.due_on)))
    if piece.looked_at_on:
        sentence = _("Looked at by {who} on {day}.")
        if piece.looked_at_by is None:
            sentence = _("Looked at on {day}.")
        who = piece.looked_at_by or ""
        said.append(sentence.format(who=who, day=says.day(piece.looked_at_on)))
    if said:
        st.html(f'<p class="cg-standing">{escape(" ".join(said))}</p>')
    for one in piece.thread:
        who = one.who or _("The person")
        seen = "" if one.who is None or one.seen_on else f" · {_('not read yet')}"
        head = f"{who}, {says.day(one.said_on)}{seen}"
        st.html(f'<p class="cg-said"><b>{escape(head)}</b><br>{escape(one.words)}</p>')
    for note in piece.notes:
        head = f"{note.who}, {says.moment(note.written_at, desk.tzid)}"
        st.html(f'<p class="cg-note"><b>{escape(head)}</b><br>{escape(note.words)}</p>')


def _buttons(piece: Piece, desk: Desk, place: object) -> None:
    card, me = piece.card, desk.actor.account_id
    with st.container(horizontal=True):
        if piece.looked_at_on is None:
            st.button(
                _("Looked at"), key=f"done-{card.id}",
                on_click=inbox_changes.look_at, args=(card.id, place),
                help=_("Nothing more needs doing. It leaves the list of what waits."),
            )  # fmt: skip
        else:
            st.button(
                _("Put back"),
                key=f"back-{card.id}",
                on_click=inbox_changes.put_back,
                args=(card.id,),
            )
        if piece.assigned_to is None:
            st.button(
                _("I take it"),
                key=f"take-{card.id}",
                on_click=inbox_changes.assign,
                args=(card.id, me, None),
            )
        elif piece.assigned_to == me:
            st.button(
                _("Give it back"), key=f"give-{card.id}", on_click=inbox_changes.assign,
                args=(card.id, None, me),
            )  # fmt: skip
        if desk.triages:
            cards.triage_if_waiting(card)
        if piece.copies:
            inbox_copies.way_to(piece.copies, card.id)


def _why(piece: Piece, _desk: Desk) -> None:
    """The reading with its reasons, sentence by sentence."""
    card = piece.card
    st.markdown(_("**How the program read it**"))
    if card.sentences:
        lines = [
            (_(says.SENTIMENT[said]), card.words[start:end].strip())
            for (start, end), said in card.sentences
        ]
        items = "".join(f"<li><b>{escape(a)}</b>: “{escape(b)}”</li>" for a, b in lines)
        st.html(f'<ol class="cg-sentences">{items}</ol>')
    else:
        st.markdown(_("The program could not read it: it does not know the language."))
    if card.act:
        st.markdown(_("As a whole it is: {act}").format(act=_(says.ACT[card.act])))
    if card.sentences and card.language in multilingual.LANGUAGES:
        st.markdown(
            _(
                "This is **indicative**: in other languages than English it is wrong more often, "
                "so read the words."
            )
        )
    language = when.language_name(card.language) if card.language else _("not known")
    st.caption(
        _(
            "Language: {language}. Read by {method}. It is wrong now and then and does not "
            "understand sarcasm. Concerns are found by the words that are marked."
        ).format(language=language, method=literal(card.method))
    )


def _correct(piece: Piece, desk: Desk) -> None:
    card = piece.card
    seen = card.corrected.id if card.corrected else None
    names = {theme.code: theme.name for theme in desk.themes}
    codes = [one.code for one in card.concerns if one.code in names]
    # A key for each reading: what was chosen over an older one is no choice over this one.
    key = "-".join([str(card.id), str(seen), card.sentiment, *codes])
    unread = Sentiment.NOT_READ
    by_reader = card.corrected.sentiment if card.corrected else card.sentiment
    choices = [word for word in says.SENTIMENT if word is not unread or by_reader is unread]
    with st.form(f"correct-{key}", border=False):
        st.selectbox(
            _("How does it sound to you?"), choices, index=choices.index(card.sentiment),
            format_func=lambda word: _(says.SENTIMENT[word]), key=f"sounds-{key}",
        )  # fmt: skip
        st.multiselect(
            _("What is it about?"), list(names), default=codes, key=f"about-{key}",
            format_func=names.__getitem__, placeholder=_("Nothing on our list"),
            select_all=False,
        )  # fmt: skip
        st.form_submit_button(_("Save"), on_click=inbox_changes.save, args=(card.id, seen, key))
        st.caption(_("All figures follow at once. What the program said is kept beside it."))


def _assign_to(piece: Piece, desk: Desk) -> None:
    card = piece.card
    people = {
        person.id: person.name
        for person in desk.staff
        if person.triages or not card.waits_for_triage
    }
    choices = [None, *people]
    has_it = piece.assigned_to if piece.assigned_to in people else None
    key = f"hand-{card.id}-{piece.assigned_to}-{piece.due_on}"
    with st.form(f"assign-{key}", border=False):
        st.selectbox(
            _("Who takes it in hand?"), choices, index=choices.index(has_it), key=key,
            format_func=lambda person: people[person] if person else _("Nobody"),
        )  # fmt: skip
        if card.has_receipt:  # or nobody could read an answer
            st.date_input(
                _("By when is an answer due? (if one is)"), value=piece.due_on, key=f"due-{key}",
                min_value=min(desk.today, piece.due_on or desk.today),
            )  # fmt: skip
        st.form_submit_button(
            _("Assign"),
            on_click=inbox_changes.assign_chosen,
            args=(card.id, key, piece.assigned_to),
        )


def _write(piece: Piece, _desk: Desk) -> None:
    card = piece.card
    key = f"words-{card.id}-{len(piece.notes)}"  # an empty field once the note stands above
    with st.form(f"note-{key}", border=False):
        # No max_chars: Streamlit would cut in silence. The refusal keeps it whole.
        st.text_area(_("A note for your colleagues"), key=key, height=100)
        st.form_submit_button(_("Save the note"), on_click=inbox_changes.note, args=(card.id, key))
        st.caption(_("Residents do not see it, but it may be a public record by law."))


_PANELS: dict[str, Callable[[Piece, Desk], None]] = {
    "why": _why, "answer": inbox_answers.to_one, "correct": _correct, "assign": _assign_to,
    "note": _write, "promise": inbox_answers.raised,
    "quote": lambda piece, desk: inbox_quotes.panel(piece.card, desk.actor),
    "about": lambda piece, desk: inbox_names.panel(piece.card.id, desk.actor),
}  # fmt: skip
