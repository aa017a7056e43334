"""What was measured in the words of an answer: how specific they are, how near the question, and what sums them up."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gateway.domain.scoring import Evidence


class DetailKind(StrEnum):
    """What makes an answer specific: something that could be checked."""

    FIGURE = "figure"  # an amount, a share, a date
    NAME = "name"  # a person, a company, a place, a product
    RESULT = "result"  # what came of it: something rose, was finished, was won


class Detail(Struct, frozen=True):
    """A detail: `text[start:end]` of the answer is `quote`, in the sentence with this index."""

    kind: DetailKind
    sentence: int
    start: int
    end: int
    quote: str


class Specificity(Struct, frozen=True, kw_only=True):
    """How specific an answer is: `rate` is details per 100 words (Chinese: characters), with every detail.

    `rate` is `None` where there are too few words for one. `names_known` is false where the text does not show names,
    being written without capitals.
    """

    rate: float | None
    details: tuple[Detail, ...] = ()
    names_known: bool = True


class RelevanceMethod(StrEnum):
    """How the relevance was measured."""

    EMBEDDING = "embedding"  # cosine of the question's and the answer's meaning, by the language's embedding model
    LEXICAL = "lexical"  # share of the question's content words that the answer takes up


class Relevance(Struct, frozen=True):
    """How near the answer is to the question, 0..1, by `method`. Values of two methods cannot be compared."""

    value: float
    method: RelevanceMethod


class TextSignals(Struct, frozen=True, kw_only=True):
    """What the words of one answer show. `relevance` is `None` where it could not be measured.

    `summary` has one to three sentences as they were said, in their order; nothing where there are none of its own.
    """

    specificity: Specificity
    relevance: Relevance | None = None
    summary: tuple[Evidence, ...] = ()
