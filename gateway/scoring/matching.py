"""Which passage of the answers shows an indicator best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from gateway.domain.competency import Dimension, Indicator, IndicatorKind
from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.words import words
from gateway.scoring.statements import is_list, is_negated, is_question

Vector: TypeAlias = npt.NDArray[np.float64]


PAIR_MARGIN = 0.05
"""Averaging two sentences blurs them: a pair must be nearer by this much to be cited instead of one of them."""


LISTED_SHARE = 0.5
"""An answer of which so much is lists of terms states nothing."""


class Passage(Struct, frozen=True, kw_only=True):
    """One sentence or two consecutive ones: the place, the (mean) embedding of unit length, whether it is negated.

    `speaks_for` and `speaks_against` say on which sides it may count; see `passages`.
    """

    evidence: Evidence
    vector: Vector
    negated: bool
    speaks_for: bool
    speaks_against: bool
    sentences: int = 1


class Exemplar(Struct, frozen=True, kw_only=True):
    """An exemplar of an indicator with its embedding. `against` says that it speaks against the candidate."""

    dimension_id: str
    indicator_id: str
    against: bool
    vector: Vector
    negated: bool

    def names(self, dimension_id: str, indicator_id: str) -> bool:
        """Say whether this is an exemplar of that indicator."""
        return (self.dimension_id, self.indicator_id) == (dimension_id, indicator_id)


class Match(Struct, frozen=True, kw_only=True):
    """The passage that is nearest to an indicator, and its cosine similarity."""

    similarity: float
    passage: Passage


def quote(answer: MeasuredAnswer, first: int, last: int) -> Evidence:
    """Quote the sentences `first..last` of an answer, both included."""
    start, end = answer.sentences[first], answer.sentences[last]
    return Evidence(
        answer_id=answer.answer_id,
        question_id=answer.question_id,
        start=start.start,
        end=end.end,
        quote=answer.text[start.start : end.end],
        start_ms=start.start_ms,
        end_ms=end.end_ms,
    )


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def usable_sentences(answer: MeasuredAnswer) -> tuple[int, ...]:
    """Give the sentences that may earn points: no repetition of the question, no question, no list of terms.

    Where lists make up half of an answer, what stands between them only holds the lists together: nothing is usable.
    """
    lists = {index for index, sentence in enumerate(answer.sentences) if is_list(sentence.text)}
    sizes = [len(words(sentence.text)) for sentence in answer.sentences]
    if lists and sum(sizes[index] for index in lists) >= LISTED_SHARE * sum(sizes):
        return ()
    return tuple(
        index
        for index, sentence in enumerate(answer.sentences)
        if index not in answer.echoes and index not in lists and not is_question(sentence.text)
    )


def _nearest(vector: Vector, negated: bool, known: Sequence[Exemplar]) -> float:
    """Highest similarity with the exemplars that agree in being negated or not; 0 where there is none."""
    return max((float(np.dot(vector, one.vector)) for one in known if one.negated == negated), default=0.0)


def _sentence(answer: MeasuredAnswer, index: int, known: Sequence[Exemplar]) -> Passage:
    vector = _unit(np.asarray(answer.vectors[index], dtype=np.float64))
    negated = is_negated(answer.sentences[index].text)
    favour = _nearest(vector, negated, [one for one in known if not one.against])
    against = _nearest(vector, negated, [one for one in known if one.against])
    return Passage(
        evidence=quote(answer, index, index),
        vector=vector,
        negated=negated,
        speaks_for=favour >= against,
        speaks_against=against >= favour,
    )


def passages(answer: MeasuredAnswer, known: Sequence[Exemplar]) -> Iterator[Passage]:
    """Give every usable sentence, and every two consecutive ones that agree in being negated and in their side.

    A sentence is on the side of the exemplar nearest to it in the whole competency model `known`: one that is nearest
    to a negative indicator earns nothing anywhere, and the other way round.
    """
    usable = {index: _sentence(answer, index, known) for index in usable_sentences(answer)}
    for index, one in usable.items():
        yield one
        after = usable.get(index + 1)
        if after and (after.negated, after.speaks_for) == (one.negated, one.speaks_for):
            yield replace(
                one, evidence=quote(answer, index, index + 1), vector=_unit(one.vector + after.vector), sentences=2
            )


def exemplars(dimension: Dimension, references: Mapping[str, tuple[float, ...]]) -> tuple[Exemplar, ...]:
    """Give the exemplars of all indicators of a dimension. Raises `ValueError` when one has no embedding."""
    texts = [(indicator, text) for indicator in dimension.indicators for text in indicator.exemplars]
    missing = [text for _, text in texts if text not in references]
    if missing:
        raise ValueError(f"no embedding of the exemplar {missing[0]!r}; see reference_texts()")
    return tuple(
        Exemplar(
            dimension_id=dimension.id,
            indicator_id=indicator.id,
            against=indicator.kind is IndicatorKind.NEGATIVE,
            vector=_unit(np.asarray(references[text], dtype=np.float64)),
            negated=is_negated(text),
        )
        for indicator, text in texts
    )


def best_match(indicator: Indicator, own: Sequence[Exemplar], found: Sequence[Passage]) -> Match | None:
    """Find the passage nearest to any of an indicator's `own` exemplars; of equally near ones the first.

    Two sentences are preferred to one only when they are nearer by more than `PAIR_MARGIN`. A passage on the other side
    does not count, and a negated passage only matches a negated exemplar.
    """
    against = indicator.kind is IndicatorKind.NEGATIVE
    best: Match | None = None
    highest = -1.0
    for passage in found:
        if not (passage.speaks_against if against else passage.speaks_for):
            continue
        similarity = _nearest(passage.vector, passage.negated, own)
        preference = similarity - PAIR_MARGIN * (passage.sentences - 1)
        if preference > highest:
            highest = preference
            best = Match(similarity=similarity, passage=passage)
    return best
