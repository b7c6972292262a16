"""Reviews of translations: for one version, by name, once, and gone when the words change."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from sqlalchemy import func, select

from core import catalogues, i18n
from core.vocabulary import AuditAction, Role
from db.models import AuditEntry, CatalogueReview
from db.session import reading, transaction
from services import languages
from tests.factories import NOW, VISITOR, make_account

WHO = "Inés Duarte"


@pytest.fixture
def administrator(engine):
    with transaction(engine) as session:
        return make_account(session, Role.ADMINISTRATOR)


def sign(engine, actor, *, language="es", digest=None, reviewer=WHO):
    with transaction(engine) as session:
        languages.sign(
            session, actor, language=language, digest=digest or catalogues.digest("es"),
            reviewer=reviewer, now=NOW,
        )  # fmt: skip


def reviewed(engine, language="es"):
    with reading(engine) as session:
        return languages.is_reviewed(session, VISITOR, language=language)


def test_a_version_counts_as_checked_once_it_is_signed(engine, administrator):
    assert not reviewed(engine)

    sign(engine, administrator, reviewer=f"  {WHO.replace(' ', '   ')} ")

    assert reviewed(engine)
    assert not reviewed(engine, "ar")
    with reading(engine) as session:
        arabic, spanish = sorted(
            languages.every(session, administrator), key=lambda card: card.language
        )
    assert spanish.is_reviewed
    assert not arabic.is_reviewed
    assert [(review.reviewer, review.signed_at) for review in spanish.reviews] == [(WHO, NOW)]
    assert spanish.counted.is_complete


def test_signing_twice_is_signing_once(engine, administrator):
    sign(engine, administrator)
    sign(engine, administrator, reviewer="Somebody Else")

    with reading(engine) as session:
        assert session.scalars(select(CatalogueReview.reviewer)).all() == [WHO]
        wanted = select(func.count()).where(AuditEntry.action == AuditAction.TRANSLATION_SIGNED)
        assert session.scalar(wanted) == 1


def test_a_version_that_nobody_sees_any_more_cannot_be_signed(engine, administrator):
    with pytest.raises(languages.CatalogueChangedError):
        sign(engine, administrator, digest="0" * 64)

    assert not reviewed(engine)


def test_changed_words_are_unread_again(engine, administrator):
    changed = i18n.read("es")
    changed.get("Send").string = "Mandar"
    with transaction(engine) as session:  # signed, and the words changed since
        session.add(
            CatalogueReview(
                language="es", digest=catalogues.digest_of(changed), reviewer=WHO, signed_at=NOW
            )
        )

    assert not reviewed(engine)
    with reading(engine) as session:
        cards = languages.every(session, administrator)
    (spanish,) = [card for card in cards if card.language == "es"]
    assert [review.is_present for review in spanish.reviews] == [False]
    assert not spanish.is_reviewed
    sign(engine, administrator)
    assert reviewed(engine)


def test_a_sentence_that_moves_to_another_file_need_not_be_read_again():
    def catalogue(said, place):
        made = Catalog(locale="es")
        made.add("Send", said, locations=[(place, 1)])
        return catalogues.digest_of(made)

    assert catalogue("Enviar", "a.py") == catalogue("Enviar", "b.py") != catalogue("Mandar", "a.py")


@pytest.mark.parametrize("reviewer", ["", "   ", "\n"])
def test_a_reviewer_has_a_name(engine, administrator, reviewer):
    with pytest.raises(languages.ReviewerMissingError):
        sign(engine, administrator, reviewer=reviewer)


def test_there_are_no_reviews_of_languages_that_we_have_not(engine, administrator):
    with pytest.raises(languages.CatalogueUnknownError):
        sign(engine, administrator, language="tlh")
    with pytest.raises(languages.CatalogueUnknownError):
        reviewed(engine, "tlh")
    assert reviewed(engine, "en"), "English is what was written"
