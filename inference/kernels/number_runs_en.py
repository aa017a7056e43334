"""Where number words stand in recognised English: words cut at hyphens, runs of number words, what each run means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inference.kernels.numerals_en import NOUGHTS, ORDINALS, SCALES, UNITS, VALUES, Numeral, cardinal, parse

_PARTS = re.compile(r"([^\w]*)(.*?)([^\w]*)", re.DOTALL)
_NUMBER_WORDS = VALUES.keys() | SCALES.keys()
_DIGITS = UNITS.keys() | NOUGHTS | {"zero"}


class Token(NamedTuple):
    """A word, or a part of it between hyphens: as it was written, and in lower case.

    `lead` and `tail` are the punctuation around the word, at its first and its last part.
    """

    word: int
    said: str
    core: str
    lead: str
    tail: str


class Run(NamedTuple):
    """Tokens `first` to `last`, both included, that are number words, and what they mean together, if anything."""

    first: int
    last: int
    numeral: Numeral | None


class Tokens:
    """The tokens of a line of words, and what stands around a place of it without punctuation in between."""

    def __init__(self, words: Sequence[str]) -> None:
        self.all = [token for index, word in enumerate(words) for token in _cut(index, word)]

    def joined(self, at: int) -> bool:
        """Say whether token `at` follows the one before it without punctuation; the first one follows nothing."""
        return 0 < at < len(self.all) and not self.all[at - 1].tail and not self.all[at].lead

    def within(self, at: int) -> bool:
        """Say whether token `at` is in the same word as the one before it."""
        return 0 < at < len(self.all) and self.all[at - 1].word == self.all[at].word

    def core(self, at: int) -> str:
        """Give the token `at` whatever stands before it; empty where there is none."""
        return self.all[at].core if 0 <= at < len(self.all) else ""

    def after(self, at: int, step: int = 1) -> str:
        """Give the token `step` places after token `at`, empty where punctuation is in between."""
        return self.core(at + step) if all(self.joined(at + one + 1) for one in range(step)) else ""

    def before(self, at: int, step: int = 1) -> str:
        """Give the token `step` places before token `at`, empty where punctuation is in between."""
        return self.core(at - step) if all(self.joined(at - one) for one in range(step)) else ""

    def cores(self, first: int, last: int) -> list[str]:
        """Give the tokens `first` to `last`, both included."""
        return [token.core for token in self.all[first : last + 1]]


def runs(tokens: Tokens) -> list[Run]:
    """Find the runs of number words, each as long as it can be, in order."""
    found: list[Run] = []
    at = 0
    while at < len(tokens.all):
        last = _end_of_run(tokens, at)
        if last is not None:
            found.extend(_meant(tokens, at, last))
        at = at + 1 if last is None else last + 1
    return found


def _cut(index: int, word: str) -> Iterator[Token]:
    match = _PARTS.fullmatch(word)
    lead, core, tail = match.groups() if match else ("", word, "")
    *front, last = core.split("-")
    for place, part in enumerate([*front, last]):
        yield Token(index, part, part.lower(), lead if place == 0 else "", tail if place == len(front) else "")


def _end_of_run(tokens: Tokens, first: int) -> int | None:
    """Give the last token of the run that begins at `first`, `None` where none does."""
    core = tokens.core(first)
    begun = core in _NUMBER_WORDS or core in ORDINALS or (core == "a" and tokens.after(first) in SCALES)
    if not begun:
        return None
    last = first
    while step := _step(tokens, last):
        last += step
    return last


def _step(tokens: Tokens, last: int) -> int:
    """Say by how many tokens a run goes on after its token `last`."""
    core = tokens.core(last)
    one, two, three = (tokens.after(last, step) for step in (1, 2, 3))
    if core in ORDINALS and core not in SCALES:
        return 0
    if one in _NUMBER_WORDS or one in ORDINALS:
        return 1
    if one == "and" and core in SCALES and two in _NUMBER_WORDS | ORDINALS.keys():
        return 2
    if one == "and" and (two, three) == ("a", "half"):
        return 3
    if one == "point" and (two in _NUMBER_WORDS or two in NOUGHTS):
        return 2
    return int(one in NOUGHTS and (core in _DIGITS or core in VALUES))


def _meant(tokens: Tokens, first: int, last: int) -> Iterator[Run]:
    """Give the run; or two, where it only means something cut at an "and": "three hundred and four hundred"."""
    words = tokens.cores(first, last)
    numeral = parse(words)
    for cut in (at for at, word in enumerate(words) if word == "and" and numeral is None):
        left, right = cardinal(words[:cut]), cardinal(words[cut + 1 :])
        if left is not None and right is not None and right >= SCALES[words[cut - 1]]:
            yield Run(first, first + cut - 1, parse(words[:cut]))
            yield Run(first + cut + 1, last, parse(words[cut + 1 :]))
            return
    yield Run(first, last, numeral)
