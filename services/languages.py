"""Catalogues and their reviewers: a translation counts as checked once a person signed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import catalogues, i18n, texts
from core.actor import Actor
from core.catalogues import Counted
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import CatalogueReview
from db.queries.upserts import insert_into
from services import audit
from services.access import require

LONGEST_NAME = 120


class CatalogueUnknownError(CommonGroundError):
    message = "There is no translation into that language. Load the page again."


class CatalogueChangedError(CommonGroundError):
    message = (
        "The translation changed while the page was open, so nothing was signed. "
        "Load the page again and look at what changed."
    )


class ReviewerMissingError(CommonGroundError):
    message = "Type the name of the person who read the translation."


@dataclass(frozen=True)
class Review:
    """Who read which version and when; ``is_present`` where it is the one that people see now."""

    reviewer: str
    digest: str
    signed_at: datetime
    is_present: bool


@dataclass(frozen=True)
class CatalogueCard:
    """A catalogue as it stands, with those who signed it, the newest first."""

    language: str
    digest: str
    counted: Counted
    reviews: tuple[Review, ...]

    @property
    def is_reviewed(self) -> bool:
        return any(review.is_present for review in self.reviews)


def every(session: Session, actor: Actor) -> list[CatalogueCard]:
    """Every catalogue with its figures and its reviews."""
    require(actor, Permission.SIGN_TRANSLATIONS)
    newest = select(CatalogueReview).order_by(CatalogueReview.id.desc())
    rows = session.scalars(newest).all()
    cards = []
    for language in i18n.TRANSLATED:
        digest = catalogues.digest(language)
        reviews = tuple(
            Review(row.reviewer, row.digest, row.signed_at, is_present=row.digest == digest)
            for row in rows
            if row.language == language
        )
        cards.append(CatalogueCard(language, digest, catalogues.figures(language), reviews))
    return cards


def is_reviewed(session: Session, actor: Actor, *, language: str) -> bool:
    """Whether a person has read what residents now see in ``language``; English is the original."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    if language == i18n.DEFAULT_LANGUAGE:
        return True
    if language not in i18n.TRANSLATED:
        raise CatalogueUnknownError
    signed = select(CatalogueReview.id).where(
        CatalogueReview.language == language,
        CatalogueReview.digest == catalogues.digest(language),
    )
    return session.scalar(signed) is not None


def sign(
    session: Session, actor: Actor, *, language: str, digest: str, reviewer: str, now: datetime
) -> None:
    """Write down that ``reviewer``, who may have no account, read this version. Twice is once.

    ``digest`` is the version that was on the screen: another one is refused, unread.
    """
    require(actor, Permission.SIGN_TRANSLATIONS)
    if language not in i18n.TRANSLATED:
        raise CatalogueUnknownError
    if digest != catalogues.digest(language):
        raise CatalogueChangedError
    name = " ".join(texts.optional(reviewer, limit=LONGEST_NAME).split())
    if not name:
        raise ReviewerMissingError
    signed = session.scalar(
        insert_into(session, CatalogueReview)
        .values(
            language=language, digest=digest, reviewer=name, signed_at=now,
            account_id=actor.account_id,
        )
        .on_conflict_do_nothing(index_elements=["language", "digest"])
        .returning(CatalogueReview.id)
    )  # fmt: skip
    if signed is not None:
        audit.note(
            session, actor, AuditAction.TRANSLATION_SIGNED, subject=f"translation {language}",
            now=now, details=f"{name}, {digest[:16]}",
        )  # fmt: skip
