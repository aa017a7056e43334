"""A number written in digits, in place of the words that said it."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """The words `first` to `last`, both included, are written as the one word `text`, punctuation included."""

    first: int
    last: int
    text: str


def listed(words: str) -> tuple[str, ...]:
    """Give the words of a vocabulary that is written in a line."""
    return tuple(words.split())
