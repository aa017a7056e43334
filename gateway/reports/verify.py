"""Refuses a report whose evidence does not resolve or whose numbers do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gateway.domain.report import Report
from gateway.domain.scoring import DimensionScore, Evidence, InterviewScore
from gateway.domain.signals import MeasuredAnswer
from gateway.reports.verify_integrity import integrity_problems
from gateway.reports.verify_intervals import interval_problems
from gateway.reports.verify_structure import structure_problems
from gateway.reports.verify_text import text_citations
from gateway.scoring.levels import level

ROUNDING = 0.06
"""Scores are rounded to one decimal."""

HIGHEST = 100.0


class UnresolvedEvidenceError(Exception):
    """A report says something that it does not show; the message names the first citation or number that is wrong."""


def _cited(dimension: DimensionScore) -> Iterator[tuple[str, Evidence]]:
    """Give every citation of a dimension, with the place it stands in."""
    for indicator in dimension.indicators:
        yield from ((f"{dimension.dimension_id}/{indicator.indicator_id}", one) for one in indicator.evidence)
    yield from ((f"{dimension.dimension_id}/keywords", one) for one in dimension.keywords_found)
    yield from ((f"{dimension.dimension_id}/{one.term}", one.evidence) for one in dimension.concepts if one.evidence)


def _citations(report: Report) -> Iterator[tuple[str, Evidence]]:
    for dimension in report.score.dimensions:
        yield from _cited(dimension)
    for question in report.next_questions:
        yield from ((f"question {question.dimension_id}/{question.indicator_id}", one) for one in question.evidence)
    for answer in report.answers:
        yield from text_citations(answer.measured)
        yield from ((f"moment of {answer.question_id}", one.evidence) for one in answer.moments)
    for finding in chain(report.strengths, report.weaknesses):
        yield from ((f"finding {finding.dimension_id}/{finding.indicator_id}", one) for one in finding.evidence)


def _times_fit(evidence: Evidence, answer: MeasuredAnswer) -> bool:
    """Whether the times lie in the recording, in order; an answer without times is cited without times."""
    if evidence.start_ms is None or evidence.end_ms is None:
        spoken = any(sentence.start_ms is not None for sentence in answer.sentences)
        return evidence.start_ms is None and evidence.end_ms is None and not spoken
    return 0 <= evidence.start_ms <= evidence.end_ms <= answer.duration_ms


def _check_names(report: Report) -> None:
    """Check that everything scored has a name, and every name is of a dimension."""
    for dimension in report.score.dimensions:
        if dimension.dimension_id not in report.dimension_names:
            raise UnresolvedEvidenceError(f"the dimension {dimension.dimension_id!r} has no name")
        for indicator in dimension.indicators:
            key = f"{dimension.dimension_id}/{indicator.indicator_id}"
            if key not in report.indicator_labels:
                raise UnresolvedEvidenceError(f"the indicator {key!r} has no label")


def _check_sum(dimension: DimensionScore) -> None:
    """Check that a dimension's parts make its score, and that what was shown cites where."""
    for indicator in dimension.indicators:
        if indicator.strength > 0.0 and not indicator.evidence:
            raise UnresolvedEvidenceError(f"{dimension.dimension_id}/{indicator.indicator_id} was shown nowhere")
        for word in indicator.cue:
            if not any(word in one.quote for one in indicator.evidence):
                raise UnresolvedEvidenceError(
                    f"{dimension.dimension_id}/{indicator.indicator_id} rests on {word!r}, which nothing cited says"
                )
    if dimension.score is None:
        return
    parts = dimension.start_points + dimension.keyword_points + dimension.structure_points
    total = parts + sum(one.points for one in dimension.indicators)
    if abs(min(max(total, 0.0), HIGHEST) - dimension.score) > ROUNDING:
        raise UnresolvedEvidenceError(f"the parts of {dimension.dimension_id} make {total}, not {dimension.score}")


def _check_overall(score: InterviewScore) -> None:
    """Check that the overall score is the mean of the measured dimensions by weight."""
    measured = [(one.weight, one.score) for one in score.dimensions if one.score is not None]
    if score.overall is None:
        return
    weight = sum(part for part, _ in measured)
    mean = sum(part * value for part, value in measured) / weight if weight else None
    if mean is None or abs(mean - score.overall) > ROUNDING:
        raise UnresolvedEvidenceError(f"the dimensions make {mean}, not {score.overall}")


def _check_levels(report: Report) -> None:
    """Check that every level is the one that its dimension's score reaches."""
    reached = {one.dimension_id: level(one.score) for one in report.score.dimensions}
    for dimension_id, shown in report.levels.items():
        if reached.get(dimension_id) != shown.level:
            raise UnresolvedEvidenceError(
                f"{dimension_id!r} reaches level {reached.get(dimension_id)}, not {shown.level}"
            )


def verify(report: Report) -> None:
    """Check that all evidence resolves: the answer exists, its text reads as quoted, the times lie in the recording.

    And that the numbers add up: parts to a dimension's score, dimensions to the overall score. Raises
    `UnresolvedEvidenceError` otherwise.
    """
    _check_names(report)
    for dimension in report.score.dimensions:
        _check_sum(dimension)
    _check_overall(report.score)
    _check_levels(report)
    for problem in chain(interval_problems(report.score), integrity_problems(report)):
        raise UnresolvedEvidenceError(problem)
    for problem in chain.from_iterable(structure_problems(one.measured) for one in report.answers):
        raise UnresolvedEvidenceError(problem)
    answers = {one.measured.answer_id: one for one in report.answers}
    for place, evidence in _citations(report):
        answer = answers.get(evidence.answer_id)
        if answer is None or answer.question_id != evidence.question_id:
            raise UnresolvedEvidenceError(
                f"{place} cites the answer {evidence.answer_id!r}, which is not in the report"
            )
        inside = 0 <= evidence.start < evidence.end <= len(answer.measured.text)
        if not inside or answer.measured.text[evidence.start : evidence.end] != evidence.quote:
            raise UnresolvedEvidenceError(
                f"{place} cites characters {evidence.start} to {evidence.end} of {evidence.answer_id!r}, "
                "which do not read as quoted"
            )
        if not _times_fit(evidence, answer.measured):
            raise UnresolvedEvidenceError(
                f"{place} cites {evidence.start_ms} to {evidence.end_ms} ms of {evidence.answer_id!r}, "
                f"which lasts {answer.measured.duration_ms} ms"
            )
