"""Slowing down whoever guesses, without remembering who they are for longer than a day."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import Permission
from db.models import ThrottleCount
from db.queries.upserts import insert_into
from services.access import require


class TooManyTriesError(CommonGroundError):
    message = "There were too many tries. Wait {minutes} minutes, then try again."


@dataclass(frozen=True)
class Limit:
    """At most ``tries`` within ``window`` for one ``what``."""

    what: str
    tries: int
    window: timedelta


def spend(
    session: Session, actor: Actor, *, limit: Limit, who: str, keys: Keys, now: datetime
) -> None:
    """Count one try by ``who``, and refuse it where there were too many.

    Counted before the thing is tried and in a transaction of its own, so that neither tries that
    arrive together nor a refusal later on are lost to the count.
    """
    require(actor, Permission.READ_PUBLIC_PAGES)
    session.execute(delete(ThrottleCount).where(ThrottleCount.ends_at <= now))
    fresh = insert_into(session, ThrottleCount).values(
        bucket=_bucket(limit, who, keys, now), tries=1, ends_at=now + limit.window
    )
    counted = fresh.on_conflict_do_update(
        index_elements=["bucket"], set_={"tries": ThrottleCount.tries + 1}
    ).returning(ThrottleCount.tries, ThrottleCount.ends_at)
    tries, ends_at = session.execute(counted).one()
    if tries > limit.tries:
        raise TooManyTriesError(minutes=max(1, math.ceil((ends_at - now).total_seconds() / 60)))


def forget(
    session: Session, actor: Actor, *, limit: Limit, who: str, keys: Keys, now: datetime
) -> None:
    """Start the count of ``who`` again, after they proved that they are no guesser."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    session.execute(
        delete(ThrottleCount).where(ThrottleCount.bucket == _bucket(limit, who, keys, now))
    )


def _bucket(limit: Limit, who: str, keys: Keys, now: datetime) -> bytes:
    # The day is part of the key: from one day to the next nobody, we included, can tell that two
    # buckets belonged to the same address.
    salt = hmac.digest(keys.throttle, now.date().isoformat().encode(), hashlib.sha256)
    return hmac.digest(salt, f"{limit.what}\x00{who}".encode(), hashlib.sha256)
