"""How an answer was delivered: what stands behind the figures of `VoiceSignals`."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class PausePlace(StrEnum):
    """Where in what was said a pause lies."""

    BETWEEN = "between"  # between two sentences
    WITHIN = "within"  # inside a sentence


class Pause(Struct, frozen=True):
    """A silence inside an answer; `place` is `None` where the recogniser wrote no signs that end sentences."""

    start_ms: int
    end_ms: int
    place: PausePlace | None = None
