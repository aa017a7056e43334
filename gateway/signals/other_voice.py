"""Whether the pitch of the voice lies on two levels, as when a second person speaks. A hint, and no more than that.

The fundamental frequency is taken in semitones, 12 log2(f), in blocks of `BLOCK_MS` of voiced sound; the median of a
block sets aside single octave errors. The blocks are split in two where the variance between the halves is largest
(N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9, 1979). His measure of
separability, the share of the variance that lies between the halves, is 0.64 for a normal distribution and 0.75 for a
uniform one: above that there are two levels and no slope.

What it cannot do: two voices of like pitch are one to it, and one person who grows loud, laughs, imitates somebody or
moves the microphone may be two. It needs at least `MIN_BLOCKS` blocks on either side, some six seconds of voiced sound.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gateway.domain.integrity import Stretch
from inference.types import PitchTrack

Series = npt.NDArray[np.float64]

BLOCK_MS = 2000
MIN_BLOCKS = 3
"""So many blocks in a row make a voice that lasts: an exclamation is shorter."""

MIN_SEMITONES = 5.0
"""The two levels lie at least this far apart.

The means of men's and women's voices, near 120 and 210 Hz, are some ten semitones apart (H. Traunmueller and A.
Eriksson, "The frequency range of the voice fundamental in the speech of male and female adults", 1995). How far one
speaker's blocks wander by themselves we have not measured on a body of interviews; half of those ten is our choice.
"""

MIN_SEPARABILITY = 0.8


class OtherVoice(Struct, frozen=True, kw_only=True):
    """Where the rarer of the two levels was heard for long, and how many semitones it lies from the other."""

    stretches: tuple[Stretch, ...]
    semitones: float


def other_voice(pitch: PitchTrack) -> OtherVoice | None:
    """Find a second level of pitch that lasts; `None` where there is one level only, or too little sound."""
    starts, ends, levels = _blocks(pitch)
    if len(levels) < 2 * MIN_BLOCKS:
        return None
    threshold, separability = _split(levels)
    high = levels > threshold
    apart = float(np.median(levels[high]) - np.median(levels[~high])) if high.any() and not high.all() else 0.0
    if apart < MIN_SEMITONES or separability < MIN_SEPARABILITY:
        return None
    rarer = high if high.sum() * 2 <= len(high) else ~high
    if min(rarer.sum(), (~rarer).sum()) < MIN_BLOCKS:
        return None
    found = tuple(Stretch(int(starts[first]), int(ends[last])) for first, last in _lasting(rarer))
    return OtherVoice(stretches=found, semitones=round(apart, 1)) if found else None


def _blocks(pitch: PitchTrack) -> tuple[Series, Series, Series]:
    """Give start, end (ms) and median pitch (semitones above 1 Hz) of the whole blocks of voiced sound, in order."""
    hertz = np.asarray(pitch.hertz, dtype=np.float64)
    voiced = np.flatnonzero(hertz > 0.0)
    size = max(round(BLOCK_MS / pitch.step_ms), 1)
    count = len(voiced) // size
    frames = voiced[: count * size].reshape(count, size)
    levels: Series = np.median(12.0 * np.log2(hertz[frames]), axis=1) if count else np.zeros(0)
    times: Series = np.asarray(frames, dtype=np.float64) * pitch.step_ms
    return times[:, 0], times[:, -1] + pitch.step_ms, levels


def _split(levels: Series) -> tuple[float, float]:
    """Give the threshold with the largest variance between the halves, and its share of the whole variance."""
    total = float(np.var(levels))
    ordered = np.sort(levels)
    if total == 0.0:
        return float(ordered[0]), 0.0
    below = np.arange(1, len(ordered)) / len(ordered)
    lower = np.cumsum(ordered)[:-1] / np.arange(1, len(ordered))
    upper = (ordered.sum() - np.cumsum(ordered)[:-1]) / np.arange(len(ordered) - 1, 0, -1)
    between = below * (1.0 - below) * (upper - lower) ** 2
    best = int(np.argmax(between))
    return float((ordered[best] + ordered[best + 1]) / 2), float(between[best] / total)


def _lasting(rarer: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Give the first and last block of every run that is long enough."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], rarer, [False]])))
    for first, end in edges.reshape(-1, 2):
        if end - first >= MIN_BLOCKS:
            yield int(first), int(end) - 1
