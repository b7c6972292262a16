"""Who works on the inbox, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.actor import Actor
from core.vocabulary import Permission
from services.answers import AnswerTemplateCard
from services.concerns import ThemeCard
from services.meetings.commitment_cards import CommitmentCard
from services.staff import StaffCard


@dataclass(frozen=True)
class Desk:
    """Who works here, with what."""

    actor: Actor
    staff: list[StaffCard]
    themes: list[ThemeCard]
    tzid: str
    today: date
    promises: list[CommitmentCard]
    templates: list[AnswerTemplateCard]
    names: dict[int, str]

    @property
    def triages(self) -> bool:
        return self.actor.may(Permission.TRIAGE_COMPLAINTS)
