"""All tables, in one place for the migrations to see."""

from db.models.accounts import Account, AccountPermission, SignInSession, ThrottleCount
from db.models.audit import AuditEntry, AuditHead
from db.models.counts import ALL, NONE, ConcernCount, FiguresVersion, SentimentCount
from db.models.department import Department, SetupLink
from db.models.districts import District
from db.models.feedback import Feedback, Question, QuestionVersion, Source
from db.models.inbox import Assignment, Correction, Note
from db.models.readings import FeedbackConcern, Reading
from db.models.releases import Release
from db.models.themes import Theme, ThemeDefinition, ThemeVersion
from db.models.uploads import Upload
from db.models.work import UnreadFeedback

__all__ = [
    "ALL",
    "NONE",
    "Account",
    "AccountPermission",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "ConcernCount",
    "Correction",
    "Department",
    "District",
    "Feedback",
    "FeedbackConcern",
    "FiguresVersion",
    "Note",
    "Question",
    "QuestionVersion",
    "Reading",
    "Release",
    "SentimentCount",
    "SetupLink",
    "SignInSession",
    "Source",
    "Theme",
    "ThemeDefinition",
    "ThemeVersion",
    "ThrottleCount",
    "UnreadFeedback",
    "Upload",
]
