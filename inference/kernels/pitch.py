"""Framing for the pitch model, and when a frame counts as voiced."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
HOP = 256
STEP_MS = 1000.0 * HOP / SAMPLE_RATE
"""Time between two values: 16 ms."""

SPEECH_HERTZ = (60.0, 500.0)
"""Range of fundamental frequencies looked for: low men's to high women's speaking voices."""

VOICED = 0.5
"""The model's confidence is calibrated so that a frame is voiced from here on."""

SILENCE_PEAK = 1e-3
"""Quieter frames are unvoiced whatever the model says: on digital silence it answers at random."""

LEFT_FRAMES = 11
RIGHT_FRAMES = 10
"""Neighbours that a value depends on (a window of 2,048 samples and seven frames each way)."""

SHORTEST = 4 * HOP
"""Fewer samples than this are filled up with silence."""


class Chunk(NamedTuple):
    """A stretch of a long recording in samples; of its values, `skip` belong to the one before, then `keep` count."""

    start: int
    stop: int
    skip: int
    keep: int


def frame_count(length: int) -> int:
    """Give the number of values for `length` samples: one for every begun hop."""
    return -(-length // HOP)


def next_chunk(first: int, length: int, size: int, whole: bool) -> Chunk | None:
    """Give the stretch whose values begin with the `first` (a multiple of `size` in hops), once it can be computed.

    `length` samples have been heard so far; with `whole` there will be no more. A stretch sees all that its values
    depend on, and lies at the same place however the recording comes. `None`: more must be heard, or all is done.
    """
    step = max(size // HOP, 1)
    last = min(first + step, frame_count(length)) if whole else first + step
    needed = (last + RIGHT_FRAMES) * HOP
    if last <= first or (not whole and needed > length):
        return None
    left = max(first - LEFT_FRAMES, 0)
    return Chunk(left * HOP, min(needed, length), first - left, last - first)


def prepare(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Fill `samples` [n] up to whole hops with silence, and at least to `SHORTEST`."""
    wanted = max(frame_count(samples.size) * HOP, SHORTEST)
    return np.pad(samples, (0, wanted - samples.size))


def quiet(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Say for each hop of `samples` [hops * 256] whether it and its neighbours are silent; shape [hops]."""
    peak = np.abs(samples.reshape(-1, HOP)).max(axis=1)
    around = np.maximum(peak, np.maximum(np.append(peak[1:], 0.0), np.append(0.0, peak[:-1])))
    return np.asarray(around < SILENCE_PEAK)


def voiced(hertz: npt.NDArray[np.float32], confidence: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Keep the pitch where the voice is voiced and within the range of speech, else 0.0; shape [t]."""
    low, high = SPEECH_HERTZ
    good = (confidence >= VOICED) & (hertz >= low) & (hertz <= high)
    return np.where(good, hertz, np.float32(0.0)).astype(np.float32)
