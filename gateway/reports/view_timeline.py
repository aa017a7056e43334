"""A timeline as it is laid out on the page."""

from __future__ import annotations

from msgspec import Struct


class PlacedMark(Struct, frozen=True, kw_only=True):
    """A mark on a timeline: `x` and `width` in percent of it, `y` in pixels; the rest as in `timeline.TimelineMark`."""

    x: float
    width: float
    y: int
    ms: int
    kind: str
    tone: str
    label: str
    time: str
    anchor: str
    play: str


class TimelineView(Struct, frozen=True, kw_only=True):
    """A timeline: `height` of the whole and `track`, the middle of its line, in pixels from the top."""

    marks: tuple[PlacedMark, ...]
    height: int
    track: int
    duration: str
    duration_ms: int
