"""Framing for the voice-activity model: windows with context, and pieces of long recordings."""

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


STATE = 128 + 128 + CONTEXT
"""Numbers that carry the model's memory from one piece of a recording to the next."""


class Memory(NamedTuple):
    """What the model remembers between windows: its two inner states [128] and the last samples heard [64]."""

    hidden: npt.NDArray[np.float32]
    cell: npt.NDArray[np.float32]
    context: npt.NDArray[np.float32]


def unpack(state: npt.NDArray[np.float32]) -> Memory:
    """Take a STATE tensor [320] apart."""
    return Memory(state[:128], state[128:256], state[256:])


def pack(memory: Memory) -> npt.NDArray[np.float32]:
    """Put a STATE tensor [320] together."""
    return np.concatenate(memory).astype(np.float32)


def frames(samples: npt.NDArray[np.float32], context: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Cut `samples` [n] into windows [ceil(n / 512), 576], each led by the last 64 samples of the one before.

    The first window is led by `context` [64]; the last is filled up with silence.
    """
    count = -(-samples.size // WINDOW)
    padded = np.zeros(CONTEXT + count * WINDOW, np.float32)
    padded[:CONTEXT] = context
    padded[CONTEXT : CONTEXT + samples.size] = samples
    every = np.lib.stride_tricks.sliding_window_view(padded, CONTEXT + WINDOW)
    return np.ascontiguousarray(every[::WINDOW])
