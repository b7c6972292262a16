"""The catalogues as files: what is in them, for whom it is, and what a reviewer signs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Catalog, Message

from core import i18n, screens
from core.actor import Actor

FOR_RESIDENTS = (
    "core/", "exports/contact_cards.py", "exports/ics", "exports/mail.py", "exports/maps.py",
    "exports/paper.py", "exports/proofs.py", "services/contact_cards.py",
    "services/departments.py", "services/feedback.py", "services/installation.py",
    "services/languages.py", "services/meetings/agenda.py", "services/meetings/commitment_cards.py",
    "services/meetings/contacts.py", "services/meetings/disputes.py",
    "services/meetings/event_cards.py", "services/meetings/follows.py",
    "services/meetings/guests.py", "services/meetings/letter", "services/meetings/notices.py",
    "services/meetings/repl", "services/meetings/rsvps.py", "services/meetings/series.py",
    "services/meetings/waitlists.py", "services/proofs.py", "services/surveys/conversations.py",
    "services/surveys/drafts.py",
    "services/surveys/responses.py", "services/surveys/statements.py",
    "services/surveys/surveys.py", "services/surveys/votes.py", "services/threads.py",
    "services/throttles.py", "ui/frame.py", "ui/gate.py", "ui/languages.py", "ui/says.py",
    "web/pages.py", "web/papers.py", "web/plain/", "web/templates/",
    *(f"pages/{one.script}" for one in screens.ALL if Actor.visitor().may(one.permission)),
)  # fmt: skip
"""Where sentences stand that residents read: beginnings of paths, so that a folder takes in all
that comes into it later."""

FOR_STAFF = (
    "core/instruments.py", "core/keys.py", "core/settings.py", "web/templates/card_sheet.html",
    "web/templates/check_in.html", "web/templates/new_password.html",
    "web/templates/set_up.html", "web/templates/sign_in.html", "web/templates/sign_out.html",
    "web/templates/upload.html",
)  # fmt: skip
"""What of those is for staff alone."""


@dataclass(frozen=True)
class Counted:
    """How much of a catalogue is translated: of all its sentences, and of those for residents."""

    sentences: int
    translated: int
    for_residents: int
    translated_for_residents: int

    @property
    def is_complete(self) -> bool:
        return self.translated == self.sentences


def sentences(catalogue: Catalog) -> list[Message]:
    """All messages but the header."""
    return [message for message in catalogue if message.id]


def is_for_residents(message: Message) -> bool:
    """Whether residents may come to read the sentence, by the files it stands in."""
    return any(
        name.startswith(FOR_RESIDENTS) and not name.startswith(FOR_STAFF)
        for name, _line in message.locations
    )


def is_translated(message: Message) -> bool:
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(said) and all(said) and not message.fuzzy


def counted(catalogue: Catalog) -> Counted:
    every = sentences(catalogue)
    residents = [message for message in every if is_for_residents(message)]
    return Counted(len(every), _done(every), len(residents), _done(residents))


@cache
def figures(language: str) -> Counted:
    """The figures of the catalogue that this process speaks from."""
    return counted(i18n.read(language))


@cache
def digest(language: str) -> str:
    """A SHA-256 of the sentences and their translations, and of nothing else in the file.

    It is what a reviewer signs: it stays when a sentence moves to another file, and changes when
    any translation does.
    """
    return digest_of(i18n.read(language))


def digest_of(catalogue: Catalog) -> str:
    said = sorted(
        json.dumps([message.id, message.string], ensure_ascii=True)
        for message in sentences(catalogue)
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _done(messages: Iterable[Message]) -> int:
    return sum(map(is_translated, messages))
