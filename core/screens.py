"""The table of screens: one row for every page, with its address and the right it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from core.actor import Actor
from core.i18n import N_
from core.vocabulary import Permission, Role


@dataclass(frozen=True)
class Screen:
    """``script`` lies in ``pages/``; ``title`` is translated where it is shown.

    ``is_wide``: it holds tables and charts, which want more room than sentences.
    """

    script: str
    url: str
    title: str
    permission: Permission
    is_wide: bool = False


HOME = Screen("home.py", "", N_("Home"), Permission.READ_PUBLIC_PAGES)
FEEDBACK = Screen("feedback.py", "feedback", N_("Tell us what you think"), Permission.GIVE_FEEDBACK)
EVENTS = Screen("events.py", "events", N_("Come to a meeting"), Permission.READ_PUBLIC_PAGES)
COMMITMENTS = Screen(
    "commitments.py", "commitments", N_("You said, we did"), Permission.READ_PUBLIC_PAGES
)
MEETINGS = Screen("meetings.py", "meetings", N_("Meetings"), Permission.PLAN_EVENTS, is_wide=True)
MEETING = Screen("meeting.py", "meeting", N_("Plan a meeting"), Permission.PLAN_EVENTS)
PARTNERS = Screen(
    "partners.py", "partners", N_("Partners and places"), Permission.PLAN_EVENTS, is_wide=True
)
OVERVIEW = Screen(
    "overview.py", "overview", N_("At a glance"), Permission.READ_FIGURES, is_wide=True
)
TRENDS = Screen("trends.py", "trends", N_("How we are seen"), Permission.READ_FIGURES, is_wide=True)
CONCERNS = Screen(
    "concerns.py", "concerns", N_("What worries people"), Permission.READ_FIGURES, is_wide=True
)
ASKS = Screen("asks.py", "asks", N_("What people ask for"), Permission.READ_FEEDBACK)
THEMES = Screen("themes.py", "themes", N_("Themes"), Permission.READ_FIGURES, is_wide=True)
COMPARE = Screen("compare.py", "compare", N_("Compare"), Permission.READ_FIGURES, is_wide=True)
URGENT = Screen("urgent.py", "urgent", N_("Urgent"), Permission.HANDLE_FEEDBACK)
INBOX = Screen("inbox.py", "inbox", N_("Inbox"), Permission.HANDLE_FEEDBACK, is_wide=True)
RESOURCES = Screen("resources.py", "resources", N_("Find help"), Permission.READ_PUBLIC_PAGES)
BRIEFINGS = Screen(
    "briefings.py", "briefing", N_("Briefings"), Permission.READ_FEEDBACK, is_wide=True
)
SURVEYS = Screen(
    "surveys.py", "surveys", N_("What surveys say"), Permission.READ_FIGURES, is_wide=True
)
OPINIONS = Screen(
    "opinions.py", "opinions", N_("What people agree on"), Permission.READ_FIGURES, is_wide=True
)
ACCURACY = Screen(
    "accuracy.py", "accuracy", N_("How good is this?"), Permission.READ_FIGURES, is_wide=True
)
RELEASES = Screen(
    "releases.py", "released", N_("Released figures"), Permission.READ_RELEASES, is_wide=True
)
WORDS = Screen("words.py", "words", N_("In their own words"), Permission.READ_FEEDBACK)
IMPORT = Screen(
    "uploads.py", "import", N_("Bring in a file"), Permission.BRING_IN_RECORDS, is_wide=True
)
QUESTIONNAIRES = Screen(
    "questionnaires.py",
    "questionnaires",
    N_("Ask a survey"),
    Permission.EDIT_QUESTIONS,
    is_wide=True,
)
QUESTIONS = Screen("questions.py", "questions", N_("Questions we ask"), Permission.EDIT_QUESTIONS)
ACCOUNTS = Screen("accounts.py", "accounts", N_("Accounts"), Permission.EDIT_ACCOUNTS, is_wide=True)
DEPARTMENT = Screen("department.py", "department", N_("The department"), Permission.EDIT_DEPARTMENT)
AUDIT = Screen("audit.py", "audit", N_("Who did what"), Permission.READ_AUDIT, is_wide=True)

RETENTION = Screen(
    "retention.py", "retention", N_("How long we keep things"), Permission.EDIT_DEPARTMENT
)
LANGUAGES = Screen(
    "languages.py", "languages", N_("Translations"), Permission.SIGN_TRANSLATIONS, is_wide=True
)

ALL = (
    HOME,
    EVENTS,
    FEEDBACK,
    COMMITMENTS,
    RESOURCES,
    MEETINGS,
    MEETING,
    OVERVIEW,
    TRENDS,
    CONCERNS,
    ASKS,
    BRIEFINGS,
    COMPARE,
    SURVEYS,
    OPINIONS,
    ACCURACY,
    URGENT,
    INBOX,
    WORDS,
    RELEASES,
    IMPORT,
    PARTNERS,
    QUESTIONNAIRES,
    QUESTIONS,
    THEMES,
    ACCOUNTS,
    DEPARTMENT,
    RETENTION,
    LANGUAGES,
    AUDIT,
)


DRAWN = (OVERVIEW, TRENDS, CONCERNS, COMPARE, BRIEFINGS, SURVEYS, OPINIONS)
"""Screens of charts, which cost far more than any other."""


def open_to(actor: Actor) -> tuple[Screen, ...]:
    """The screens ``actor`` may open, in the order of the table."""
    return tuple(screen for screen in ALL if actor.may(screen.permission))


STARTS = {Role.COMMAND: OVERVIEW, Role.OUTREACH: MEETINGS}
"""Where those begin their day who may open many screens."""


def landing(actor: Actor) -> Screen:
    """Where someone starts after signing in: a screen that is not for everybody."""
    start = STARTS.get(actor.role) if actor.role else None
    if start is not None and actor.may(start.permission):
        return start
    mine = (screen for screen in open_to(actor) if not Actor.visitor().may(screen.permission))
    return next(mine, HOME)
