"""Where a term stands in a text: English in any inflection, Chinese on the boundaries of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from gateway.language.functionwords import is_function_word
from gateway.language.inflection import base
from gateway.language.segmenting import Token, is_chinese, parts, tokens

_JOINED = re.compile(r"[\s\-‐–/&]*")
"""What may stand between the words of a term: "follow up", "follow-up"; a comma ends it."""


class Said(Struct, frozen=True):
    """A text ready to be searched: its words, their keys (`base`), and its words with compounds by their parts."""

    text: str
    tokens: tuple[Token, ...]
    bases: tuple[str, ...]
    pieces: tuple[Token, ...]


def analyse(text: str) -> Said:
    """Give a text ready to be searched."""
    found = tokens(text)
    bases = tuple(base(token.text) for token in found)
    return Said(text, found, bases, tuple(piece for token in found for piece in _pieces(token)))


def _pieces(token: Token) -> Iterator[Token]:
    at = token.start
    for part in parts(token.text):
        yield Token(part, at, at + len(part))
        at += len(part)


def find(term: str, said: Said) -> Iterator[tuple[int, int]]:
    """Give start and end of every place where the term stands, in order.

    An English term is found in any inflection, with spaces or hyphens between its words, and not inside other words; an
    abbreviation that is also a function word ("IT") only in capitals. A Chinese term is found where it does not cut a
    word in two: 成本 is not in 完成本月. It may be a part of one longer word (客户 in 大客户) unless it is a single
    character.
    """
    yield from _chinese(term, said) if is_chinese(term) else _english(term, said)


@lru_cache(maxsize=32_768)
def keys(term: str) -> tuple[str, ...]:
    """Give what a term is compared by: the keys of its words, or of a mere sign the sign; equal terms find the same.

    Terms come from competency models, so that nothing of a candidate is kept here.
    """
    return tuple(base(token.text) for token in tokens(term)) or (term,)


def _english(term: str, said: Said) -> Iterator[tuple[int, int]]:
    wanted = keys(term)
    capitals = term.isupper() and is_function_word(term)
    if not re.search(r"\w", term):
        yield from ((one.start(), one.end()) for one in re.finditer(re.escape(term), said.text))
        return
    for at, first in enumerate(said.bases):
        if first == wanted[0] and said.bases[at : at + len(wanted)] == wanted:
            found = said.tokens[at : at + len(wanted)]
            if _joined(said.text, found) and (not capitals or found[0].text.isupper()):
                yield found[0].start, found[-1].end


def _joined(text: str, found: tuple[Token, ...]) -> bool:
    between = (text[one.end : other.start] for one, other in pairwise(found))
    return all(map(_JOINED.fullmatch, between))


def _chinese(term: str, said: Said) -> Iterator[tuple[int, int]]:
    for match in re.finditer(re.escape(term), said.text, re.IGNORECASE):
        start, end = match.span()
        if all(_whole(start, end, token) for token in said.pieces if token.start < end and start < token.end):
            yield start, end


def _whole(start: int, end: int, token: Token) -> bool:
    """Whether a term leaves a word that it touches whole: the word lies in the term, or a longer term in the word."""
    if start <= token.start and token.end <= end:
        return True
    return end - start > 1 and token.start <= start and end <= token.end
