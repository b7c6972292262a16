"""What a change of the themes would do, tried on the newest pieces before it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analysis import learnt
from analysis.concerns import tag
from analysis.reading import concerns_in, felt_in
from analysis.sentiment import SentimentReading
from analysis.theme_edits import Edit, edited, needs_tagging, one_of
from analysis.themes import Theme, ThemeList, parse
from core import settings
from core.actor import Actor
from core.theme_names import said
from core.vocabulary import Permission
from db.queries.recent import Recent, recent
from services import theme_changes, themes
from services.access import require

TRIED_ON = 1_000
READ_ANEW = 400  # each is read by the network, which takes two seconds for all


@dataclass(frozen=True)
class Shift:
    """What becomes of one theme: how many pieces carry it, would, and would anew or no more."""

    name: str
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True)
class Preview:
    """What becomes of the themes that change, on how many pieces it was tried."""

    pieces: int
    is_tagged_anew: bool
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Found:
    """In how many of ``pieces`` each term of a theme stands, the most frequent first."""

    pieces: int
    terms: tuple[tuple[str, int], ...]


def preview(session: Session, actor: Actor, *, edit: Edit) -> Preview:
    """What ``edit`` would do to the newest list. Counts only: nobody's words leave here."""
    require(actor, Permission.EDIT_THEMES)
    before = themes.newest(session, actor)
    after = edited(before, theme_changes.coded(session, edit))
    if not needs_tagging(before, after):
        return Preview(0, is_tagged_anew=False, shifts=())
    texts = recent(session, READ_ANEW)
    felt = [felt_in(text.words, text.language) for text in texts]
    old, new = (_carried(texts, felt, each) for each in (before, after))
    names = {theme.code: said(theme) for theme in (*before.themes, *after.themes)}
    shifts = []
    for code, name in names.items():
        had, has = old.get(code, set()), new.get(code, set())
        if had != has:
            shifts.append(Shift(name, len(had), len(has), len(has - had), len(had - has)))
    return Preview(len(texts), is_tagged_anew=True, shifts=tuple(shifts))


def found(session: Session, actor: Actor, *, code: str) -> Found:
    """Which terms of a theme stand in the newest pieces, and in how many."""
    require(actor, Permission.READ_FIGURES)
    theme = one_of(themes.newest(session, actor), code)
    alone = _term_by_term(theme)
    texts = recent(session, TRIED_ON)
    heard = Counter(
        one.code for text in texts for one in tag(text.words, alone.spoken_in(text.language))
    )
    return Found(len(texts), tuple(heard.most_common()))


def _carried(
    texts: Sequence[Recent], felt: Sequence[SentimentReading], wanted: ThemeList
) -> dict[str, set[int]]:
    """The places (in ``texts``) of those that carry each theme, by its code."""
    carried: dict[str, set[int]] = {}
    reader = learnt.using(settings.current().head_file)
    for place, (text, sounds) in enumerate(zip(texts, felt, strict=True)):
        for one in concerns_in(text.words, wanted, text.language, sounds, reader):
            carried.setdefault(one.code, set()).add(place)
    return carried


def _term_by_term(theme: Theme) -> ThemeList:
    """A list in which each term is a theme, with the exceptions of ``theme``."""
    every = dict.fromkeys((*theme.terms, *theme.terms_es))
    never = tuple(term for term in every if parse(term).is_exception)
    return ThemeList(
        0,
        tuple(
            replace(
                theme, code=term, examples=(),
                terms=(term, *never) if term in theme.terms else never,
                terms_es=() if term in theme.terms else (term,),
            )
            for term in every
            if term not in never
        ),
    )  # fmt: skip
