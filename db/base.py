"""What every table shares: names for constraints, and types for words, instants and ids."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite forgets zones; this puts UTC back and refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _words(enum: type[Any]) -> list[str]:
    return [member.value for member in enum]


def growing(words: type[enum.Enum]) -> Enum:
    """A column for a list of words that grows with every feature: no CHECK to change each time."""
    return Enum(
        words, native_enum=False, create_constraint=False, length=40, values_callable=_words
    )


class Base(DeclarativeBase):
    """The parent of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        date: Date(),
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        enum.Enum: Enum(
            enum.Enum, native_enum=False, create_constraint=True, length=40, values_callable=_words
        ),
    }


def random_id() -> int:
    """An id that tells neither when a row was written nor what came before it: 62 random bits."""
    return secrets.randbits(62)


# SQLite keeps rows in the order of an INTEGER key, so with a random key nothing in the file says
# in which order people wrote. Elsewhere the same column is a BIGINT.
RandomId = Annotated[
    int,
    mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
]
BigId = BigInteger().with_variant(Integer(), "sqlite")
