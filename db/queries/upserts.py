"""INSERT with ON CONFLICT, which both databases know under the same words."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import Base


def insert_into(session: Session, table: type[Base]) -> postgresql.Insert:
    """An insert into ``table`` that has ``on_conflict_do_nothing`` and ``..._do_update``."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)  # type: ignore[return-value] # the same two methods
