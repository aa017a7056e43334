"""What runs of Chinese numerals mean, by themselves: 三百五十, 两千零一, 三万, 二零二四.

The grammar is strict: 三四十 (30 or 40), 一百二 (120, said carelessly) and 三七二十一 mean nothing here.
"""

from __future__ import annotations

import re
from itertools import pairwise

DIGITS = {"零": 0, "〇": 0, "幺": 1, "两": 2} | {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
SCALES = {"万": 10**4, "亿": 10**8}
"""Scales that stay words after digits: 3万, 2.5亿."""

SIGNS = frozenset("零〇一二三四五六七八九两十百千万亿")
"""What a number with scales is written with; 幺 is said among single digits only."""

_AFTER_POINT = DIGITS.keys() - {"幺", "两"}
_UNIT = "[一二三四五六七八九]"
_LEAD = "[一二三四五六七八九两]"
_TENS = f"(?:{_UNIT}?十{_UNIT}?)"
_REST = f"(?:零{_UNIT}|{_UNIT}十{_UNIT}?)"
_HUNDREDS = f"(?:{_LEAD}百{_REST}?)"
_THOUSANDS = f"(?:{_LEAD}千(?:零(?:{_UNIT}|{_UNIT}十{_UNIT}?)|{_HUNDREDS})?)"
_GROUP = f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_LEAD})"
_LOWER = f"(?:{_THOUSANDS}|零(?:{_HUNDREDS}|{_UNIT}十{_UNIT}?|{_UNIT}))"
_CARDINAL = re.compile(
    f"(?:{_GROUP}亿)?(?:(?:(?<=亿){_LOWER}|(?<!亿){_GROUP})万)?(?:(?<=[亿万]){_LOWER}|(?<![亿万]){_GROUP})?|零"
)
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SHORTEST = 4
"""Digits said one by one are a number from this many on."""

_FEWEST_DIGITS = 2
"""三三四四 and the like are manners of speaking: four digits are a number when more of them differ."""


def cardinal(said: str) -> int | None:
    """Give the value of a number with scales, `None` where `said` is not exactly one."""
    if not said or not _CARDINAL.fullmatch(said):
        return None
    total = group = digit = 0
    for sign in said:
        if sign in SCALES:
            total = (total + group + digit) * SCALES[sign] if sign == "亿" else total + (group + digit) * SCALES[sign]
            group = digit = 0
        elif sign in _PLACES:
            group += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + group + digit


def spelt_out(said: str) -> str | None:
    """Write digits that are said one by one: 二零二四, a telephone number; `None` where they are no number."""
    if len(said) < _SHORTEST or any(sign not in DIGITS or sign == "两" for sign in said):
        return None
    digits = "".join(str(DIGITS[sign]) for sign in said)
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    manner = len(digits) == _SHORTEST and len(set(digits)) <= _FEWEST_DIGITS
    return None if manner or steps in ({1}, {-1}, {0}) else digits


def decimals(said: str) -> str | None:
    """Write the digits after 点, `None` where `said` has anything else."""
    return "".join(str(DIGITS[sign]) for sign in said) if said and all(sign in _AFTER_POINT for sign in said) else None
