"""Letters to those who replied: one function a kind, or nothing where it is no longer so."""

from __future__ import annotations

from core import when
from core.attendance import NeedState, RsvpState
from core.i18n import _, ngettext
from core.links import LinkPurpose
from core.plans import NEEDS
from core.recurrence import wall
from services.meetings import reply_cards, waitlists
from services.meetings.letter_parts import About, Said, change_door, page_of


def confirmation(about: About) -> Said | None:
    """They have their places."""
    if about.rsvp is None or about.rsvp.state is not RsvpState.GOING or not about.is_ahead:
        return None
    n = about.rsvp.party_size
    said = [
        ngettext(
            "You are coming. We have a place for you.",
            "You are coming. We have {n} places for you.", n,
        ).format(n=n)
    ]  # fmt: skip
    for need in reply_cards.needs_of(about.session, about.rsvp.id):
        said.append(
            _("You asked for: {need}. A person looks after it and will confirm it.").format(
                need=_(NEEDS[need.kind])
            )
        )
    return Said(
        _("You are coming: {title}").format(title=about.meeting.title), tuple(said),
        change_door(about), (page_of(about),), has_entry=True,
    )  # fmt: skip


def waitlist(about: About) -> Said | None:
    """They are on the list, and how it works."""
    if about.rsvp is None or about.rsvp.state is not RsvpState.WAITING or not about.is_ahead:
        return None
    n = waitlists.place_in_line(about.session, about.rsvp)
    return Said(
        _("You are on the waitlist: {title}").format(title=about.meeting.title),
        (
            _("The meeting is full. You are number {n} on the waitlist.").format(n=n),
            _(
                "When places come free, we offer them in this order to the first whose whole "
                "party fits, and write to you at once. You then have up to a day to take them."
            ),
        ),
        change_door(about), (page_of(about),),
    )  # fmt: skip


def offer(about: About) -> Said | None:
    """Places are held for them for a while."""
    rsvp = about.rsvp
    if rsvp is None or rsvp.offer_until is None or rsvp.offer_until <= about.now:
        return None
    until = wall(rsvp.offer_until, about.meeting.tzid)
    return Said(
        _("There is room for you: {title}").format(title=about.meeting.title),
        (
            ngettext(
                "We hold a place for you until {day}, {time}. "
                "After that the next in line is asked.",
                "We hold {n} places for you until {day}, {time}. "
                "After that the next in line is asked.",
                rsvp.party_size,
            ).format(n=rsvp.party_size, day=when.day(until.date()), time=when.time(until)),
        ),
        ((_("Take the places"), LinkPurpose.CLAIM_PLACE, rsvp.id, rsvp.offer_until),),
        (page_of(about),),
    )  # fmt: skip


def reminder(about: About) -> Said | None:
    """It is soon; no letter to who gave back or wants none."""
    rsvp = about.rsvp
    if rsvp is None or rsvp.state is not RsvpState.GOING or not rsvp.wants_reminder:
        return None
    if not about.is_ahead:
        return None
    own = about.notice.about
    return Said(
        _("Soon: {title}").format(title=about.meeting.title),
        (own or _("This meeting is soon. If you cannot come, give your place to somebody else."),),
        change_door(about), (page_of(about),),
    )  # fmt: skip


def thanks(about: About) -> Said | None:
    """Thank you for coming, and what do you think."""
    return Said(
        _("Thank you: {title}").format(title=about.meeting.title),
        (_("Thank you for taking part. Tell us what you think: a few sentences are enough, "
           "and no name is asked. What was promised will be on the meeting's page."),),
        pages=((_("Tell us what you think"), "/feedback"), page_of(about)), has_facts=False,
    )  # fmt: skip


def need_answered(about: About) -> Said | None:
    """What a person confirmed, or could not."""
    if about.rsvp is None:
        return None
    said = []
    for need in reply_cards.needs_of(about.session, about.rsvp.id):
        name = _(NEEDS[need.kind])
        if need.state is NeedState.CONFIRMED:
            said.append(_("Confirmed: {need}.").format(need=name))
        elif need.state is NeedState.NOT_POSSIBLE:
            said.append(_("We are sorry, this is not possible: {need}.").format(need=name))
        if need.answer:
            said.append(need.answer)
    return Said(
        _("What you need: {title}").format(title=about.meeting.title), tuple(said),
        change_door(about), (page_of(about),),
    )  # fmt: skip
