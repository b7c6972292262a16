"""Where a text names or numbers a particular officer.

Such a text is shown to fewer people, so this errs toward finding: to withhold one too many costs
less than to show an officer who complained about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.spans import Span, merge

# A rank written out may stand before a name in small letters, as phones type: "officer smith".
_PLAIN = (
    "officer|ofcr?|sergeant|sgt|detective|lieutenant|deputy|trooper|constable"
    "|police(?:man|woman)|patrol(?:man|woman)"
)
# These have other meanings, or come in several at a time, so the name needs a capital.
_OTHER = (
    "officers|ofcrs|sergeants|sgts|detectives|lieutenants|deputies|troopers|constables|lt|det"
    "|captains?|capt|cpt|corporals?|cpl|chiefs?|commissioner|comm|commander|cmdr|inspectors?"
    "|insp|superintendent|supt|sheriff|agents?|cops?|p\\.?/?o|pcso|wpc|pc"
    "|oficial(?:es)?|agentes?|sargent[oa]s?|tenientes?|capit[aá]n(?:a|es)?|comandantes?"
    "|inspector(?:a|as|es)|cabos?|jef[ea]|polic[ií]as?"
)
_TITLE = re.compile(rf"\b(?:(?P<plain>{_PLAIN})|(?:{_OTHER}))\b(?P<stop>\.?):?[\s#]{{1,4}}", re.I)
_SHORTENED = re.compile(r"(?:ofcr?|sgt|lt|det|capt|cpt|cpl|comm|cmdr|insp|supt|p\.?/?o)s?\b", re.I)
_LOUD = re.compile("[A-Z]{5}")  # in "OFFICERS ON FOOT" a capital says nothing
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d{3,}\b")
_SURNAME = re.compile(r"\.?[ \t](?:(?:de|del|la|los|van|von|der)[ \t]){0,2}(?=[^\W\d_])")
_ANOTHER = re.compile(r"\s?(?:,? ?\b(?:and|or|with|y)\b|[,/&+])\s?")

_NUMBERED = re.compile(
    r"\b(?:badge|shield|star|collar|shoulder|payroll|warrant|placa|insignia)\b"
    r"(?:\s?\b(?:number|numbers|num|no|nr|id|n[uú]mero|n[uú]m|de)\b\.?|\s?n[º°]\.?){0,2}"
    r"(?:\s(?:is|was|es|era))?[\s:#-]{0,4}[a-z]{0,2}\d{2,}\b",
    re.I,
)
_CALLED = re.compile(
    rf"\b(?:{_PLAIN}|{_OTHER})(?:['’]s)?\s"
    r"(?:named?|called|by the name of|(?:last |first )?name(?:s|d)?|whose (?:last )?name"
    r"|de nombre|de apellido|llamad[oa]|se llama)"
    r"(?:\s(?:is|was|were))?\s(?P<name>[^\W\d_]+)",
    re.I,
)

_PLACE = re.compile(
    r"\s(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|park|bridge|school|square"
    r"|way|court|parkway|plaza|center|centre|building|highway|memorial|award|day|program)\b",
    re.I,
)
_NOT_A_NAME = frozenset(
    """
    a about abuse abuses accountability acted action acts actually address after again against
    aggressively ain all allows almost already also always am america an and angry another
    answer any anyone anything approach are aren around arrest arrests as ask assaults at
    attacks attitude authority away back backgrounds bad badge be beat beats became because
    been before began behavior behaviour being better body both box bravo broke brother
    brought brutality bureau but by call calls cam came camera cameras camp can candidate
    candidates cannot car cars caught cause chief choke chose citizen club code come comes
    commander commissioner community complaint complaints conduct constable contact continue
    continues corruption could couldn cruiser cut de del department deputy destroy detective
    did didn discipline discount discretion dispatch division do does doesn done down drew
    drinks drive drove due during duty either el election en engagement enter entry es
    especially esta estatal este ever every everywhere evidence ex executive face fell felt
    financial fire first five follow for force found four friend friendly from funding gave
    general get gets give gives go goes going gone good got governor grabbed great had hadn
    has hasn hate have haven he head health held help her here him hired hiring his hit hits
    hold how hurt i id identification if ii iii immediately in initiated inside inspector
    instead interaction interactions intervention into involved is isn issue it its itself job
    join just keep keeps kept killed killing killings kills knew know la last later le led
    left let liaison lied like listen lists live lives lo local look lost made magistrate
    major make makes many marshal may me meant medical mental metropolitana might misconduct
    mixed money morale more mostly multiple municipal must my nacional name named near need
    needed needs neighborhood never nevertheless next nice no nobody none nor norm nos not
    nothing now number numbers of off office officer officers officials often on once one only
    opened operator or organization other our out outreach outside over papers paperwork park
    parking patrol patrolling patrols pay people per permission picked place placed please
    police policeman policewoman policing por portal position positions precinct presence
    present pretty program programs pull pulled pulls push put que quick races ran rang rank
    ratio read really recruit recruiting recruitment refused relations report reports
    reprimand residence respond response retention review rode rude run safety said sat saw
    say says schools se seem seems sees sent sergeant served several shall she shook shooting
    shootings shoots shortage shot should shouldn shows shut since sir sit sits snatched so
    some someone speak sped spit spoke staff staffing standards stands stated station status
    stay still stole stood stop stopped stops strategist struck stuck student su suicide
    summon superintendent support sure surgeon sworn take taken takes talk talks tell tells
    than thank thanks that the their them then there these they things think this those
    thought three threw through time to today together told too took toward towards town
    training treat treated treats tried try turnover twice two un una under uniform uniforms
    union unit unless until up upon upset use used uses vehicle vehicles very via vino
    violence visibility visits wage wages wait walk walks want wanted wants warrant was wasn
    watch we wear wearing wellness went were weren what when where which while who whom whose
    why wide will windows with within without woke won work works would wouldn write wrote y
    yell yes yesterday yet you your
    """.split()
)
_ALSO_NAMES = frozenset({"an", "do", "lo", "may", "so", "will"})  # with a capital
_VERB_ENDINGS = ("ed", "ing", "ly")


def find(text: str) -> tuple[Span, ...]:
    """The stretches of ``text`` that single out an officer, title and all, in order."""
    shouted = text.upper() == text
    return merge(
        [
            *_titled(text, shouted=shouted),
            *(Span(*found.span()) for found in _NUMBERED.finditer(text)),
            *(
                Span(*found.span())
                for found in _CALLED.finditer(text)
                if _is_name(found["name"], sure=found["name"][0].isupper() and not shouted)
            ),
        ]
    )


def _titled(text: str, *, shouted: bool) -> Iterator[Span]:
    """A rank with a name, initials or a number behind it."""
    done = 0
    for title in _TITLE.finditer(text):
        if title.start() < done:
            continue  # "Officers KF, TD and Sgt. Jones" were found together
        if title["stop"] and not _SHORTENED.match(title[0]):
            continue  # "I met two officers. Nobody else came."
        if number := _NUMBER.match(text, title.end()):
            yield Span(title.start(), number.end())
            continue
        word = _WORD.match(text, title.end())
        if word is None:
            continue
        loud = shouted or _LOUD.match(title[0])
        has_capital = word[0][0].isupper() and not loud
        if not has_capital and not title["plain"]:
            continue
        if _is_name(word[0], sure=has_capital) and not _PLACE.match(text, word.end()):
            done = _end_of_names(text, word) if has_capital else word.end()
            yield Span(title.start(), done)


def _is_name(word: str, *, sure: bool) -> bool:
    """Whether ``word`` may be a name or initials; ``sure`` where its capital letter says so."""
    before, _, after = word.lower().replace("’", "'").partition("'")
    first = before if len(before) > 1 else before + after  # "who's" is who, "O'Dell" is odell
    if sure and word.isupper() and 2 <= len(word) <= 3:
        return first not in {"id", "ii", "iii", "box", "car"}  # initials, as reports give them
    if sure and first in _ALSO_NAMES:
        return True
    if first in _NOT_A_NAME or len(first) < 2:
        return sure and len(word) == 1 and word != "I"  # "Officer A"
    return sure or not (len(first) > 4 and first.endswith(_VERB_ENDINGS))


def _end_of_names(text: str, word: re.Match[str]) -> int:
    """Where the last of the names ends in "Officers KF, TD and Ana de la Cruz"."""
    end = word.end()
    while True:
        gap = _ANOTHER.match(text, end) or _SURNAME.match(text, end)
        following = _WORD.match(text, gap.end()) if gap else None
        if not following or not following[0][0].isupper() or not _is_name(following[0], sure=True):
            return end
        end = following.end()
