"""Figures in words: rounded to what is known, with how many people stand behind them."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time

from core import i18n, when
from core.i18n import N_, _
from core.plans import PROMISE_STEPS
from core.told import VERDICT as VERDICT
from core.told import between as between
from core.told import day as day
from core.told import percent as percent
from core.told import period as period
from core.told import span as span
from core.vocabulary import Grain, Sentiment
from core.voice import Act, Danger
from services.meetings.commitment_cards import CommitmentCard

SENTIMENT = {
    Sentiment.NEGATIVE: N_("Negative"),
    Sentiment.MIXED: N_("Mixed"),
    Sentiment.NEUTRAL: N_("Neutral"),
    Sentiment.POSITIVE: N_("Positive"),
    Sentiment.UNCERTAIN: N_("Uncertain"),
    Sentiment.NOT_READ: N_("Not read"),
}
ACT = {
    Act.COMPLAINT: N_("A complaint"),
    Act.REQUEST: N_("A request"),
    Act.PRAISE: N_("Praise"),
    Act.QUESTION: N_("A question"),
    Act.STATEMENT: N_("A statement"),
}
DANGER = {
    Danger.SELF: N_("Danger to oneself"),
    Danger.OTHERS: N_("Danger to others"),
    Danger.CHILD: N_("A child in danger"),
    Danger.HOME: N_("Violence at home"),
    Danger.EMERGENCY: N_("An emergency going on"),
}
GRAIN = {
    Grain.WEEK: N_("Weeks"),
    Grain.MONTH: N_("Months"),
    Grain.QUARTER: N_("Quarters"),
}
USUAL = {
    Grain.WEEK: N_("{n} weeks back"),
    Grain.MONTH: N_("{n} months back"),
    Grain.QUARTER: N_("{n} quarters back"),
}
ONE_PERIOD = {
    Grain.WEEK: N_("Week"),
    Grain.MONTH: N_("Month"),
    Grain.QUARTER: N_("Quarter"),
}


def moment(at: datetime, tzid: str) -> str:
    """An instant on the department's clock, to the minute."""
    local, language = at.astimezone(ZoneInfo(tzid)), i18n.locale()
    time = format_time(local, "short", locale=language)
    return _("{day}, {time}").format(day=day(local.date()), time=time)


def promise(card: CommitmentCard, today: date) -> str:
    """Where a promise stands, until when, and with whom."""
    if card.answered_on is not None:
        stands = _("{state} {day}").format(
            state=_(PROMISE_STEPS[card.state]), day=when.day(card.answered_on)
        )
        if card.partner:
            stands = _("Handed over to {partner}. {day}").format(
                partner=card.partner, day=when.day(card.answered_on)
            )
    elif card.is_overdue(today):
        stands = _("Late: it was due {day}").format(day=when.day(card.due_on))
    else:
        stands = _("Due {day}").format(day=when.day(card.due_on))
    return f"{stands} · {card.owner}"


def literal(text: str) -> str:
    """What a person typed, for a place that takes Markdown: no sign in it formats anything."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$:~<>|])", r"\\\1", text)
