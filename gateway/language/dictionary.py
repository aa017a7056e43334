"""What the segmenter knows: jieba's dictionary, and our terms of recruiting and of the trades of our templates."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import resources

import jieba
from msgspec import Struct

TERMS = "terms.zh.txt"
"""One term a line; what follows a # is a remark."""

TERM_FREQUENCY = 50
"""At least this often our terms count as seen among the 60 million words that jieba's frequencies come from."""

PLACE = "ns"
ORGANISATION = "nt"


class Dictionary(Struct, frozen=True):
    """`cut` gives the words of a text in order, nothing left out; `knows` says whether something is a word.

    `names` tells `PLACE` and `ORGANISATION` by word.
    """

    cut: Callable[[str], list[str]]
    knows: Callable[[str], bool]
    names: dict[str, str]


def terms() -> tuple[str, ...]:
    """Give our terms, in the order of the file."""
    lines = resources.files(__package__).joinpath(TERMS).read_text(encoding="utf-8").splitlines()
    bare = (line.split("#", maxsplit=1)[0].strip() for line in lines)
    return tuple(line for line in bare if line)


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
    names: dict[str, str] = {}
    total = 0
    for word, frequency, tag in _entries():
        frequencies[word] = frequency
        total += frequency
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
        if tag in {PLACE, ORGANISATION}:
            names[word] = tag
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total, cutter.initialized = frequencies, total, True
    for term in terms():
        cutter.add_word(term, max(cutter.suggest_freq(term), TERM_FREQUENCY))
    return Dictionary(cut=partial(cutter.lcut, HMM=False), knows=lambda word: frequencies.get(word, 0) > 0, names=names)
