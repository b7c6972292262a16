"""Letters about what changed, what came of it, and what somebody asked to hear of."""

from __future__ import annotations

from core.i18n import N_, _
from core.links import LinkPurpose
from core.vocabulary import CommitmentState, EventState
from db.models import Commitment
from services.meetings import follows
from services.meetings.commitment_cards import DISPUTED_WITHIN
from services.meetings.letter_parts import About, Link, Said, change_door, page_of

OUTCOMES = {
    CommitmentState.DONE: N_("It is done."),
    CommitmentState.NOT_DONE: N_("It was not done."),
    CommitmentState.HANDED_OVER: N_("It was handed over."),
    CommitmentState.REOPENED: N_("It is open again."),
    CommitmentState.OPEN: N_("It is open."),
}


def change(about: About) -> Said | None:
    """How the meeting is now; an older change says nothing any more."""
    card = about.meeting
    if about.notice.about != str(card.sequence):
        return None  # it changed again, and that message says how it is now
    if card.state is EventState.POSTPONED:
        return Said(
            _("Postponed: {title}").format(title=card.title),
            (
                _("The meeting does not take place on the day we told you. Your reply stays."),
                _("The reason: {reason}").format(reason=_(card.state_reason)),
            ),
            change_door(about), (page_of(about),), has_entry=True,
        )  # fmt: skip
    if not about.is_ahead:
        return None
    return Said(
        _("Changed: {title}").format(title=card.title),
        (_("Something about this meeting has changed. This is how it is now."),),
        change_door(about), (page_of(about),), has_entry=True,
    )  # fmt: skip


def cancellation(about: About) -> Said | None:
    """It does not take place, and why."""
    card = about.meeting
    return Said(
        _("Cancelled: {title}").format(title=card.title),
        (
            _("The meeting does not take place. You need not do anything."),
            _("The reason: {reason}").format(reason=_(card.state_reason)),
        ),
        pages=((_("Other meetings"), "/plain/events"),), has_entry=True,
    )  # fmt: skip


def invitation(about: About) -> Said | None:
    """To those who follow and have not answered."""
    if not about.is_ahead:
        return None
    return Said(
        _("Are you coming? {title}").format(title=about.meeting.title),
        (_("You follow these meetings, and the next one is soon. Tell us if you come."),),
        pages=(page_of(about),), has_entry=True,
    )  # fmt: skip


def results(about: About) -> Said | None:
    """What came of a meeting, or of one promise."""
    if about.notice.commitment_id is not None:
        return _promise(about)
    card = about.meeting
    if card.state is not EventState.CLOSED:
        return None
    return Said(
        _("What came of it: {title}").format(title=card.title),
        (_("The minutes of this meeting and what was promised in it are on its page."),),
        pages=(page_of(about),), has_facts=False,
    )  # fmt: skip


def _promise(about: About) -> Said:
    row = about.session.get_one(Commitment, about.notice.commitment_id)
    until = about.now + DISPUTED_WITHIN
    door: tuple[Link, ...] = ()
    if row.answered_on is not None:
        label = _("Say that this is not done (within 30 days)")
        door = ((label, LinkPurpose.DISPUTE, about.notice.id, until),)
    return Said(
        _("We promised: {wording}").format(wording=row.wording[:80]),
        (
            _("We promised: {wording}").format(wording=row.wording),
            _(OUTCOMES[row.state]),
            row.outcome or "",
        ),
        door, ((_("All promises"), "/plain/commitments"),), has_facts=False,
    )  # fmt: skip


def follow(about: About) -> Said | None:
    """The question whether somebody wants to follow."""
    if about.follow is None or about.follow.confirmed_at is not None:
        return None
    name = follows.name_of(about.session, about.follow)
    return Said(
        _("Do you want to follow: {name}").format(name=name[:80]),
        (
            _("Somebody, we think you, asked us to write to this address about: {name}").format(
                name=name
            ),
            _("If it was not you, do nothing: you will not hear from us again."),
        ),
        ((_("Yes, write to me"), LinkPurpose.CONFIRM_FOLLOW, about.follow.id,
          about.now + follows.UNCONFIRMED),), has_facts=False,
    )  # fmt: skip


def closing(about: About) -> Said | None:
    """To the organizer: people wait to hear."""
    if about.meeting.state is EventState.CLOSED:
        return None
    return Said(
        _("Not closed yet: {title}").format(title=about.meeting.title),
        (_("This meeting was held, and people wait to hear what came of it. Write the minutes and "
           "what was promised, or say why nothing was."),),
        pages=((_("Open the meeting"), f"/meeting?event={about.meeting.id}"),),
    )  # fmt: skip
