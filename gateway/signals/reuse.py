"""Passages that two texts share word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from gateway.domain.words import Placed, length, placed_words


class Passage(Struct, frozen=True):
    """`text[start:end]` of the first text; `fifths` is how much it says, in fifths of an English word."""

    start: int
    end: int
    fifths: int


def amount(words: Sequence[Placed]) -> int:
    """Give how much words say, in fifths of an English word."""
    return sum(length(one.word) for one in words)


def shared(text: str, source: str, *, least: int, fifths: int) -> tuple[Passage, ...]:
    """Give the passages of `text` that stand word for word in `source`, in order, not overlapping.

    A passage is made of runs of at least `least` words (Chinese characters) that occur in `source`, as in the shingles
    of A. Broder, "On the resemblance and containment of documents", 1997; it says at least `fifths`. Signs, case and
    white space do not count.
    """
    words = placed_words(text)
    known = set(_shingles([one.word for one in placed_words(source)], least))
    inside = [False] * len(words)
    for at, shingle in enumerate(_shingles([one.word for one in words], least)):
        if shingle in known:
            inside[at : at + least] = [True] * least
    return tuple(one for one in _passages(words, inside) if one.fifths >= fifths)


def _shingles(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _passages(words: Sequence[Placed], inside: Sequence[bool]) -> Iterator[Passage]:
    for is_inside, run in groupby(zip(words, inside, strict=True), key=lambda one: one[1]):
        if is_inside:
            found = [word for word, _ in run]
            yield Passage(found[0].start, found[-1].end, amount(found))
