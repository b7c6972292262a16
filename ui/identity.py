"""From ``st.user`` to an actor. Nothing else reads ``st.user``."""

from __future__ import annotations

from datetime import datetime

import streamlit as st
from sqlalchemy.orm import Session

from core.actor import Actor
from services import sign_ins


def actor(session: Session, now: datetime) -> Actor:
    """The person behind the handle that ``web/security.py`` found in the cookie."""
    handle = st.user.get("session")
    if not isinstance(handle, str):
        return Actor.visitor()
    return sign_ins.actor_of(session, Actor.visitor(), handle=handle, now=now)
