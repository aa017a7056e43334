"""Evens out how loud recordings are, knowing only what has been heard so far."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

BLOCK = 512
BLOCK_MS = BLOCK / 16.0
"""Samples that share one gain (32 ms); equal to the voice-activity model's window."""

USUAL_PEAK = 0.4
MOST_GAIN = 31.6
"""30 dB: a silent room stays one."""

HOLD = 4
"""Blocks that a sound must last (128 ms) to count as the level: a knock does not."""

RELEASE = 0.5 ** (BLOCK / 16_000 / 30.0)
"""What is left of the level a block later: it halves in 30 s of silence."""


class Leveller:
    """Brings a quiet recording up to the loudness of others, block by block; leaves others as they are.

    A detector of speech misses words below about -40 dB. The level is the highest peak that lasted `HOLD` blocks,
    forgotten slowly; the gain brings it to `USUAL_PEAK`, never lowers, and gives way at once to louder sound. A block's
    gain depends on it and on earlier blocks alone, so it does not matter how a recording is cut into calls.
    """

    def __init__(self) -> None:
        self._level = 0.0
        self._recent = [0.0] * (HOLD - 1)

    def add(self, samples: Samples) -> Samples:
        """Take the next samples [n] and give them louder. Only the last call may bring a part of a block."""
        blocks = -(-samples.size // BLOCK)
        padded = np.zeros(blocks * BLOCK, np.float32)
        padded[: samples.size] = samples
        rows = padded.reshape(blocks, BLOCK)
        gains = np.array([self._gain(peak) for peak in np.abs(rows).max(axis=1, initial=0.0).tolist()], np.float32)
        louder = np.clip(rows * gains[:, None], -1.0, 1.0).reshape(-1)[: samples.size]
        return np.asarray(louder, dtype=np.float32)

    def _gain(self, peak: float) -> float:
        last = [*self._recent, peak]
        self._recent = last[1:]
        self._level = max(min(last), self._level * RELEASE)
        return min(max(USUAL_PEAK / max(self._level, *last, 1e-9), 1.0), MOST_GAIN)


SILENCE_DB = -100.0
"""The level of digital silence, and the lowest there is."""


def decibels(power: Samples) -> list[float]:
    """Give mean squares, as of `power`, in dB relative to full scale, to one decimal."""
    floor = 10.0 ** (SILENCE_DB / 10.0)
    levels = 10.0 * np.log10(np.maximum(power.astype(np.float64), floor))
    return [round(level, 1) for level in levels.tolist()]


def power(samples: Samples, step: int = BLOCK) -> Samples:
    """Give the mean square of every `step` samples of `samples` [n], the last filled up with silence."""
    count = -(-samples.size // step)
    padded = np.zeros(count * step, np.float32)
    padded[: samples.size] = samples
    return np.asarray(np.square(padded.reshape(count, step)).mean(axis=1), dtype=np.float32)
