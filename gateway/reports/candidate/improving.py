"""What to improve: two or three concrete things to do, by competency, with something to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.domain.candidate_report import Improvement, OwnWords, ToDo
from gateway.domain.competency import CompetencyModel, Indicator, IndicatorKind
from gateway.domain.report import Report
from gateway.domain.scoring import Evidence, IndicatorScore
from gateway.domain.text import LocalizedText

MOST = 3
FEWEST = 2
"""More than three things to do are not done; fewer than two are given only where there is nothing more to say."""

MOST_QUOTES = 2

Key = tuple[str, str]
"""The ids of a dimension and of an indicator of it."""


_PUT_DIFFERENTLY = LocalizedText(
    "下面这段话换一种讲法，会更有说服力。", "What you said here would come across better if it were put differently."
)


def own_words(report: Report, evidence: tuple[Evidence, ...]) -> tuple[OwnWords, ...]:
    """Give what the candidate said, the first citations only."""
    numbers = {one.question_id: number for number, one in enumerate(report.answers, start=1)}
    return tuple(
        OwnWords(question=numbers[one.question_id], text=one.quote, start_ms=one.start_ms)
        for one in evidence[:MOST_QUOTES]
    )


def improvements(report: Report, model: CompetencyModel) -> tuple[Improvement, ...]:
    """Give what to improve, what weighs most first: the report's weaknesses, then what was shown only in part."""
    scores = {
        (dimension.dimension_id, one.indicator_id): one
        for dimension in report.score.dimensions
        for one in dimension.indicators
    }
    weak = [(one.dimension_id, one.indicator_id) for one in report.weaknesses]
    chosen = weak[:MOST]
    chosen += [one for one in _short_of_full(report, scores) if one not in weak][: max(FEWEST - len(chosen), 0)]
    return tuple(_by_dimension(report, model, scores, chosen))


def _short_of_full(report: Report, scores: Mapping[Key, IndicatorScore]) -> list[Key]:
    """Give what is wanted and was not fully shown, by the points that are still to be had."""
    weights = {one.dimension_id: one.weight for one in report.score.dimensions if one.score is not None}
    left = {
        key: one.max_points * (1.0 - one.strength) * weights[key[0]]
        for key, one in scores.items()
        if key[0] in weights and one.kind is not IndicatorKind.NEGATIVE and one.strength < 1.0
    }
    return sorted(left, key=lambda key: -left[key])


def _by_dimension(
    report: Report, model: CompetencyModel, scores: Mapping[Key, IndicatorScore], chosen: list[Key]
) -> Iterator[Improvement]:
    known = {one.id: one for one in model.dimensions}
    for dimension_id in dict.fromkeys(key[0] for key in chosen):
        dimension = known[dimension_id]
        indicators = {one.id: one for one in dimension.indicators}
        yield Improvement(
            dimension=dimension.name,
            to_do=tuple(_to_do(report, indicators[key[1]], scores[key]) for key in chosen if key[0] == dimension_id),
            reading=dimension.reading,
        )


def _to_do(report: Report, indicator: Indicator, score: IndicatorScore) -> ToDo:
    return ToDo(
        action=indicator.advice,
        noticed=_noticed(indicator, score),
        own_words=own_words(report, score.evidence if score.strength > 0.0 else ()),
    )


def _noticed(indicator: Indicator, score: IndicatorScore) -> LocalizedText:
    """Say what led to the advice. The name of what speaks against somebody is for the company, and stays there."""
    label = indicator.label
    if indicator.kind is IndicatorKind.NEGATIVE:
        return _PUT_DIFFERENTLY
    if score.strength == 0.0:
        return LocalizedText(
            f"我们希望听到“{label.zh}”，但回答中没有提到。",
            f"We hoped to hear this, and your answers did not mention it: {label.en}.",
        )
    return LocalizedText(
        f"“{label.zh}”有所提及，但还可以说得更充分。",
        f"We heard this in part, and would have liked to hear more: {label.en}.",
    )
