"""What is usual for a person in one answer, and for how long something was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Series = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MAX_STEP_MS = 500
"""Samples further apart say nothing about what was between."""

DEVIATIONS = 2.5
"""Away from the usual: by so many deviations, as C. Leys et al. propose ("Detecting outliers", 2013)."""

NORMAL = 1.4826
"""Times the median absolute deviation this is the standard deviation, were the values spread normally."""

_WINDOW = 3


class Usual(Struct, frozen=True):
    """The median of a person's values, and how far they usually spread: 1.4826 times the median absolute deviation."""

    middle: float
    spread: float

    def above(self, least: float) -> float:
        """Give the value from which on one is above the usual, by `least` at any rate."""
        return self.middle + max(DEVIATIONS * self.spread, least)

    def below(self, least: float) -> float:
        """Give the value up to which one is below the usual, by `least` at any rate."""
        return self.middle - max(DEVIATIONS * self.spread, least)


def usual(values: Series) -> Usual:
    """Give what is usual among values, at least one."""
    middle = float(np.median(values))
    return Usual(middle, NORMAL * float(np.median(np.abs(values - middle))))


def smooth(values: Sequence[float]) -> Series:
    """Take the median of every three neighbours: it removes the jitter of single frames and keeps movements."""
    series = np.asarray(values, dtype=np.float64)
    if len(series) < _WINDOW:
        return series
    middle = np.median(np.lib.stride_tricks.sliding_window_view(series, _WINDOW), axis=1)
    return np.concatenate([series[:1], middle, series[-1:]])


def runs(times: Series, holds: Mask, least_ms: int) -> Iterator[tuple[int, int]]:
    """Give the first and last index of every stretch in which something `holds` for `least_ms`, without a gap."""
    first = None
    for at in range(len(times) + 1):
        goes_on = at < len(times) and bool(holds[at])
        if first is not None and (not goes_on or times[at] - times[at - 1] > MAX_STEP_MS):
            if times[at - 1] - times[first] >= least_ms:
                yield first, at - 1
            first = None
        if goes_on and first is None:
            first = at
