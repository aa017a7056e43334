"""An interview whose report cannot be made now: noted, so that people see it and the box tries ever more rarely."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

STALLED: Final = "stalled"
"""The step under which stalls are kept for an interview; the latest counts."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


class Stall(Struct, frozen=True, kw_only=True):
    """The `attempt`-th time, counted from 1, that the report could not be made. `problem` is the error's code."""

    problem: str
    attempt: int
    at: datetime

    @property
    def until(self) -> datetime:
        """When it shall be tried again: after twice the time at each attempt, up to an hour."""
        doubled: timedelta = FIRST_WAIT * 2 ** min(self.attempt - 1, 16)
        return self.at + min(doubled, LONGEST_WAIT)
