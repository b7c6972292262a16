"""What a notice says, worked out when it is sent: news that is old by then is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import i18n, languages, links, when
from core.actor import Actor
from core.attendance import Way
from core.entries import Entry
from core.i18n import _
from core.keys import Keys
from core.letters import Door, Letter
from core.links import LinkPurpose
from core.vocabulary import EventState, NoticeKind, Permission
from db.models import Account, Follow, Notice, Rsvp
from services import departments
from services.access import require
from services.meetings import (
    contacts,
    events,
    letters_of_news,
    letters_of_threads,
    letters_to_guests,
)
from services.meetings.event_cards import EventCard
from services.meetings.letter_parts import About, Said

UNSUBSCRIBE_LIVES = timedelta(days=400)
WORDS: dict[NoticeKind, Callable[[About], Said | None]] = {
    NoticeKind.CONFIRMATION: letters_to_guests.confirmation,
    NoticeKind.WAITLIST: letters_to_guests.waitlist,
    NoticeKind.OFFER: letters_to_guests.offer,
    NoticeKind.REMINDER: letters_to_guests.reminder,
    NoticeKind.THANKS: letters_to_guests.thanks,
    NoticeKind.NEED_ANSWERED: letters_to_guests.need_answered,
    NoticeKind.CHANGE: letters_of_news.change,
    NoticeKind.CANCELLATION: letters_of_news.cancellation,
    NoticeKind.INVITATION: letters_of_news.invitation,
    NoticeKind.RESULTS: letters_of_news.results,
    NoticeKind.FOLLOW: letters_of_news.follow,
    NoticeKind.CLOSING: letters_of_news.closing,
    NoticeKind.ANSWER_WAITS: letters_of_threads.answer_waits,
    NoticeKind.URGENT: letters_of_threads.urgent,
    NoticeKind.SURVEY: letters_of_threads.survey,
    NoticeKind.BRIEFING: letters_of_threads.briefing,
}


@dataclass(frozen=True)
class Sender:
    """What every letter needs of the installation: where its pages are, and its keys."""

    public_url: str
    keys: Keys

    def link(self, purpose: LinkPurpose, subject: int, until: datetime) -> str:
        """The address of a page that asks, and acts only when the person says so."""
        token = links.token(purpose, subject, until=until, key=self.keys.links)
        return f"{self.public_url}/links/{purpose.value.replace(' ', '-')}/{token}"


def letter(
    session: Session, actor: Actor, *, notice_id: int, sender: Sender, now: datetime
) -> Letter | None:
    """The letter of a notice; ``None`` where there is nothing true left to say, or nobody to it."""
    require(actor, Permission.DO_WORK)
    notice = session.get_one(Notice, notice_id)
    if notice.account_id is not None:
        account = session.get_one(Account, notice.account_id)
        to = contacts.Address(account.email, i18n.DEFAULT_LANGUAGE)
    else:
        opened = contacts.address(
            session, actor, contact_id=notice.contact_id or 0, keys=sender.keys
        )
        if opened is None:
            return None
        to = opened
    before = i18n.language.set(languages.known(to.language) or i18n.DEFAULT_LANGUAGE)
    try:
        return _written(session, actor, notice, to, sender, now)
    finally:
        i18n.language.reset(before)


def entry_of(card: EventCard, *, public_url: str, organizer: str) -> Entry:
    """The meeting as a calendar shows it. How to join online is for those who replied."""
    return Entry(
        uid=card.uid, sequence=card.sequence, starts=card.starts, ends=card.ends, tzid=card.tzid,
        title=card.title, changed_at=card.changed_at, description=card.purpose,
        place=card.where,
        url=f"{public_url}/plain/events/{card.id}", kind=card.kind,
        is_cancelled=card.state is EventState.CANCELLED,
        is_postponed=card.state is EventState.POSTPONED, organizer=organizer,
    )  # fmt: skip


def _written(
    session: Session, actor: Actor, notice: Notice, to: contacts.Address, sender: Sender,
    now: datetime,
) -> Letter | None:  # fmt: skip
    card = None
    if notice.event_id is not None:
        card = events.one(session, actor, event_id=notice.event_id)
    rsvp = session.get(Rsvp, notice.rsvp_id) if notice.rsvp_id is not None else None
    follow = session.get(Follow, notice.follow_id) if notice.follow_id is not None else None
    about = About(session, notice, card, rsvp, follow, sender.public_url, now)
    said: Said | None = WORDS[notice.kind](about)
    if said is None:
        return None
    department = departments.current(session, actor)
    until = now + UNSUBSCRIBE_LIVES
    doors = [Door(label, sender.link(purpose, subject, ends))
             for label, purpose, subject, ends in said.links]  # fmt: skip
    unsubscribe = ""
    if follow is not None and follow.confirmed_at is not None:
        unsubscribe = sender.link(LinkPurpose.UNFOLLOW, follow.id, until)
    elif rsvp is not None:
        unsubscribe = sender.link(LinkPurpose.STOP_REMINDERS, rsvp.id, until)
    return Letter(
        to=to.email, language=i18n.language.get(), subject=said.subject,
        paragraphs=(*said.paragraphs, _("{department}. You get this because you gave us this "
            "address for it. Nobody reads answers to this message.").format(
                department=department.name)),
        doors=(*doors, *(Door(label, sender.public_url + path) for label, path in said.pages)),
        facts=_facts(card, rsvp) if card and said.has_facts else (),
        unsubscribe=unsubscribe,
        entry=entry_of(card, public_url=sender.public_url, organizer=department.name)
        if card and said.has_entry else None,
    )  # fmt: skip


def _facts(card: EventCard, rsvp: Rsvp | None) -> tuple[tuple[str, str], ...]:
    """When, where and how, by the way in which this person comes."""
    facts = [(_("Meeting"), card.title), (_("When"), when.span(card.starts, card.ends))]
    if card.state is EventState.POSTPONED:
        facts[1] = (_("When"), _("A new day is not known yet"))
    is_online = rsvp is not None and rsvp.way is Way.ONLINE
    if is_online:
        facts.append((_("How to join"), card.online_instructions or _("We will write to you")))
    elif Way.ROOM in card.seats:
        facts.append((_("Where"), card.where))
        facts.append((_("Entrance"), card.place.entrance if card.place else ""))
        facts.append((_("In the building"), card.room_instructions))
    return tuple((name, value) for name, value in facts if value)
