"""What the figures say, in sentences: each with its number, its interval and the words behind it.

No program writes these but this one: every sentence is a whole one, filled in with figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.alarms import Alarm, Told
from analysis.comparison import Comparison
from analysis.shares import FEWEST_TO_COMPARE, Share
from core import periods, told
from core.i18n import N_, _
from core.vocabulary import Sentiment
from services.new_concerns import Proposal
from services.overview import Overview, Unheard


@dataclass(frozen=True)
class Behind:
    """The words that a sentence stands on: those of its scope, narrowed by what is not empty."""

    sentiment: Sentiment | None = None
    theme_id: int | None = None
    period: int | None = None


@dataclass(frozen=True)
class Finding:
    """One sentence, and where to read what it stands on; ``behind`` is empty for promises."""

    text: str
    behind: Behind | None = None


@dataclass(frozen=True)
class Figure:
    """A share under its name: ``value`` in a word, and ``said`` with n, interval and change."""

    name: str
    value: str
    said: str
    behind: Behind | None = None


CHANGES = {
    "rose": N_("More than in the period before ({share} of {n:,})."),
    "fell": N_("Less than in the period before ({share} of {n:,})."),
    "no clear change": N_("No clear change against the period before ({share} of {n:,})."),
}


def figures(found: Overview) -> list[Figure]:
    """The five figures of the overview, in the order in which they are read."""
    top = found.concerns[0] if found.concerns and found.concerns[0].share.n else None
    return [
        _figure(_("Sound negative"), found.felt.negative, Behind(Sentiment.NEGATIVE)),
        _figure(_("Sound positive"), found.felt.positive, Behind(Sentiment.POSITIVE)),
        _figure(
            _("Heard most: {concern}").format(concern=top.concern) if top else _("Heard most"),
            top.share if top else None, Behind(theme_id=top.theme_id) if top else None,
        ),
        _figure(
            _("Thanks and praise"), found.thanks.share if found.thanks else None,
            Behind(theme_id=found.thanks.theme_id) if found.thanks else None,
        ),
        _promises(found.kept),
    ]  # fmt: skip


def moved(found: Overview, state: str) -> list[Finding]:
    """What has an alarm in ``state``: concerns, the furthest from what was expected first, then
    districts by how negative they sound."""
    period = found.alarms.period
    heard = [one for one in (*found.concerns, found.thanks) if one is not None]
    loud = [(one, one.alarm) for one in heard if one.alarm and one.alarm.state == state]
    loud.sort(key=lambda pair: pair[1].told.chance if pair[1].told else 1.0)
    said = [
        Finding(alarm(one.concern, its_alarm, period), Behind(None, one.theme_id, period))
        for one, its_alarm in loud
    ]
    return said + [
        Finding(
            alarm(_("{district}, sounds negative").format(district=found.districts[place]), one,
                  period)
        )
        for place, one in found.alarms.districts.items()
        if one.state == state and place in found.districts
    ]  # fmt: skip


def alarm(name: str, alarm: Alarm, period: int) -> str:
    """One line's state in its last period: how many were heard, and how many were expected."""
    if alarm.told is None:
        return _("{name}: too few to tell.").format(name=name)
    sentence = {
        "rose": _("{name}: {counted}. It is above what was expected two times in a row."),
        "fell": _("{name}: {counted}. It is below what was expected two times in a row."),
        "first sign": _("{name}: {counted}. That is a first sign: one more like it is an alarm."),
        "as expected": _("{name}: {counted}, as expected."),
        "too few to tell": _("{name}: {counted}. Too few to tell whether it changed."),
    }[alarm.state]
    return sentence.format(name=name, counted=_counted(alarm.told, period))


def new(one: Proposal) -> str:
    """What may be a new concern: its phrases, and how often they were heard and before."""
    phrases = ", ".join(f"“{phrase}”" for phrase in one.phrases)
    return _(
        "{phrases}: {n:,} of {total:,} pieces lately, {n_before:,} of {total_before:,} before."
    ).format(
        phrases=phrases, n=one.n, total=one.total, n_before=one.n_before,
        total_before=one.total_before,
    )  # fmt: skip


def unheard(one: Unheard) -> str:
    """Of a district from which too little is heard."""
    return _(
        "{district}: {n:,} of {total:,} pieces came from there ({share}), and {people} of the "
        "people live there."
    ).format(
        district=one.district, n=one.n, total=one.total, share=told.percent(one.n / one.total),
        people=told.percent(one.people),
    )  # fmt: skip


def share(name: str, compared: Comparison) -> str:
    """A share under its name, with n, interval and change."""
    return _("{name}: {share}. {said}").format(
        name=name, share=told.percent(compared.share), said=_share_said(compared)
    )


def _figure(name: str, compared: Comparison | None, behind: Behind | None) -> Figure:
    if compared is None or compared.total < FEWEST_TO_COMPARE:
        n = compared.total if compared else 0
        return Figure(name, _("Too few to tell"), _("{n:,} pieces of feedback.").format(n=n))
    return Figure(name, told.percent(compared.share), _share_said(compared), behind)


def _share_said(compared: Comparison) -> str:
    said = [
        _("{n:,} of {total:,}, {between}.").format(
            n=compared.n, total=compared.total, between=told.between(compared.low, compared.high)
        )
    ]
    if compared.verdict in CHANGES:
        before = compared.previous_n / compared.previous_total
        said.append(
            _(CHANGES[compared.verdict]).format(
                share=told.percent(before), n=compared.previous_total
            )
        )
    return " ".join(said)


def _promises(kept: Share | None) -> Figure:
    name = _("Promises kept by their day")
    if kept is None:
        return Figure(name, _("None was due"), _("In the last year."))
    said = _("{n:,} of {total:,} that were due in the last year, {between}.").format(
        n=round(kept.estimate * kept.n), total=kept.n, between=told.between(kept.low, kept.high)
    )
    few = _("Too few to tell") if kept.n < FEWEST_TO_COMPARE else ""
    return Figure(name, few or told.percent(kept.estimate), said)


def _counted(heard: Told, period: int) -> str:
    grain = periods.grain_of(period)
    return _(
        "{n:,} of {total:,} pieces, {period}, where about {expected:,.0f} were expected "
        "({low:,} to {high:,})"
    ).format(
        n=heard.n, total=heard.total, period=told.period(period, grain), expected=heard.expected,
        low=heard.low, high=heard.high,
    )  # fmt: skip
