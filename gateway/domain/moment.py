"""Points in time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta

Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""A point in time with its time zone; one without is refused where values are read."""
