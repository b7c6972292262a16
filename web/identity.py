"""From the session's cookie to an actor, for our own routes; screens have ``ui/identity.py``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from core.actor import Actor
from services import sign_ins


def actor(session: Session, token: str, now: datetime) -> Actor:
    """The person whom the cookie's ``token`` stands for; a visitor, where it stands for nobody."""
    visitor = Actor.visitor()
    handle = sign_ins.handle_of(session, visitor, token=token, now=now)
    return sign_ins.actor_of(session, visitor, handle=handle, now=now)
