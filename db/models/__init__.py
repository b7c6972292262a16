"""All tables, in one place for the migrations to see."""

from db.models.accounts import (
    Account,
    AccountPermission,
    ReportingLine,
    SignInSession,
    ThrottleCount,
)
from db.models.audit import AuditEntry, AuditHead
from db.models.briefings import Briefing, BriefingReader, BriefingSchedule
from db.models.commitments import (
    Commitment,
    CommitmentDispute,
    CommitmentFeedback,
    CommitmentStep,
)
from db.models.contact_cards import ContactCard
from db.models.contacts import Contact, FeedbackContact, Follow
from db.models.copies import CopyBand, TextCopy, TextGroup
from db.models.counts import ALL, NONE, ConcernCount, FiguresVersion, SentimentCount
from db.models.department import Department, SetupLink
from db.models.districts import District
from db.models.events import (
    AgendaItem,
    CalendarDay,
    Event,
    EventDistrict,
    EventKind,
    EventPartner,
    EventTemplate,
    Series,
    Venue,
)
from db.models.feedback import Feedback, Question, QuestionVersion, Source
from db.models.inbox import Assignment, Correction, Note
from db.models.languages import CatalogueReview
from db.models.messages import AnswerTemplate, Message
from db.models.notices import Notice
from db.models.officers import NamedOfficer, NameSearch
from db.models.opinions import Conversation, OpinionFigures, Statement, Vote
from db.models.partners import Partner
from db.models.quotes import PublicQuote
from db.models.readings import FeedbackConcern, Reading
from db.models.releases import Release
from db.models.resources import Resource
from db.models.retention import LegalHold, RetentionClass
from db.models.rsvps import CheckIn, Need, Rsvp
from db.models.surveys import (
    InstrumentVersion,
    PopulationShare,
    RecentlyInvited,
    Survey,
    SurveyFigures,
    SurveyResponse,
)
from db.models.themes import (
    NewConcern,
    NewConcernSearch,
    RetagPart,
    Theme,
    ThemeDefinition,
    ThemeVersion,
    UntaggedFeedback,
)
from db.models.uploads import Upload
from db.models.work import UnreadFeedback

__all__ = [
    "ALL",
    "NONE",
    "Account",
    "AccountPermission",
    "AgendaItem",
    "AnswerTemplate",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Briefing",
    "BriefingReader",
    "BriefingSchedule",
    "CalendarDay",
    "CatalogueReview",
    "CheckIn",
    "Commitment",
    "CommitmentDispute",
    "CommitmentFeedback",
    "CommitmentStep",
    "ConcernCount",
    "Contact",
    "ContactCard",
    "Conversation",
    "CopyBand",
    "Correction",
    "Department",
    "District",
    "Event",
    "EventDistrict",
    "EventKind",
    "EventPartner",
    "EventTemplate",
    "Feedback",
    "FeedbackConcern",
    "FeedbackContact",
    "FiguresVersion",
    "Follow",
    "InstrumentVersion",
    "LegalHold",
    "Message",
    "NameSearch",
    "NamedOfficer",
    "Need",
    "NewConcern",
    "NewConcernSearch",
    "Note",
    "Notice",
    "OpinionFigures",
    "Partner",
    "PopulationShare",
    "PublicQuote",
    "Question",
    "QuestionVersion",
    "Reading",
    "RecentlyInvited",
    "Release",
    "ReportingLine",
    "Resource",
    "RetagPart",
    "RetentionClass",
    "Rsvp",
    "SentimentCount",
    "Series",
    "SetupLink",
    "SignInSession",
    "Source",
    "Statement",
    "Survey",
    "SurveyFigures",
    "SurveyResponse",
    "TextCopy",
    "TextGroup",
    "Theme",
    "ThemeDefinition",
    "ThemeVersion",
    "ThrottleCount",
    "UnreadFeedback",
    "UntaggedFeedback",
    "Upload",
    "Venue",
    "Vote",
]
