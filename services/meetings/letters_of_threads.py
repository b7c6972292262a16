"""Letters about what people told us: an answer waits; and to staff: something is urgent."""

from __future__ import annotations

from sqlalchemy import select

from core.i18n import _
from db.models import Feedback
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
