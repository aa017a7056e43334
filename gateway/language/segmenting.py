"""The words of a text and their places: Chinese by dictionary, Latin script by spaces and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gateway.language.dictionary import dictionary

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_PIECE = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|(?P<number>\d+(?:[.,:]\d+)*%?)"
    r"|(?P<latin>[^\W\d_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff][^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]*"
    r"(?:['’][^\W\d_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)*[+#]*)"
)

MIN_PART = 2


class Token(Struct, frozen=True):
    """A word: `text[start:end]` of the text it comes from."""

    text: str
    start: int
    end: int


def is_chinese(text: str) -> bool:
    """Say whether there is a Chinese character in a text."""
    return _HAN.search(text) is not None


def tokens(text: str) -> tuple[Token, ...]:
    """Give the words of a text in order, without punctuation and white space.

    Chinese is cut by jieba's dictionary and ours; the first Chinese text loads them (see `preload`). Words of other
    scripts end at spaces, hyphens and other signs ("follow-up" is two, "don't" and "C++" are one); a number keeps its
    decimals and its per cent sign.
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for piece in _PIECE.finditer(text):
        at = piece.start()
        words = dictionary().cut(piece.group()) if piece.lastgroup == "han" else [piece.group()]
        for word in words:
            yield Token(word, at, at + len(word))
            at += len(word)


def parts(word: str) -> tuple[str, ...]:
    """Give the words that a Chinese compound is made of, two characters each at least: 客户投诉 is 客户 and 投诉.

    What is no such compound comes back whole.
    """
    if not is_chinese(word):
        return (word,)
    knows = dictionary().knows
    for at in range(len(word) - MIN_PART, MIN_PART - 1, -1):
        if knows(word[:at]) and knows(word[at:]):
            return (*parts(word[:at]), *parts(word[at:]))
    return (word,)


def preload() -> None:
    """Load the dictionaries now, so that no answer waits for them: 0.6 s, once a process."""
    dictionary()
