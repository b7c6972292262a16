"""Staff accounts, what each person was given beyond their role, and who is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import Permission, Role
from db.base import Base, growing


class Account(Base):
    """A member of staff. A disabled account stays, so that the audit keeps its name.

    ``known_as``: the names and badge numbers residents may use for them, one to a line.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        {"sqlite_autoincrement": True},  # the audit outlives an account; its id is not given again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    role: Mapped[Role]
    password_hash: Mapped[str]
    password_is_temporary: Mapped[bool]
    added_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    known_as: Mapped[str] = mapped_column(default="", server_default="")


class ReportingLine(Base):
    """Whom an account reports to; no row, nobody. A table of its own: SQLite adds no foreign key to
    a table without copying it."""

    __tablename__ = "reporting_line"
    __table_args__ = (CheckConstraint("reports_to <> account_id", name="to_another"),)

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    reports_to: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )


class AccountPermission(Base):
    """A right given to one person and not to a role."""

    __tablename__ = "account_permission"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    permission: Mapped[Permission] = mapped_column(growing(Permission), primary_key=True)


class SignInSession(Base):
    """Someone signed in somewhere; the row gone, they are signed out at their next click.

    The cookie's token is not here, only its hash. ``handle`` stands for the session inside the
    house and opens nothing from outside.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (UniqueConstraint("handle"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    handle: Mapped[str]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime]


class ThrottleCount(Base):
    """Tries within one window; ``bucket`` is a hash keyed anew daily. Rows live a day at most."""

    __tablename__ = "throttle_count"

    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
