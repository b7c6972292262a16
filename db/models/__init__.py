"""All tables, in one place for the migrations to see."""

from db.models.accounts import Account, AccountPermission, SignInSession, ThrottleCount
from db.models.audit import AuditEntry, AuditHead
from db.models.department import Department, SetupLink
from db.models.districts import District
from db.models.feedback import Feedback, Question, QuestionVersion, Source
from db.models.readings import (
    NONE,
    ConcernCount,
    FeedbackConcern,
    Reading,
    SentimentCount,
)
from db.models.themes import Theme, ThemeDefinition, ThemeVersion
from db.models.work import UnreadFeedback

__all__ = [
    "NONE",
    "Account",
    "AccountPermission",
    "AuditEntry",
    "AuditHead",
    "ConcernCount",
    "Department",
    "District",
    "Feedback",
    "FeedbackConcern",
    "Question",
    "QuestionVersion",
    "Reading",
    "SentimentCount",
    "SetupLink",
    "SignInSession",
    "Source",
    "Theme",
    "ThemeDefinition",
    "ThemeVersion",
    "ThrottleCount",
    "UnreadFeedback",
]
