"""Who sees which screen: every screen, every role, with and without the right to triage."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from core import catalogues, screens
from core.instruments import SampleKind
from core.settings import ROOT
from core.vocabulary import Permission, Role, Sentiment
from db.models import Feedback, Source
from services import accounts, languages, questions, retention, uploads
from services.access import ROLES
from services.meetings import partners, plans
from services.surveys import conversations, surveys
from tests.factories import NOW, OPERATOR, make_feedback, make_reading, make_release
from tests.pages.conftest import open_page, screens_on, text_of
from tests.services.meetings.conftest import PLAN

GATE = "This page is for staff"
WORDS = "The lamp on Quarry Lane is dark, and two of us were robbed there."
NAMES_OFFICER = "Officer Brannigan shouted at my grandmother."
SOURCE = "Letters to the chief"
NAME = "Your police department"
FILE = "letters to the mayor"
WHO = "somebody.else@example.org"
ASKED = "What did we never ask you?"
DRAFT = "A meeting nobody knows of"
REVIEWER = "Inés Duarte, translator"
PARTNER = "Harbour Clinic, room 9"
DANGER = "By the old lock house 9."
SURVEY = "How the spring was"
VOTED = "What we put to the vote"
MEASURED = "On the broken line it would be right"
HOLD = "Case 12 of the county court"
PUBLIC = {
    screens.HOME,
    screens.EVENTS,
    screens.FEEDBACK,
    screens.COMMITMENTS,
    screens.RESOURCES,
}
SHOWS = {
    screens.MEETINGS: DRAFT,
    screens.MEETING: "Keep it as a draft",
    screens.PARTNERS: PARTNER,
    screens.OVERVIEW: SOURCE,
    screens.TRENDS: SOURCE,
    screens.ASKS: SOURCE,
    screens.BRIEFINGS: SOURCE,
    screens.CONCERNS: SOURCE,
    screens.THEMES: SOURCE,
    screens.COMPARE: SOURCE,
    screens.SURVEYS: SURVEY,
    screens.OPINIONS: VOTED,
    screens.ACCURACY: MEASURED,
    screens.URGENT: DANGER,
    screens.INBOX: WORDS,
    screens.WORDS: WORDS,
    screens.RELEASES: "4th quarter 2025: Letters to the chief",
    screens.IMPORT: FILE,
    screens.QUESTIONNAIRES: SURVEY,
    screens.QUESTIONS: ASKED,
    screens.ACCOUNTS: WHO,
    screens.DEPARTMENT: NAME,
    screens.RETENTION: HOLD,
    screens.LANGUAGES: REVIEWER,
    screens.AUDIT: WHO,
}
"""Something on every staff screen that nobody else may see."""
SECRETS = (
    WORDS, SOURCE, WHO, ASKED, NAMES_OFFICER, DRAFT, PARTNER, REVIEWER, DANGER, HOLD, SURVEY, VOTED,
)  # fmt: skip
PEOPLE = [(None, False)] + [(role, triages) for role in Role for triages in (False, True)]
FIGURES = {
    screens.OVERVIEW, screens.TRENDS, screens.CONCERNS, screens.THEMES, screens.ASKS,
    screens.BRIEFINGS, screens.COMPARE, screens.SURVEYS, screens.OPINIONS,
    screens.ACCURACY,
}  # fmt: skip
PLANS = {screens.MEETINGS, screens.MEETING, screens.PARTNERS}
RIGHTS = {
    None: set(),
    Role.OUTREACH: {
        *PLANS,
        *FIGURES,
        screens.URGENT,
        screens.INBOX,
        screens.RELEASES,
        screens.WORDS,
        screens.QUESTIONNAIRES,
        screens.QUESTIONS,
    },
    Role.COMMAND: {
        *PLANS,
        *FIGURES,
        screens.URGENT,
        screens.INBOX,
        screens.IMPORT,
        screens.RELEASES,
        screens.WORDS,
        screens.QUESTIONNAIRES,
        screens.QUESTIONS,
    },
    Role.ADMINISTRATOR: {
        screens.ACCOUNTS,
        screens.DEPARTMENT,
        screens.RETENTION,
        screens.LANGUAGES,
        screens.AUDIT,
    },
    Role.OBSERVER: {screens.RELEASES, screens.AUDIT},
    Role.PARTNER: set(),
}
"""Written out by hand, so that a slip in services/access.py does not change the test with it."""


@pytest.fixture(scope="module")
def people(sqlite_template, tmp_path_factory):
    """Records with something to see, and everybody who might look: nothing here changes them."""
    file = tmp_path_factory.mktemp("roles") / "records.db"
    shutil.copy(sqlite_template, file)
    with screens_on(file) as records:
        with records() as session:
            make_feedback(session, WORDS, source=SOURCE, reading=make_reading(Sentiment.NEGATIVE))
            make_release(session, source=SOURCE)
            uploads.add(session, OPERATOR, upload_id=7, file_name=FILE, now=NOW)
            secret = make_reading(Sentiment.NEGATIVE, names_officer=True)
            make_feedback(session, NAMES_OFFICER, source=SOURCE, reading=secret)
            source_id = session.scalars(select(Source.id).where(Source.name == SOURCE)).one()
            session.add(
                Feedback(
                    source_id=source_id, words=f"{DANGER} I want to kill myself.", urgent_at=NOW
                )
            )
            surveys.start(
                session, OPERATOR, title=SURVEY, instrument="safety-and-trust",
                kind=SampleKind.OPEN, is_open=False, now=NOW,
            )  # fmt: skip
            conversations.start(
                session, OPERATOR, title="Votes", question=VOTED, kind=SampleKind.OPEN,
                is_open=False, now=NOW,
            )  # fmt: skip
            retention.place_hold(session, OPERATOR, reason=HOLD, source_id=None, now=NOW)
            partners.add(session, OPERATOR, name=PARTNER, kind="treatment", contact="", now=NOW)
            plans.add(session, OPERATOR, plan=replace(PLAN, title=DRAFT), now=NOW)
            accounts.add(session, OPERATOR, email=WHO, role=Role.PARTNER, now=NOW)
            languages.sign(
                session, OPERATOR, language="es", digest=catalogues.digest("es"),
                reviewer=REVIEWER, now=NOW,
            )  # fmt: skip
            question = questions.add(session, OPERATOR, wording=ASKED, now=NOW)
            questions.retire(session, OPERATOR, question_id=question, now=NOW)
        yield {
            (role, triages): records.sign_in(role, triages=triages) if role else None
            for role, triages in PEOPLE
        }


def seen(screen: AppTest) -> str:
    """The text of the screen, with what its tables hold."""
    tables = [frame.value.to_string() for frame in screen.dataframe]
    return "\n".join([text_of(screen), *tables])


def test_every_screen_and_every_role_is_in_the_tables_above():
    assert set(SHOWS) | PUBLIC == set(screens.ALL)
    assert set(RIGHTS) == {None, *ROLES} == {None, *Role}


@pytest.mark.parametrize(("role", "triages"), PEOPLE)
@pytest.mark.parametrize("screen", screens.ALL, ids=lambda screen: screen.url or "home")
def test_a_screen_opens_for_its_roles_and_shows_the_gate_to_all_others(
    people, screen, role, triages
):
    shown = open_page(screen.url, people[role, triages])

    said = seen(shown)
    assert not shown.exception
    if screen in RIGHTS[role] or screen in PUBLIC:
        assert GATE not in said
        assert SHOWS.get(screen, "") in said
    else:
        assert shown.title[0].value == GATE
        assert "/account/sign-in" in said or role, "a visitor is shown the door"
        for secret in SECRETS:
            assert secret not in said


@pytest.mark.parametrize(("role", "triages"), PEOPLE)
@pytest.mark.parametrize("screen", [screens.INBOX, screens.WORDS], ids=lambda screen: screen.url)
def test_words_that_name_an_officer_are_for_those_who_triage(people, screen, role, triages):
    said = seen(open_page(screen.url, people[role, triages]))

    assert (NAMES_OFFICER in said) == (screen in RIGHTS[role] and triages)
    assert ("Mark as triaged" in said) == (NAMES_OFFICER in said)


@pytest.mark.parametrize("role", [None, Role.PARTNER])
@pytest.mark.parametrize("screen", SHOWS, ids=lambda screen: screen.url)
def test_a_script_run_on_its_own_shows_nothing_to_those_who_may_not_see_it(people, screen, role):
    alone = AppTest.from_file(str(ROOT / "pages" / screen.script), default_timeout=60)
    alone.user = people[role, False] or {"session": None}

    said = seen(alone.run())

    assert [error.message for error in alone.exception] or alone.error, "it refuses"
    for secret in SECRETS:
        assert secret not in said


@pytest.mark.parametrize("screen", SHOWS, ids=lambda screen: screen.url)
def test_a_script_run_on_its_own_shows_the_same_to_those_who_may_see_it(people, screen):
    alone = AppTest.from_file(str(ROOT / "pages" / screen.script), default_timeout=60)
    alone.user = people[next(role for role in Role if screen in RIGHTS[role]), False]

    assert SHOWS[screen] in seen(alone.run()), "there was something to hide"


@pytest.mark.parametrize(
    "user",
    [{}, {"session": ""}, {"session": "guessed"}, {"session": 1}, {"session": ["x"]},
     {"email": WHO}, {"email": WHO, "is_logged_in": True}],
    ids=str,
)  # fmt: skip
def test_whatever_else_a_browser_claims_to_be_it_is_a_visitor(people, user):
    shown = open_page("audit", user or {"nothing": "known"})

    assert shown.title[0].value == GATE
    assert "Staff sign-in" in seen(shown)
    assert WHO not in seen(shown)


def test_a_role_is_open_to_what_its_permissions_say():
    for role, may in RIGHTS.items():
        rights = ROLES[role] if role else frozenset()
        staff = {screen for screen in SHOWS if screen.permission in rights}
        assert staff == may
        assert Permission.TRIAGE_COMPLAINTS not in rights
