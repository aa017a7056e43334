"""The real clock and the real maker of identifiers."""

from __future__ import annotations

from datetime import UTC, datetime

import uuid_utils


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> datetime:
        """Give the present moment, in UTC."""
        return datetime.now(UTC)


class Uuid7Ids:
    """Makes UUIDv7 strings."""

    def new(self) -> str:
        """Give a new UUIDv7; later ones sort after earlier ones."""
        return str(uuid_utils.uuid7())
