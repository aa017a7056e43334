"""How high a voice is, and how it moves, in semitones: equal steps for high voices and low ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from inference.types import PitchTrack

Series = npt.NDArray[np.float64]

MIN_VOICED_MS = 1000
"""Pitch is described only from this much voiced sound on."""

PITCH_PERCENTILES = (10, 90)
"""The pitch range lies between these percentiles, so that octave errors at the edges do not stretch it."""

SMOOTHED = 5
"""Pitch is followed through the median of so many values (80 ms): single values jitter, and would add up."""

LEAP_SEMITONES = 6.0
"""A voice does not move this far from one value to the next (16 ms); the tracker took another octave."""


def pitch_summary(pitch: PitchTrack) -> tuple[float | None, float | None]:
    """Give the median in hertz and the range in semitones, 12 log2(p90 / p10), over the voiced frames."""
    voiced = np.array([hertz for hertz in pitch.hertz if hertz > 0.0])
    if len(voiced) * pitch.step_ms < MIN_VOICED_MS:
        return None, None
    low, high = np.percentile(voiced, PITCH_PERCENTILES)
    return round(float(np.median(voiced)), 1), round(float(12 * np.log2(high / low)), 1)


def pitch_movement(pitch: PitchTrack) -> float | None:
    """Give how far the pitch moves, up and down added, in semitones for each second of voiced sound.

    That is the length of the pitch's way over its duration (the "trajectory" of P. Mertens, "The Prosogram", Speech
    Prosody 2004), without the steps between voiced stretches. In Chinese it holds the tones as well.
    """
    ways = [_way(run) for run in _runs(pitch)]
    seconds = sum(count for _, count in ways) * pitch.step_ms / 1000
    if seconds * 1000 < MIN_VOICED_MS:
        return None
    return round(sum(way for way, _ in ways) / seconds, 1)


def _runs(pitch: PitchTrack) -> Iterator[Series]:
    """Give the semitones of every voiced stretch that is long enough to be smoothed."""
    hertz = np.array([0.0, *pitch.hertz, 0.0])
    edges = np.flatnonzero(np.diff((hertz > 0.0).astype(np.int8)))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - start >= SMOOTHED:
            yield 12.0 * np.log2(hertz[start + 1 : stop + 1])


def _way(semitones: Series) -> tuple[float, int]:
    """Give how far the smoothed pitch of a stretch goes, and through how many steps."""
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(semitones, SMOOTHED), axis=1)
    steps = np.abs(np.diff(smooth))
    sound = steps[steps < LEAP_SEMITONES]
    return float(sound.sum()), len(sound)
