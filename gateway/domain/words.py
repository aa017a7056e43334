"""Words as they are counted everywhere: Latin words one by one, Chinese and Japanese by the character."""

from __future__ import annotations

import re

from msgspec import Struct

_CHARACTERS = r"\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"[{_CHARACTERS}]")
_WORD = re.compile(rf"[{_CHARACTERS}]|[^\W_{_CHARACTERS}]+(?:['’\-.,][^\W_{_CHARACTERS}]+)*")

FIFTHS = 5
CHARACTER_FIFTHS = 3
"""A Chinese character says as much as three fifths of an English word: a hundred translate to about sixty."""


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case, without punctuation; a Chinese character is a word."""
    return tuple(match.group().lower() for match in _WORD.finditer(text))


class Placed(Struct, frozen=True):
    """A word in lower case, and where it stands: `text[start:end]`."""

    word: str
    start: int
    end: int


def placed_words(text: str) -> tuple[Placed, ...]:
    """Give the words of a text as `words` does, each with its place."""
    return tuple(Placed(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text))


def length(word: str) -> int:
    """Give how much a word of a transcript says, in fifths of an English word."""
    return CHARACTER_FIFTHS * len(_CHARACTER.findall(word)) or FIFTHS
