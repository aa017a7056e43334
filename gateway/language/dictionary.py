"""What the segmenter knows: jieba's dictionary, and our terms of recruiting and of the trades of our templates."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import resources

import jieba
from msgspec import Struct

TERMS = "terms.zh.txt"
NAMES = "names.zh.txt"
"""One term a line, or names between spaces; what follows a # is a remark."""

TERM_FREQUENCY = 50
"""At least this often our terms count as seen among the 60 million words that jieba's frequencies come from."""

PLACES = frozenset({"ns", "nt"})
"""jieba's marks of places and organisations. Of its short ones many are ordinary words (东西): only ours count."""

_PLACE = re.compile("..+(?:省|市|县|区|州|镇|大学|学院|银行|公司|集团|医院|政府|委员会)")


class Dictionary(Struct, frozen=True):
    """`cut` gives the words of a text in order, nothing left out; `knows` says whether something is a word.

    `names` are those of places, companies and products.
    """

    cut: Callable[[str], list[str]]
    knows: Callable[[str], bool]
    names: frozenset[str]


def terms() -> tuple[str, ...]:
    """Give our terms, in the order of the file."""
    return _words(TERMS)


def _words(file: str) -> tuple[str, ...]:
    lines = resources.files(__package__).joinpath(file).read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines for word in line.split("#", maxsplit=1)[0].split())


def _entries() -> Iterator[tuple[str, int, str]]:
    """Give jieba's words, each with how often it was seen and its part of speech."""
    with resources.files(jieba).joinpath(jieba.DEFAULT_DICT_NAME).open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, tag = line.split(" ")
            yield word, int(frequency), tag.rstrip()


@cache
def dictionary() -> Dictionary:
    """Give the dictionary, read at the first call (0.6 s and 60 MB); later calls give the same.

    jieba would keep what it read in a file of a known name in the folder for temporary files, and would trust what it
    finds there; and it logs to the standard error stream. So its dictionary is read here. Words that jieba does not
    know are left as single characters: guessing them (its hidden Markov model) joins what does not belong together.
    """
    jieba.setLogLevel(logging.WARNING)
    frequencies: dict[str, int] = {}
    named = _words(NAMES)
    names = set(named)
    total = 0
    for word, frequency, tag in _entries():
        frequencies[word] = frequency
        total += frequency
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
        if tag in PLACES and _PLACE.fullmatch(word):
            names.add(word)
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total, cutter.initialized = frequencies, total, True
    for term in (*terms(), *named):
        cutter.add_word(term, max(cutter.suggest_freq(term), TERM_FREQUENCY))
    return Dictionary(
        cut=partial(cutter.lcut, HMM=False), knows=lambda word: frequencies.get(word, 0) > 0, names=frozenset(names)
    )
