"""Fillers: the words and sounds that fill a pause without saying anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

HESITATIONS = frozenset({"um", "umm", "uh", "uhh", "uhm", "er", "erm", "hmm", "mm", "额"})
"""Sounds that are fillers where they stand alone: 额 is also a part of words."""

_HESITATION = re.compile(r"(?<![^\W_])(" + "|".join(sorted(HESITATIONS, key=len, reverse=True)) + r")(?![^\W_])", re.I)
_CHINESE_HESITATION = re.compile("[嗯呃]")
_SET_OFF_CHINESE = re.compile(
    r"(?:^|[，。！？、,])(那个|这个|就是说?|怎么说呢?|怎么讲呢?|你知道[吧吗]|对吧|对不对)(?=[，。、,]|$)"
)
_DOUBLED_CHINESE = re.compile(r"(那个|这个|就是)[，、]?\1")
_YOU_KNOW = re.compile(
    r"(?<!\bdo )(?<!\bdid )(?<!\bif )(?<!\bas )(?<!\blet )(?<!\bthat )(?<!\bwhat )\byou know\b"
    r"(?! (?:what|how|that|why|who|where|when|the|a|it|him|her|them|this|about)\b)",
    re.I,
)
_I_MEAN = re.compile(r"(?:^|[,.!?;] )(i mean)\b(?=,)", re.I)
_SET_OFF_LIKE = re.compile(r", (like),", re.I)


def _matches(text: str) -> Iterator[tuple[int, str]]:
    for match in _HESITATION.finditer(text):
        yield match.start(), match.group(1).lower()
    for match in _CHINESE_HESITATION.finditer(text):
        yield match.start(), match.group()
    for match in _SET_OFF_CHINESE.finditer(text):
        yield match.start(1), match.group(1)
    for match in _DOUBLED_CHINESE.finditer(text):
        yield match.start(), match.group(1)
    for match in _YOU_KNOW.finditer(text):
        yield match.start(), "you know"
    for match in _I_MEAN.finditer(text):
        yield match.start(1), "i mean"
    for match in _SET_OFF_LIKE.finditer(text):
        yield match.start(1), "like"


def find_fillers(text: str) -> tuple[tuple[int, str], ...]:
    """Give every filler in the order spoken, with the character at which it begins.

    Filled pauses (um, uh, er ...) always count. "You know" counts unless it has an object ("you know what") or
    follows do, did, if, as, let, that, what. "I mean" counts at the beginning of a clause, "like" only between
    two commas: elsewhere they are ordinary words more often than not. The same holds for 那个, 这个, 就是, 就是说,
    怎么说呢, 你知道吧 and the like, which count only between two signs, and doubled (那个那个) anywhere; 嗯 and 呃
    always count. Recognisers leave out many filled pauses, so the number is a lower bound.
    """
    return tuple(sorted(set(_matches(text))))
