"""What a recogniser makes of an answer: a tenth of the words misheard, dropped, split or added, the same each time."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

from tests.quality.confusions import CHARACTERS, DROPPED, INSERTED, SOUND_ALIKE, SPLIT

WORD_ERRORS = 0.10
SUBSTITUTED, DELETED = 0.6, 0.85
"""Of the errors the first 60% are substitutions, the next 25% deletions, the rest insertions."""


def _alike(word: str, chance: random.Random) -> str:
    """Give a word that sounds like `word`, or one with another end."""
    if word in SOUND_ALIKE:
        return chance.choice(SOUND_ALIKE[word])
    if word in SPLIT:
        return SPLIT[word]
    if word.endswith("s") and len(word) > 3:
        return word[:-1]
    if word.endswith("ed") and len(word) > 4:
        return word[:-2]
    return word + "s" if len(word) > 2 else chance.choice(INSERTED)


def _english(text: str, chance: random.Random) -> str:
    heard: list[str] = []
    for token in text.split():
        word = token.strip(".,!?").lower()
        mark = token[len(token.rstrip(".,!?")) :]
        easy = word in SOUND_ALIKE or word in DROPPED
        # Short and unstressed words go wrong about twice as often as long ones.
        if chance.random() >= WORD_ERRORS * (1.4 if easy else 0.75):
            heard.append(token)
            continue
        kind = chance.random()
        if kind < SUBSTITUTED:
            heard.append(_alike(word, chance) + mark)
        elif kind >= DELETED:
            heard += [chance.choice(INSERTED), token]
        elif mark and heard:
            heard[-1] = heard[-1].rstrip(".,!?") + mark
    return " ".join(heard)


def _chinese(text: str, chance: random.Random, alike: Mapping[str, Sequence[str]] = CHARACTERS) -> str:
    heard: list[str] = []
    for character in text:
        if not re.match("[\u4e00-\u9fff]", character) or chance.random() >= WORD_ERRORS:
            heard.append(character)
            continue
        kind = chance.random()
        if kind < SUBSTITUTED and character in alike:
            heard.append(chance.choice(alike[character]))
        elif kind >= DELETED:
            heard += ["嗯", character]
    return "".join(heard)


HEARD: dict[str, Callable[[str, random.Random], str]] = {"en": _english, "zh": _chinese}


def misheard(text: str, language: str, seed: int) -> str:
    """Give a text as a recogniser might write it, with an error in about every tenth word (Chinese: character)."""
    return HEARD[language](text, random.Random(seed))  # noqa: S311  mishearing is no secret


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Give the edit distance of two texts in words, as a share of the words said."""
    row = list(range(len(heard) + 1))
    for index, one in enumerate(said, start=1):
        before, row[0] = row[0], index
        for at, other in enumerate(heard, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (one != other))
    return row[-1] / len(said)
