"""Links in mails: each good for one purpose and until one moment, and never a receipt.

Nothing of them is stored: a keyed hash over purpose, subject and end shows that we made them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import CommonGroundError

PROOF_LIVES = timedelta(hours=1)
"""How long a page that a receipt opened may act for its owner, without the six words."""

_TAG_BYTES = 16
_BODY_BYTES = 12  # a subject's id and the second it ends


class LinkPurpose(StrEnum):
    """What a link may do, and nothing else."""

    CONFIRM_FOLLOW = "confirm follow"
    UNFOLLOW = "unfollow"
    CLAIM_PLACE = "claim place"
    CHANGE_REPLY = "change reply"
    STOP_REMINDERS = "stop reminders"
    DISPUTE = "dispute"
    DISPUTE_BY_FEEDBACK = "dispute by feedback"
    OPEN_THREAD = "open thread"
    CONTACT_CARD = "contact card"
    SURVEY_DRAFT = "survey draft"
    SURVEY_INVITATION = "survey invitation"
    VOTER = "voter"


class LinkError(CommonGroundError):
    message = (
        "This link is too old, or not whole. Copy all of it from the message, "
        "or come back with your receipt."
    )


def token(purpose: LinkPurpose, subject: int, *, until: datetime, key: bytes) -> str:
    """A token for ``subject`` (a row's id), good until ``until``; letters that fit a URL."""
    body = subject.to_bytes(8) + int(until.timestamp()).to_bytes(4)
    return _text(body + _tag(purpose, body, key))


def subject_of(text: str, purpose: LinkPurpose, *, now: datetime, key: bytes) -> int:
    """The id that ``token`` was made for; refused where purpose, end or a single letter differs."""
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise LinkError from error
    if _text(whole) != text:  # the last letter has bits that say nothing: one token, one text
        raise LinkError
    body, tag = whole[:_BODY_BYTES], whole[_BODY_BYTES:]
    if not hmac.compare_digest(tag, _tag(purpose, body, key)):
        raise LinkError
    if now.timestamp() >= int.from_bytes(body[8:]):
        raise LinkError
    return int.from_bytes(body[:8])


def _text(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _tag(purpose: LinkPurpose, body: bytes, key: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b"\x00" + body, hashlib.sha256)[:_TAG_BYTES]
