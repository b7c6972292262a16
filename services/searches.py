"""Looking for words in what residents wrote: by words that many use, so that no name is found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from analysis import personal
from core.actor import Actor
from core.errors import CommonGroundError
from core.scope import Scope
from core.vocabulary import AuditAction, Permission, Sentiment
from db.queries import pieces, texts
from services import audit, cards
from services.access import require
from services.cards import Listing

FEWEST = 11
"""Pieces in which a word must stand before it can be looked for."""

MOST_WORDS, MOST_COUNTED = 8, 100
NOTHING = Listing((), 0, 0)
TIDIED = 200  # pages of the index that are written anew at a time


class NoWordsError(CommonGroundError):
    message = "Type one word or more, of letters."


class TooManyWordsError(CommonGroundError):
    message = "Type {most} words at most."


@dataclass(frozen=True)
class Found:
    """One page of the pieces that hold all words; none where one of them is ``seldom``, or where
    the query ``names_somebody``.

    Whether nobody wrote a seldom word or few did is not told: it may be somebody's name. Nor is it
    told how many pieces wait for somebody else: with each word more, that would tell what is in
    them.
    """

    listing: Listing
    seldom: tuple[str, ...] = ()
    names_somebody: bool = False


def search(
    session: Session, actor: Actor, *, scope: Scope, query: str, now: datetime,
    sentiment: Sentiment | None = None, theme_id: int | None = None, page: int = 0,
) -> Found:  # fmt: skip
    """The pieces behind a figure that hold every word of ``query``, newest first.

    Each word must stand in ``FEWEST`` pieces or more. The query and every piece shown leave an
    audit entry, whatever is found; seldom words are not in it, for others read the audit.
    """
    require(actor, Permission.READ_FEEDBACK)
    if personal.find(query):
        _note(session, actor, scope, "(a person)", now)
        return Found(NOTHING, names_somebody=True)
    asked = _words(query)
    known = {word for word in asked if texts.pieces_with(session, word, most=FEWEST) >= FEWEST}
    seldom = tuple(word for word in asked if word not in known)
    said = " ".join(word if word in known else "(a seldom word)" for word in asked)
    _note(session, actor, scope, said, now)
    if seldom:
        return Found(NOTHING, seldom)
    wanted = pieces.behind(scope, sentiment, theme_id).where(texts.holding(session, asked))
    mine, _waiting = cards.readable(actor, wanted)
    total, is_more = pieces.counted_up_to(session, mine, MOST_COUNTED)
    shown = cards.read(session, actor, mine, page=page, now=now)
    return Found(Listing(shown, total, withheld=0, is_more=is_more))


def tidy(session: Session, actor: Actor) -> bool:
    """Take what was erased out of the index too, a part at a time; whether more is left."""
    require(actor, Permission.DO_WORK)
    return texts.tidy(session, pages=-TIDIED)


def _words(query: str) -> tuple[str, ...]:
    """The words asked for, each once."""
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", query[:1_000]).lower())
    asked = tuple(dict.fromkeys(word for word in found if not word.isdigit()))
    if not asked:
        raise NoWordsError
    if len(asked) > MOST_WORDS:
        raise TooManyWordsError(most=MOST_WORDS)
    return asked


def _note(session: Session, actor: Actor, scope: Scope, said: str, now: datetime) -> None:
    audit.note(
        session, actor, AuditAction.WORDS_SEARCHED, subject=f"source {scope.source_id}", now=now,
        details=said,
    )  # fmt: skip
