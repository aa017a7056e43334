"""The competency model of a job: what is looked for, and what shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from gateway.domain.text import LocalizedText


class IndicatorKind(StrEnum):
    """How an indicator moves the score of its dimension."""

    POSITIVE = "positive"  # earns its points when shown
    NEGATIVE = "negative"  # costs its points when shown
    EXPECTED = "expected"  # costs its points when absent


Cue: TypeAlias = tuple[tuple[str, ...], ...]
"""Words that show something when they are said together: one of every group, in any order, close to each other."""

FIGURE = "#"
"""Stands in a cue for any number, in digits or words."""


class Indicator(Struct, frozen=True, kw_only=True):
    """An observable statement. `exemplars` are sentences that show it; `points` are out of the dimension's 100.

    It is also shown where one of the `cues` is said, see `gateway.scoring.cues`. `probe` is what the next round asks
    where the interview left it open.
    """

    id: str
    kind: IndicatorKind
    label: LocalizedText
    points: float
    exemplars: tuple[str, ...]
    cues: tuple[Cue, ...] = ()
    advice: LocalizedText
    probe: LocalizedText | None = None


class Concept(Struct, frozen=True, kw_only=True):
    """Something that should come up in the answers; any of its words says it, and it counts once."""

    term: str
    synonyms: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Give all the words that say it."""
        return (self.term, *self.synonyms)


Keyword: TypeAlias = str | Concept
"""A term alone, as all keywords were at first, or with its synonyms."""


def to_concept(keyword: Keyword) -> Concept:
    """Give a keyword as a concept."""
    return Concept(term=keyword) if isinstance(keyword, str) else keyword


class Reading(Struct, frozen=True, kw_only=True):
    """A work that helps to get better. `where` says what and where it is: publisher and year, a standard's number."""

    title: LocalizedText
    author: LocalizedText
    where: LocalizedText


LEVELS = 5
"""How many levels the behavioural anchors of a dimension describe."""


class Dimension(Struct, frozen=True, kw_only=True):
    """One competency. `questions` are the ids of the questions whose answers feed it.

    `anchors` say what people do at each level, 1 (lowest) to 5: none of them or all five. They are a behaviourally
    anchored rating scale (P. C. Smith and L. M. Kendall, "Retranslation of expectations", 1963). `reading` is what
    candidates are advised to read.
    """

    id: str
    name: LocalizedText
    weight: float
    questions: tuple[str, ...]
    keywords: tuple[Keyword, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    anchors: tuple[LocalizedText, ...] = ()
    reading: tuple[Reading, ...] = ()


class CompetencyModel(Struct, frozen=True, kw_only=True):
    """Dimensions and their weights. `culture` names the dimension that is also given as culture fit out of 5."""

    id: str
    version: str
    title: LocalizedText
    dimensions: tuple[Dimension, ...]
    culture: str | None = None


class Question(Struct, frozen=True, kw_only=True):
    """A question of the interview; `id` is unique within the job."""

    id: str
    text: LocalizedText
