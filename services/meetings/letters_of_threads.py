"""Letters about what people tell us: an answer waits, a survey; to staff: urgent, a briefing."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import select

from core.i18n import _
from core.links import LinkPurpose
from db.models import Briefing, ContactCard, Feedback
from services import urgent as queue
from services.meetings.letter_parts import About, Said


def answer_waits(about: About) -> Said | None:
    """To who left an address: never what the answer says, nor what they wrote."""
    row = about.session.get(Feedback, about.notice.feedback_id)
    if row is None or row.withdrawn_on is not None or row.erased_on is not None:
        return None
    return Said(
        _("An answer waits for you"),
        (
            _("We have answered something you told us. Open the page and type your six words."),
            _("We do not say here what it was, so that nobody else can read it in this message."),
        ),
        pages=((_("The receipt page"), "/plain/receipt"),), has_facts=False,
    )  # fmt: skip


def urgent(about: About) -> Said | None:
    """To staff: somebody may be in danger; no word of what was written."""
    if about.session.scalar(select(Feedback.id).where(queue.WAITS).limit(1)) is None:
        return None
    return Said(
        _("Something urgent waits"),
        (_("Something that reached us tells of danger. Look at it now, please."),),
        pages=((_("Urgent"), "/urgent"),), has_facts=False,
    )  # fmt: skip


def briefing(about: About) -> Said | None:
    """To staff: a briefing is there; none of its figures, and no word of residents."""
    if about.session.get(Briefing, int(about.notice.about, 16)) is None:
        return None
    return Said(
        _("A new briefing is there"),
        (_("What residents told us lately, with how sure the figures are. Sign in to read it."),),
        pages=((_("The briefing"), f"/briefing?briefing={about.notice.about}"),), has_facts=False,
    )  # fmt: skip


def survey(about: About) -> Said | None:
    """To somebody who had a contact with us: nothing of which, or why."""
    card = about.session.get(ContactCard, int(about.notice.about, 16))
    if card is None or card.survey_id is None:
        return None
    until = datetime.combine(card.good_until, time(), UTC)
    return Said(
        _("Would you tell us how it was?"),
        (
            _("You dealt with us lately. A few questions, no name, about two minutes."),
            _("Your answers are counted with those of others. We do not keep who gave which."),
            _("You need not answer. We do not write to you about a survey again for six months."),
        ),
        links=((_("Answer the questions"), LinkPurpose.SURVEY_INVITATION, card.id, until),),
        has_facts=False,
    )  # fmt: skip
