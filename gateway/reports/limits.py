"""Limits that several parts of a report share."""

from __future__ import annotations

SHOWN = 0.5
"""An expected indicator counts as a strength when it was shown at least this strongly."""
