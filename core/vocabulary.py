"""The closed lists of words that tables, services and screens share."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is here to do; the rights of each are in ``services/access.py``."""

    OUTREACH = "outreach"
    COMMAND = "command"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"
    PARTNER = "partner"


class Sentiment(StrEnum):
    """The feeling a text expresses, as a reader understood it.

    ``UNCERTAIN``: it was read, and the reader cannot tell. ``NOT_READ``: no reader knows the
    language. Neither is neutral.
    """

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    MIXED = "mixed"
    UNCERTAIN = "uncertain"
    NOT_READ = "not read"


class SourceKind(StrEnum):
    """How a source's feedback came to us. Kinds, and sources, are never pooled in one figure."""

    FORM = "form"
    IMPORT = "import"
    SAMPLE = "sample"


class UploadState(StrEnum):
    """How far a file has come that somebody brings in by hand."""

    UPLOADED = "uploaded"
    TO_CHECK = "to check"
    CHECKED = "checked"
    TO_IMPORT = "to import"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class InboxState(StrEnum):
    """Which pieces of the inbox somebody asks for. ``MINE``, ``NOBODYS`` and ``LATE`` wait as well.

    ``TO_TRIAGE`` is for those with the right to triage; to others it is empty.
    """

    WAITS = "waits"
    MINE = "mine"
    NOBODYS = "nobody's"
    LATE = "late"
    TO_TRIAGE = "to triage"
    LOOKED_AT = "looked at"
    ALL = "all"


class EventState(StrEnum):
    """How far a meeting has come. Only a draft is unknown to the public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    CLOSED = "closed"


class AgendaState(StrEnum):
    """Whether an item stands on the agenda; residents' proposals wait for an answer."""

    PROPOSED = "proposed"
    ON = "on"
    DECLINED = "declined"


class NoticeKind(StrEnum):
    """What a message to one person is about."""

    CONFIRMATION = "confirmation"
    WAITLIST = "waitlist"
    OFFER = "offer"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"
    INVITATION = "invitation"
    THANKS = "thanks"
    RESULTS = "results"
    NEED_ANSWERED = "need answered"
    FOLLOW = "follow"
    CLOSING = "closing"
    ANSWER_WAITS = "answer waits"
    URGENT = "urgent"
    SURVEY = "survey"
    BRIEFING = "briefing"


class NoticeState(StrEnum):
    """Where a message stands. ``DROPPED``: what it would have said was no longer so."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class CommitmentState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not done"
    HANDED_OVER = "handed over"
    REOPENED = "reopened"


class ThemeChange(StrEnum):
    """What was done to the list of themes. ``SHIPPED``: it, or a better one, came to us."""

    SHIPPED = "shipped"
    ADDED = "added"
    RENAMED = "renamed"
    CHANGED = "changed"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


class Grain(StrEnum):
    """How finely time is told in a series of figures."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Rating(StrEnum):
    """What a resident may rate from 1 to 5 beside their words."""

    VOICE = "voice"
    RESPECT = "respect"
    FAIRNESS = "fairness"
    TRUST = "trust"
    SAFETY = "safety"


class Permission(StrEnum):
    """One right each; ``services/access.py`` gives them to roles, or to people by name."""

    READ_PUBLIC_PAGES = "public.read"
    GIVE_FEEDBACK = "feedback.give"
    REPLY_TO_EVENTS = "events.reply"
    PLAN_EVENTS = "events.plan"
    KEEP_COMMITMENTS = "commitments.keep"
    READ_RELEASES = "releases.read"
    RELEASE_FIGURES = "figures.release"
    READ_FIGURES = "figures.read"
    READ_FEEDBACK = "feedback.read"
    HANDLE_FEEDBACK = "feedback.handle"
    TRIAGE_COMPLAINTS = "complaints.triage"
    EDIT_QUESTIONS = "questions.edit"
    EDIT_THEMES = "themes.edit"
    EDIT_ACCOUNTS = "accounts.edit"
    EDIT_DEPARTMENT = "department.edit"
    READ_AUDIT = "audit.read"
    SIGN_TRANSLATIONS = "translations.sign"
    BRING_IN_RECORDS = "records.import"
    DO_WORK = "work.do"


class AuditAction(StrEnum):
    """What an audit entry can say was done."""

    FEEDBACK_READ = "feedback read"
    FEEDBACK_TRIAGED = "feedback triaged"
    FEEDBACK_LOOKED_AT = "feedback looked at"
    FEEDBACK_PUT_BACK = "feedback put back"
    FEEDBACK_ASSIGNED = "feedback assigned"
    FEEDBACK_CORRECTED = "feedback corrected"
    FEEDBACK_ABOUT = "feedback about somebody"
    NOTE_ADDED = "note added"
    ANSWERED = "answered"
    QUOTE_MASKED = "quote masked"
    QUOTE_RELEASED = "quote released"
    QUOTE_TAKEN_OFF = "quote taken off"
    FEEDBACK_CHANGED = "feedback changed"
    FEEDBACK_WITHDRAWN = "feedback withdrawn"
    FEEDBACK_ERASED = "feedback erased"
    URGENT_HANDLED = "urgent handled"
    HOLD_PLACED = "hold placed"
    HOLD_LIFTED = "hold lifted"
    RETENTION_CHANGED = "retention changed"
    RESOURCE_CHANGED = "resource changed"
    QUESTION_CHANGED = "question changed"
    THEMES_CHANGED = "themes changed"
    CONCERN_DISMISSED = "concern dismissed"
    ACCOUNT_ADDED = "account added"
    ACCOUNT_DISABLED = "account disabled"
    ACCOUNT_ENABLED = "account enabled"
    PASSWORD_RESET = "password reset"  # noqa: S105 -- the name of an action, not a password
    PASSWORD_CHANGED = "password changed"  # noqa: S105 -- the same
    ROLE_CHANGED = "role changed"
    CHAIN_CHANGED = "chain changed"
    RIGHT_GIVEN = "right given"
    RIGHT_TAKEN = "right taken"
    SIGNED_IN = "signed in"
    DEPARTMENT_SET_UP = "department set up"
    DEPARTMENT_CHANGED = "department changed"
    RECORDS_IMPORTED = "records imported"
    SAMPLE_REMOVED = "sample removed"
    FIGURES_RELEASED = "figures released"
    FILE_UPLOADED = "file uploaded"
    SURVEY_CHANGED = "survey changed"
    CARDS_MADE = "contact cards made"
    EVENT_PLANNED = "event planned"
    EVENT_CHANGED = "event changed"
    TEMPLATE_CHANGED = "template changed"
    SERIES_CHANGED = "series changed"
    PARTNER_CHANGED = "partner changed"
    NEED_ANSWERED = "need answered"
    COMMITMENT_CHANGED = "commitment changed"
    TRANSLATION_SIGNED = "translation signed"
    BRIEFING_SCHEDULED = "briefing scheduled"
    WORDS_SEARCHED = "words searched"
