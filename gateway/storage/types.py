"""Column types: how values of the domain lie in a database, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A point in time, kept and given in UTC. SQLite has no time zones; there it lies as UTC without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give `value` in UTC; refuse one without a zone, whose meaning nobody knows."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value}")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give what the database returned, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[StrEnum]):
    """A member of an enumeration, by its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Give the member's value."""
        return self.kind(value).value if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give the member."""
        return self.kind(value) if value is not None else None


class Document(TypeDecorator[Any]):
    """A value of the domain as JSON text, checked against its type when it is read."""

    impl = Text
    cache_ok = False

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a type, or a generic such as tuple[Question, ...]
        super().__init__()
        self.decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(kind)

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Give the JSON."""
        return msgspec.json.encode(value).decode() if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """Give the value; raises `msgspec.ValidationError` when what is stored no longer fits the type."""
        return self.decoder.decode(value) if value is not None else None
