"""Ids that count, so that tests can name them."""

from __future__ import annotations

import itertools


class CountingIds:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new(self) -> str:
        return f"00000000-0000-7000-8000-{next(self._numbers):012d}"
