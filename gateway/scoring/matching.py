"""Which passage of the answers shows an indicator best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gateway.domain.competency import Dimension, Indicator, IndicatorKind
from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.scoring.statements import is_list, is_negated

Vector: TypeAlias = npt.NDArray[np.float64]


class Passage(Struct, frozen=True, kw_only=True):
    """One sentence or two consecutive ones: the place, the (mean) embedding of unit length, whether it is negated."""

    evidence: Evidence
    vector: Vector
    negated: bool


class Exemplar(Struct, frozen=True, kw_only=True):
    """An exemplar of an indicator with its embedding. `against` says that it speaks against the candidate."""

    indicator_id: str
    against: bool
    vector: Vector
    negated: bool


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
    """Give the sentences that may earn points: neither a repetition of the question nor a list of terms."""
    return tuple(
        index
        for index, sentence in enumerate(answer.sentences)
        if index not in answer.echoes and not is_list(sentence.text)
    )


def passages(answer: MeasuredAnswer) -> Iterator[Passage]:
    """Give every usable sentence and every two consecutive ones that agree in being negated or not."""
    usable = frozenset(usable_sentences(answer))
    vectors = [_unit(np.asarray(vector, dtype=np.float64)) for vector in answer.vectors]
    negated = [is_negated(sentence.text) for sentence in answer.sentences]
    for index in sorted(usable):
        yield Passage(evidence=quote(answer, index, index), vector=vectors[index], negated=negated[index])
        after = index + 1
        if after in usable and negated[index] == negated[after]:
            mean = _unit(vectors[index] + vectors[after])
            yield Passage(evidence=quote(answer, index, after), vector=mean, negated=negated[index])


def exemplars(dimension: Dimension, references: Mapping[str, tuple[float, ...]]) -> tuple[Exemplar, ...]:
    """Give the exemplars of all indicators of a dimension. Raises `ValueError` when one has no embedding."""
    texts = [(indicator, text) for indicator in dimension.indicators for text in indicator.exemplars]
    missing = [text for _, text in texts if text not in references]
    if missing:
        raise ValueError(f"no embedding of the exemplar {missing[0]!r}; see reference_texts()")
    return tuple(
        Exemplar(
            indicator_id=indicator.id,
            against=indicator.kind is IndicatorKind.NEGATIVE,
            vector=_unit(np.asarray(references[text], dtype=np.float64)),
            negated=is_negated(text),
        )
        for indicator, text in texts
    )


def _similarities(passage: Passage, known: Sequence[Exemplar]) -> Iterator[tuple[Exemplar, float]]:
    """Give the similarity with every exemplar that agrees with the passage in being negated or not."""
    for exemplar in known:
        if exemplar.negated == passage.negated:
            yield exemplar, float(np.dot(passage.vector, exemplar.vector))


def _nearest(passage: Passage, indicator: Indicator, known: Sequence[Exemplar]) -> float | None:
    """Similarity of a passage with an indicator; `None` where it is nearer to one that says the opposite."""
    against = indicator.kind is IndicatorKind.NEGATIVE
    own, opposed = -1.0, -1.0
    for exemplar, similarity in _similarities(passage, known):
        if exemplar.indicator_id == indicator.id:
            own = max(own, similarity)
        elif exemplar.against != against:
            opposed = max(opposed, similarity)
    return own if own > opposed else None


def best_match(indicator: Indicator, known: Sequence[Exemplar], found: Sequence[Passage]) -> Match | None:
    """Find the passage nearest to any exemplar of an indicator.

    A passage that is nearer to an exemplar speaking the other way (for against, or against for) does not count, and a
    negated passage only matches a negated exemplar. Of equally near ones the first is taken.
    """
    best: Match | None = None
    for passage in found:
        similarity = _nearest(passage, indicator, known)
        if similarity is not None and (best is None or similarity > best.similarity):
            best = Match(similarity=similarity, passage=passage)
    return best
