"""Keeps the part of a recording that is still needed."""

from __future__ import annotations

import numpy as np

from inference.types import Samples


class Tape:
    """The samples from some moment on; positions count from the recording's start."""

    def __init__(self) -> None:
        self._start = 0
        self._samples = np.zeros(0, np.float32)

    @property
    def stop(self) -> int:
        """How many samples have been added."""
        return self._start + self._samples.size

    def add(self, samples: Samples) -> None:
        """Put the next samples at the end."""
        self._samples = np.concatenate([self._samples, samples])

    def cut(self, start: int, stop: int) -> Samples:
        """Give the samples from `start` to `stop`; raises `IndexError` for what has been forgotten."""
        if start < self._start:
            raise IndexError(f"sample {start} has been forgotten; there is only {self._start} to {self.stop}")
        return self._samples[start - self._start : stop - self._start]

    def forget(self, before: int) -> None:
        """Drop what lies before `before`."""
        extra = min(max(before - self._start, 0), self._samples.size)
        self._samples = self._samples[extra:]
        self._start += extra
