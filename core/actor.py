"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from core.vocabulary import Permission, Role


@dataclass(frozen=True)
class Actor:
    """A person or program and what they may do, as ``services/access.py`` worked it out."""

    permissions: frozenset[Permission]
    account_id: int | None = None
    name: str = ""
    role: Role | None = None

    @classmethod
    def visitor(cls) -> Self:
        """Anyone who has not signed in: may read public pages, leave feedback and say they come."""
        return cls(
            frozenset(
                {
                    Permission.READ_PUBLIC_PAGES,
                    Permission.GIVE_FEEDBACK,
                    Permission.REPLY_TO_EVENTS,
                }
            )
        )

    @classmethod
    def operator(cls) -> Self:
        """Whoever may run commands on the machine, and the worker they started."""
        return cls(frozenset(Permission), name="command line")

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
