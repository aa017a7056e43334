"""How words stand in a line: Chinese and Japanese without spaces, a character a word; everything else with spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

CHARACTERS = (
    r"\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff"
)
"""Ideographs and kana, as the inside of a regular expression's class."""

_WIDE = "\u3000-\u303f\uff00-\uffef"
"""Punctuation and forms as wide as an ideograph: they carry their own space."""

_OPENING = "“‘（〔［｛〈《「『【〖"
_SPACELESS = re.compile(f"[{CHARACTERS}{_WIDE}]")
_CLOSING = rf"(?:(?![{CHARACTERS}{_OPENING}(\[{{$])[^\s\w])*"
_RUN = rf"(?:(?![{CHARACTERS}{_OPENING}、。〃-〆〈-〿！，：；？．～])\S)+"
_WORD = re.compile(rf"[{_OPENING}]*(?:[{CHARACTERS}]|{_RUN}){_CLOSING}|\S")

Place = tuple[int, int]
"""Where a word begins and ends in a line, in characters; the end is not included."""


def split(line: str) -> list[Place]:
    """Give the places of the words in `line`: each ideograph or kana is one, everything else goes by white space.

    Punctuation stays with the word before it, opening brackets and quotes with the word after.
    """
    return [match.span() for match in _WORD.finditer(line)]


def places(words: Sequence[str]) -> list[Place]:
    """Give where each of `words` stands in `join(words)`."""
    gaps = [0, *(len(_between(left, right)) for left, right in pairwise(words))]
    found = []
    at = 0
    for word, gap in zip(words, gaps, strict=False):
        start = at + gap
        at = start + len(word)
        found.append((start, at))
    return found


def join(words: Sequence[str]) -> str:
    """Put `words` into a line: a space between two of them unless an ideograph, kana or wide sign is at the border."""
    parts = [*words[:1], *(_between(left, right) + right for left, right in pairwise(words))]
    return "".join(parts)


def _between(left: str, right: str) -> str:
    return "" if _SPACELESS.match(left[-1:]) or _SPACELESS.match(right[:1]) else " "
