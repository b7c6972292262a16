"""What a briefing says: every sentence with its figures, every figure with the words behind it.

Of residents' words it holds the places where they stand, and reads them anew whenever it is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from analysis import felt
from analysis.comparison import Comparison
from analysis.series import Point
from analysis.shares import FEWEST_TO_COMPARE
from analysis.themes import PRAISE
from core import periods, told
from core.actor import Actor
from core.i18n import _, ngettext
from core.scope import Scope
from core.vocabulary import Grain, Permission, Sentiment
from db.queries import pieces
from services import asks, districts, findings, overview, quotes, sentiment, sources
from services.access import require
from services.briefing_parts import Content, Row, Said, Section
from services.findings import Behind, Finding
from services.overview import Overview

MOST_CONCERNS, QUOTED, IN_A_DISTRICT = 8, 3, 3
ALARMS = ("rose", "fell", "first sign")


def compose(
    session: Session, actor: Actor, *, scope: Scope, language: str, minimum: int, today: date
) -> Content:  # fmt: skip
    """The briefing of a source and time, of all districts and questions, in the language set now.

    Quotes come from ``minimum`` pieces or more. It writes nothing: no resident waits for it.
    """
    require(actor, Permission.READ_FEEDBACK)
    scope = replace(scope, district_id=None, question_id=None)
    found = overview.of(session, actor, scope=scope, today=today)
    names = {card.id: card.name for card in sources.every(session, actor)}
    grain = periods.grain_of(scope.last)
    sections = [
        _seen(session, actor, scope, found, grain),
        _worries(session, actor, scope, found, minimum),
        _asked(session, actor, scope, found, minimum),
        Section(_("What we promised"), _promised(found)),
        Section(_("Where we have not listened"), _unheard(found)),
        *_districts(session, actor, scope, minimum),
    ]
    return Content(
        title=_("Briefing, {period}").format(period=told.span(scope.first, scope.last, grain)),
        about=ngettext(
            "{n:,} piece of feedback from {source}.", "{n:,} pieces of feedback from {source}.",
            found.felt.total,
        ).format(n=found.felt.total, source=names.get(scope.source_id, "")),
        language=language, source_id=scope.source_id, first=scope.first, last=scope.last,
        sections=tuple(sections), notes=_notes(),
        withdrawn=pieces.withdrawn_in(session, scope, today),
    )  # fmt: skip


def _seen(session: Session, actor: Actor, scope: Scope, found: Overview, grain: Grain) -> Section:
    title = _("How we are seen")
    if not found.felt.negative or found.felt.total < FEWEST_TO_COMPARE:
        return Section(title, (_too_few(found.felt.total),))
    said = [_sounds_negative(found.felt.negative)]
    if found.felt.positive:
        positive = findings.share(_("Sounds positive"), found.felt.positive)
        said.append(Finding(positive, Behind(Sentiment.POSITIVE)))
    return Section(title, tuple(said), line=_negative(session, actor, scope, grain))


def _negative(session: Session, actor: Actor, scope: Scope, grain: Grain) -> tuple[Point, ...]:
    heard = sentiment.heard(session, actor, scope=scope)
    told_of = felt.lines(heard, periods.series(scope.first, scope.last, grain), grain)
    return tuple(point for point in told_of[Sentiment.NEGATIVE] if point.total)


def _worries(
    session: Session, actor: Actor, scope: Scope, found: Overview, minimum: int
) -> Section:
    heard = [one for one in found.concerns if one.share.n][:MOST_CONCERNS]
    said = [finding for state in ALARMS for finding in findings.moved(found, state)]
    if heard and not said:
        said = [Finding(_("No concern stood out from what was expected, two times in a row."))]
    said += [Finding(_("May be new: {said}").format(said=findings.new(one))) for one in found.new]
    quoted = [
        Said(
            one.concern,
            tuple(
                quotes.chosen(session, actor, scope=scope, theme_id=one.theme_id, minimum=minimum)
            ),
        )
        for one in heard[:QUOTED]
    ]
    return Section(
        _("What worries people"),
        tuple(said) if heard else (Finding(_("No concern was heard.")),),
        tuple(_row(one.concern, one.share, Behind(theme_id=one.theme_id)) for one in heard),
        said=tuple(one for one in quoted if one.places),
    )


def _row(name: str, share: Comparison, behind: Behind) -> Row:
    return Row(name, *share[:5], share.verdict, behind)


def _asked(session: Session, actor: Actor, scope: Scope, found: Overview, minimum: int) -> Section:
    """Requests by concern; what fewer than ``minimum`` people ask for is not in a briefing."""
    asked = asks.counted(session, actor, scope=scope)
    names = {one.theme_id: one.concern for one in found.concerns}
    sentence = _("{n:,} of {total:,} requests are about {concern}.")
    if asked.is_more:
        sentence = _("{n:,} of the newest {total:,} requests are about {concern}.")
    most = [
        (theme_id, n)
        for theme_id, n in asked.concerns.items()
        if n >= minimum and theme_id in names
    ][:IN_A_DISTRICT]
    said = [
        Finding(
            sentence.format(n=n, total=asked.n, concern=names[theme_id]),
            Behind(theme_id=theme_id),
        )
        for theme_id, n in most
    ]
    nothing = Finding(_("Too few people asked for the same."))
    return Section(_("What people ask for"), tuple(said) or (nothing,))


def _promised(found: Overview) -> tuple[Finding, ...]:
    kept = findings.figures(found)[-1]
    late = [
        Finding(
            _("Late since {day}: “{wording}” ({owner}).").format(
                day=told.day(card.due_on), wording=card.wording, owner=card.owner
            )
        )
        for card in found.late
    ]
    return (
        Finding(_("{name}: {value}. {said}").format(
            name=kept.name, value=kept.value, said=kept.said)),
        *(late or [Finding(_("Nothing is late."))]),
    )  # fmt: skip


def _unheard(found: Overview) -> tuple[Finding, ...]:
    if found.unheard is None:
        return (Finding(_("Not known: no district says how many people live there.")),)
    said = tuple(Finding(findings.unheard(one)) for one in found.unheard)
    nothing = _("Every district is heard about as much as people live there.")
    return said or (Finding(nothing),)


def _districts(session: Session, actor: Actor, scope: Scope, minimum: int) -> list[Section]:
    """A page for each district from which anything was heard."""
    pages = []
    for card in districts.every(session, actor):
        here = replace(scope, district_id=card.id)
        sounds = overview.sounds(session, actor, scope=here)
        if sounds.negative is None:
            continue
        if sounds.total < FEWEST_TO_COMPARE:
            pages.append(Section(card.name, (_too_few(sounds.total),), district_id=card.id))
            continue
        raised = overview.raised(session, actor, scope=here)
        heard = [one for one in raised if one.share.n and one.code != PRAISE][:IN_A_DISTRICT]
        places = tuple(quotes.chosen(session, actor, scope=here, minimum=minimum))
        pages.append(
            Section(
                card.name,
                (_sounds_negative(sounds.negative),),
                tuple(_row(one.concern, one.share, Behind(theme_id=one.theme_id)) for one in heard),
                said=(Said(_("In their own words"), places),) if places else (),
                district_id=card.id,
            )
        )
    return pages


def _sounds_negative(share: Comparison) -> Finding:
    return Finding(findings.share(_("Sounds negative"), share), Behind(Sentiment.NEGATIVE))


def _too_few(n: int) -> Finding:
    if not n:
        return Finding(_("Nothing was heard in this period."))
    return Finding(
        ngettext(
            "Too few to tell: {n} piece of feedback.", "Too few to tell: {n} pieces of feedback.", n
        ).format(n=n)
    )


def _notes() -> tuple[str, ...]:
    return (
        _(
            "A program read these words. In English about one answer in ten is wrong, in other "
            "languages about one in six. The intervals (95 %) hold its mistakes as well as chance."
        ),
        _(
            "Only those who wrote are counted: they are not everybody. How they feel is not "
            "whether they support the police, and nothing here is about one person or one officer."
        ),
        _(
            "Quotes are chosen to stand for many, from different people. Names and numbers are "
            "masked. What was withdrawn is not shown any more."
        ),
    )
