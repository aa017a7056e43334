"""What runs of English number words mean, by themselves: "three hundred and fifty", "two point five million".

A run has one meaning or none: what does not fit the grammar as a whole ("twenty four seven", "fifty fifty", "one
third") means nothing here. Whether it is better read in digits depends on what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from inference.kernels.figure import listed

UNITS = {word: n for n, word in enumerate(listed("one two three four five six seven eight nine"), 1)}
TEENS = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
VALUES = {
    "zero": 0,
    **UNITS,
    **{word: n for n, word in enumerate(TEENS, 10)},
    **{word: 10 * n for n, word in enumerate(TENS, 2)},
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
KEPT = frozenset({"million", "billion", "trillion"})
"""Scales that stay words after digits: "2.5 million"."""

ORDINALS = {
    **dict(zip(listed("first second third fourth fifth sixth seventh eighth ninth"), UNITS, strict=True)),
    **{f"{word}th": word for word in TEENS if word != "twelve"},
    "twelfth": "twelve",
    **{f"{word[:-1]}ieth": word for word in TENS},
    "hundredth": "hundred",
    "thousandth": "thousand",
}
"""Ordinal words, and the cardinal words that they are made of."""

NOUGHTS = frozenset({"oh", "o"})
"""How 0 is said among digits; elsewhere it is an exclamation."""

_DIGITS = {"zero": "0"} | {word: str(n) for word, n in UNITS.items()} | dict.fromkeys(NOUGHTS, "0")
_CENTURIES = frozenset({"seventeen", "eighteen", "nineteen", "twenty"})
_SHORT_YEARS = (2000, 2010)
_TWO_DIGITS = range(10, 100)
_SHORTEST = 4
"""Digits said one by one are a number from this many on; fewer may be a count: "one, two, three"."""

_LETTERS = (
    dict.fromkeys(UNITS, "u")
    | dict.fromkeys(TEENS, "t")
    | dict.fromkeys(TENS, "T")
    | {"zero": "z", "ten": "n", "and": "&", "a": "a"}
    | dict(zip(SCALES, "hkmbr", strict=True))
)
_BELOW_100 = "(?:Tu?|[tnu])"
_BELOW_1000 = f"(?:[ua]h(?:&?{_BELOW_100})?|{_BELOW_100})"
_GROUP = f"(?:{_BELOW_1000}|a)"
_CARDINAL = re.compile(
    f"z|(?:t|Tu)h(?:&?{_BELOW_100})?"
    f"|(?:{_GROUP}r)?(?:{_GROUP}b)?(?:{_GROUP}m)?(?:{_GROUP}k)?(?:(?<=k)&{_BELOW_100}|(?<![rmb]){_BELOW_1000})?"
)
"""Each word by a letter, see `_LETTERS`: "twelve hundred" counts, "twenty hundred" does not."""


class Kind(Enum):
    """How a number was said."""

    CARDINAL = "three hundred and fifty"
    ORDINAL = "twenty first"
    DECIMAL = "two point five"
    HALF = "two and a half"
    YEAR = "nineteen ninety eight"
    DIGITS = "five five five one"


class Numeral(NamedTuple):
    """A number as it is written in digits.

    `scale` is the word that stays after the `digits`, or empty. `indefinite` numbers begin with "a" and may be no more
    than a manner of speaking. `shared` is the scale, thousand or hundred, that an earlier number may share ("ten to
    fifteen thousand"), 1 where there is none.
    """

    kind: Kind
    value: Fraction
    digits: str
    scale: str = ""
    indefinite: bool = False
    shared: int = 1


def parse(words: Sequence[str]) -> Numeral | None:
    """Give what `words`, in lower case, mean together; `None` where that is not one number."""
    for read in (_read_cardinal, _read_ordinal, _read_year, _read_digits, _read_decimal, _read_half):
        found = read(words)
        if found is not None:
            return found
    return None


def cardinal(words: Sequence[str]) -> int | None:
    """Give the value of a cardinal number, `None` where `words` are not exactly one."""
    spelt = "".join(_LETTERS.get(word, "?") for word in words)
    if not spelt or not _CARDINAL.fullmatch(spelt):
        return None
    total = group = 0
    for word in words:
        if word in SCALES and SCALES[word] > SCALES["hundred"]:
            total += max(group, 1) * SCALES[word]
            group = 0
        elif word == "hundred":
            group = max(group, 1) * 100
        else:
            group += VALUES.get(word, 0)
    total += group
    # "Three thousand five" and "one million five" may mean 3,500 and 1.5 million; years are said so, too.
    return None if spelt.endswith("ku") and not _SHORT_YEARS[0] < total < _SHORT_YEARS[1] else total


def grouped(value: int) -> str:
    """Write a whole number with commas."""
    return f"{value:,}"


def _read_cardinal(words: Sequence[str]) -> Numeral | None:
    value = cardinal(words)
    if value is None:
        return None
    indefinite = words[0] == "a"
    *front, last = words
    said = (1 if front == ["a"] else cardinal(front)) if last in SCALES else None
    pure = indefinite and all(word in SCALES for word in words[1:])
    whole = said is not None and said < SCALES["thousand"]
    if last in KEPT and whole:
        return Numeral(Kind.CARDINAL, Fraction(value), str(said), last, pure)
    shared = SCALES[last] if whole else 1
    return Numeral(Kind.CARDINAL, Fraction(value), grouped(value), indefinite=pure, shared=shared)


def _read_ordinal(words: Sequence[str]) -> Numeral | None:
    *front, last = words
    value = cardinal([*front, ORDINALS[last]]) if last in ORDINALS else None
    if value is None:
        return None
    ending = "th" if value // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return Numeral(Kind.ORDINAL, Fraction(value), f"{grouped(value)}{ending}")


def _read_year(words: Sequence[str]) -> Numeral | None:
    first, *rest = words
    if first not in _CENTURIES:
        return None
    nought = len(rest) > 1 and rest[0] in NOUGHTS and len(rest[1:]) == 1 and rest[1] in UNITS
    later = f"0{UNITS[rest[1]]}" if nought else _two_digits(rest)
    year = f"{VALUES[first]}{later}"
    return Numeral(Kind.YEAR, Fraction(year), year) if later else None


def _read_digits(words: Sequence[str]) -> Numeral | None:
    if len(words) < _SHORTEST or words[0] in NOUGHTS or any(word not in _DIGITS for word in words):
        return None
    digits = "".join(_DIGITS[word] for word in words)
    counted = {int(b) - int(a) for a, b in pairwise(digits)}
    if counted in ({1}, {-1}, {0}):
        return None
    return Numeral(Kind.DIGITS, Fraction(int(digits)), digits)


def _read_decimal(words: Sequence[str]) -> Numeral | None:
    if words.count("point") != 1:
        return None
    at = list(words).index("point")
    rest, scale = _without_scale(words[at + 1 :])
    whole = cardinal(words[:at])
    if whole is None or words[0] == "a" or not rest:
        return None
    one_by_one = all(word in _DIGITS for word in rest)
    parts = "".join(_DIGITS[word] for word in rest) if one_by_one else _two_digits(rest)
    return _fractional(Kind.DECIMAL, f"{whole}.{parts}", scale) if parts else None


def _read_half(words: Sequence[str]) -> Numeral | None:
    front, scale = _without_scale(words)
    if tuple(front[-3:]) != ("and", "a", "half") or front[0] == "a":
        return None
    whole = cardinal(front[:-3])
    return None if whole is None else _fractional(Kind.HALF, f"{whole}.5", scale)


def _two_digits(words: Sequence[str]) -> str:
    """Write a number from 10 to 99; empty where `words` are none."""
    value = cardinal(words)
    return str(value) if value in _TWO_DIGITS else ""


def _without_scale(words: Sequence[str]) -> tuple[Sequence[str], str]:
    last = words[-1] if words else ""
    return (words[:-1], last) if last in SCALES and last != "hundred" else (words, "")


def _fractional(kind: Kind, digits: str, scale: str) -> Numeral:
    value = Fraction(digits) * SCALES.get(scale, 1)
    if scale == "thousand" and value.denominator == 1:
        return Numeral(kind, value, grouped(int(value)))
    whole, _, parts = digits.partition(".")
    return Numeral(kind, value, f"{grouped(int(whole))}.{parts}", scale)
