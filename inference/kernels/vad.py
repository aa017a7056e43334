"""Framing for the voice-activity model: windows with context, and chunks of long recordings."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
WINDOW = 512
"""Samples that one probability stands for (32 ms)."""

CONTEXT = 64
"""Samples of the window before that the model also sees."""

WINDOW_MS = 1000.0 * WINDOW / SAMPLE_RATE


class Chunk(NamedTuple):
    """A stretch of a long recording, in samples, and how many of its first windows are only there to warm up."""

    start: int
    stop: int
    warm_windows: int


def frames(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Cut `samples` [n] into windows [ceil(n / 512), 576], each led by the last 64 samples of the one before.

    The first window is led by silence; the last is filled up with silence.
    """
    count = -(-samples.size // WINDOW)
    padded = np.zeros(CONTEXT + count * WINDOW, np.float32)
    padded[CONTEXT : CONTEXT + samples.size] = samples
    every = np.lib.stride_tricks.sliding_window_view(padded, CONTEXT + WINDOW)
    return np.ascontiguousarray(every[::WINDOW])


def chunks(length: int, size: int, warm: int) -> list[Chunk]:
    """Cover `length` samples with stretches of `size` samples, each led by `warm` samples already covered.

    The model's memory fades within a second or two, so a stretch that starts `warm` samples early gives what the
    whole recording would. `size` and `warm` are rounded down to whole windows.
    """
    size, warm = max(size // WINDOW, 1) * WINDOW, warm // WINDOW * WINDOW
    starts = range(0, length, size)
    return [
        Chunk(max(start - warm, 0), min(start + size, length), (start - max(start - warm, 0)) // WINDOW)
        for start in starts
    ]
