"""The answers that scoring is checked with, read from `tests/quality/answers`; README.md there describes the format."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct

from gateway.competencies.instantiate import JobContent, instantiate, to_language
from gateway.competencies.reading import load
from gateway.domain.competency import Dimension, Indicator
from gateway.domain.words import words

ANSWERS = Path(__file__).resolve().parent / "answers"
SHARED_RUN = {"en": 6, "zh": 8}
"""Fewest words (Chinese: characters) in a row that count as taken from an exemplar."""


class Attack(StrEnum):
    """How somebody tries to score without an answer."""

    STUFFING = "stuffing"
    COPIED = "copied"
    OFF_TOPIC = "off_topic"
    RAMBLING = "rambling"


class PlantedAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer with its labels. `shows` and `unclear` name indicators as `dimension/indicator`."""

    id: str
    question: str
    level: int
    text: str
    shows: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    held_out: bool = False
    swaps: tuple[dict[str, str], ...] = ()


class Paraphrase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the answer `of` says, in other words."""

    of: str
    text: str


class AttackAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer that should not score above the middling ones."""

    id: str
    kind: Attack
    question: str
    text: str


class AnswerFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file: what is said for one job in one language."""

    answers: tuple[PlantedAnswer, ...]
    paraphrases: tuple[Paraphrase, ...] = ()
    attacks: tuple[AttackAnswer, ...] = ()


class JobAnswers(Struct, frozen=True, kw_only=True):
    """A file with the job it belongs to, ready for interviews in its language (BCP 47 primary tag)."""

    language: str
    name: str
    job: JobContent
    said: AnswerFile

    def dimensions(self, question: str) -> tuple[Dimension, ...]:
        """Give the dimensions that a question feeds."""
        return tuple(one for one in self.job.competency_model.dimensions if question in one.questions)

    def indicators(self, question: str) -> dict[str, Indicator]:
        """Give the indicators of the dimensions that a question feeds, by `dimension/indicator`."""
        return {f"{one.id}/{found.id}": found for one in self.dimensions(question) for found in one.indicators}


def read_all() -> tuple[JobAnswers, ...]:
    """Give all files, in the order of language and job. Raises `msgspec.ValidationError` for a malformed one."""
    return tuple(
        JobAnswers(
            language=path.parent.name,
            name=path.stem,
            job=instantiate(load(path.stem), to_language(path.parent.name)),
            said=msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), AnswerFile),
        )
        for path in sorted(ANSWERS.glob("*/*.yaml"))
    )


def swapped(text: str, swap: dict[str, str], language: str) -> str:
    """Give a text with every string of `swap` replaced at once: in English whole words, with the capital kept."""
    by_length = "|".join(re.escape(one) for one in sorted(swap, key=len, reverse=True))
    pattern = rf"\b(?:{by_length})\b" if language == "en" else by_length
    lower = {key.lower(): value for key, value in swap.items()}

    def other(match: re.Match[str]) -> str:
        found = match.group()
        value = swap.get(found) or lower[found.lower()]
        return value[0].upper() + value[1:] if found[0].isupper() else value

    return re.sub(pattern, other, text, flags=re.IGNORECASE)


def longest_shared_run(text: str, other: str) -> int:
    """Give how many words in a row two texts share at most."""
    mine, theirs = words(text), words(other)
    best = 0
    before = [0] * (len(theirs) + 1)
    for word in mine:
        row = [0] * (len(theirs) + 1)
        for at, one in enumerate(theirs, start=1):
            row[at] = before[at - 1] + 1 if one == word else 0
        best = max(best, *row)
        before = row
    return best
