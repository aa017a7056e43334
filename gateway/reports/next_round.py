"""Questions for the next round: what the interview left open, in the order of how much depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gateway.domain.competency import CompetencyModel, Dimension, Indicator, IndicatorKind
from gateway.domain.report import NextQuestion, QuestionReason
from gateway.domain.scoring import DimensionScore, Evidence, IndicatorScore, InterviewScore
from gateway.domain.text import LocalizedText
from gateway.reports.limits import SHOWN

FEWEST = 3
MOST = 5
"""A second interview of an hour has room for so many questions."""

MOST_OF_A_DIMENSION = 2
"""The rest of the hour goes to other competencies."""

LEAST_STAKE = 1.0
"""A question on which less than a point of the overall score depends is only asked to make up `FEWEST`."""

UNKNOWN_POINTS = 40.0
"""What is open about a dimension that was not measured: what it can still earn over its start."""


class _Open(Struct, frozen=True, kw_only=True):
    """Something left open; `stake` is how many points of the overall score depend on it."""

    question: NextQuestion
    stake: float


def next_questions(model: CompetencyModel, score: InterviewScore) -> tuple[NextQuestion, ...]:
    """Give 3 to 5 questions for the next round; fewer only where the model has fewer indicators.

    The stake of an indicator is the dimension's share of the weight times the points it cost, or half of those that
    it could have earned. Indicators that were shown come last, for a second example.
    """
    scores = {one.dimension_id: one for one in score.dimensions}
    weight = sum(one.weight for one in model.dimensions) or 1.0
    found = [left for one in model.dimensions for left in _open(one, scores[one.id], one.weight / weight)]
    return _chosen(sorted(found, key=lambda one: -one.stake))


def _chosen(found: Sequence[_Open]) -> tuple[NextQuestion, ...]:
    taken: list[NextQuestion] = []
    for one in found:
        same = sum(asked.dimension_id == one.question.dimension_id for asked in taken)
        wanted = len(taken) < FEWEST or one.stake >= LEAST_STAKE
        if wanted and same < MOST_OF_A_DIMENSION and len(taken) < MOST:
            taken.append(one.question)
    missing = max(FEWEST - len(taken), 0)
    spare = [one.question for one in found if one.question not in taken]
    return (*taken, *spare[:missing])


def _open(dimension: Dimension, score: DimensionScore, share: float) -> Iterator[_Open]:
    if score.score is None:
        yield _Open(question=_about(dimension), stake=share * UNKNOWN_POINTS)
        return
    known = {one.id: one for one in dimension.indicators}
    for one in score.indicators:
        if one.kind is IndicatorKind.NEGATIVE and one.strength == 0.0:
            continue
        reason, points, evidence = _left(one, score)
        question = NextQuestion(
            dimension_id=dimension.id,
            indicator_id=one.indicator_id,
            text=probe(known[one.indicator_id]),
            reason=reason,
            evidence=evidence,
        )
        yield _Open(question=question, stake=share * points)


def _left(one: IndicatorScore, score: DimensionScore) -> tuple[QuestionReason, float, tuple[Evidence, ...]]:
    """Give what an indicator leaves open: why, how many points depend on it, and what was said."""
    missing = one.max_points * (1.0 - one.strength)
    if one.kind is IndicatorKind.NEGATIVE:
        return _against(one, score)
    if one.strength >= SHOWN:
        return QuestionReason.CONFIRM, 0.0, one.evidence
    if one.kind is IndicatorKind.EXPECTED:
        reason = QuestionReason.PARTLY if one.strength > 0.0 else QuestionReason.ABSENT
        return reason, missing, one.evidence
    reason = QuestionReason.PARTLY if one.strength > 0.0 else QuestionReason.NOT_SHOWN
    return reason, missing / 2, one.evidence


def _against(one: IndicatorScore, score: DimensionScore) -> tuple[QuestionReason, float, tuple[Evidence, ...]]:
    """Give what a negative indicator that was shown leaves open, beside what speaks for the candidate."""
    good = [other for other in score.indicators if other.kind is not IndicatorKind.NEGATIVE and other.strength >= SHOWN]
    if not good:
        return QuestionReason.AGAINST, -one.points, one.evidence
    best = max(good, key=lambda other: other.strength)
    return QuestionReason.CONTRADICTED, -one.points, (*one.evidence, *best.evidence)


def _about(dimension: Dimension) -> NextQuestion:
    """Ask about a dimension as a whole: by what weighs most in it, what is expected first."""
    asked = [one for one in dimension.indicators if one.kind is not IndicatorKind.NEGATIVE]
    heaviest = max(asked, key=lambda one: (one.kind is IndicatorKind.EXPECTED, one.points), default=None)
    return NextQuestion(
        dimension_id=dimension.id,
        indicator_id="",
        text=probe(heaviest) if heaviest else _example_of(dimension.name),
        reason=QuestionReason.INSUFFICIENT,
    )


def probe(indicator: Indicator) -> LocalizedText:
    """Give the question that the model asks about an indicator; one made of its label where the model has none."""
    if indicator.probe is not None:
        return indicator.probe
    if indicator.kind is not IndicatorKind.NEGATIVE:
        return _example_of(indicator.label)
    label = indicator.label
    return LocalizedText(
        f"您的回答可能给人这样的印象：“{label.zh}”。您怎么看？请用一个具体的例子说明。",
        f"An interviewer may take this from your answers: “{label.en}”. What do you say to it, and which example "
        "shows it?",
    )


def _example_of(label: LocalizedText) -> LocalizedText:
    return LocalizedText(
        f"请用一个具体的例子说明“{label.zh}”：当时是什么情况，您做了什么，结果怎样？",
        f"Please give an example of this: “{label.en}”. What was the situation, what did you do yourself, and how did "
        "it end?",
    )
