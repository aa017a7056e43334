"""The figures that the goals are stated in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct


class Detection(Struct, frozen=True, kw_only=True):
    """How many indicators were rightly found, wrongly found and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of those found that are there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of those that are there that were found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0


def detected(answers: Iterable[tuple[frozenset[str], frozenset[str], frozenset[str]]]) -> Detection:
    """Count over answers: what was found, what is there, and what counts neither way."""
    right = wrong = missed = 0
    for found, there, unclear in answers:
        right += len(found & there)
        wrong += len(found - there - unclear)
        missed += len(there - found)
    return Detection(right=right, wrong=wrong, missed=missed)


def _ranks(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Give ranks from 0, with the mean rank for equal values."""
    array = np.asarray(values, dtype=np.float64)
    below = (array[None] < array[:, None]).sum(axis=1)
    equal = (array[None] == array[:, None]).sum(axis=1)
    return np.asarray(below + (equal - 1) / 2, dtype=np.float64)


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Give Spearman's rank correlation, ties taken at their mean rank."""
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])
