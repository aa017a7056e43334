"""How much the loudness of an answer's speech moves, in decibels; how loud it is depends on the microphone alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from inference.types import LoudnessTrack, Span

WINDOW_MS = 500.0
"""Loudness is compared over stretches of this length, some two syllables: single sounds differ by 20 dB."""

MIN_WINDOWS = 6
"""Fewer (three seconds of speech) do not describe how loudness moves."""

PERCENTILES = (10, 90)
"""The range lies between these percentiles, so that a knock or a swallowed word does not stretch it."""


def loudness_summary(track: LoudnessTrack, speech: Sequence[Span]) -> tuple[float | None, float | None]:
    """Give the range in dB and the mean change from one half second of speech to the next in dB.

    Only whole half seconds inside stretches of speech count. Both are differences, so the microphone's gain drops out;
    a gain that the device controls itself makes both smaller.
    """
    levels = np.array([level for span in speech for level in _levels(track, span)])
    if len(levels) < MIN_WINDOWS:
        return None, None
    low, high = np.percentile(levels, PERCENTILES)
    return round(float(high - low), 1), round(float(np.abs(np.diff(levels)).mean()), 1)


def _levels(track: LoudnessTrack, span: Span) -> Iterator[float]:
    """Give the level in dB of every whole window of a stretch: the mean of the power in it."""
    size = round(WINDOW_MS / track.step_ms)
    first, last = -int(-span.start_ms // track.step_ms), int(span.end_ms // track.step_ms)
    for start in range(first, min(last, len(track.decibels)) - size + 1, size):
        power: npt.NDArray[np.float64] = 10.0 ** (np.array(track.decibels[start : start + size]) / 10.0)
        yield float(10.0 * np.log10(power.mean()))
