"""Refuses a report whose evidence does not resolve."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gateway.domain.report import Report
from gateway.domain.scoring import DimensionScore, Evidence
from gateway.domain.signals import MeasuredAnswer


class UnresolvedEvidenceError(Exception):
    """A report cites something that is not there; the message names the first citation that does not resolve."""


def _cited(dimension: DimensionScore) -> Iterator[tuple[str, Evidence]]:
    """Give every citation of a dimension, with the place it stands in."""
    for indicator in dimension.indicators:
        yield from ((f"{dimension.dimension_id}/{indicator.indicator_id}", one) for one in indicator.evidence)
    yield from ((f"{dimension.dimension_id}/keywords", one) for one in dimension.keywords_found)


def _citations(report: Report) -> Iterator[tuple[str, Evidence]]:
    for dimension in report.score.dimensions:
        yield from _cited(dimension)
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


def verify(report: Report) -> None:
    """Check that all evidence resolves: the answer exists, its text reads as quoted, the times lie in the recording.

    Raises `UnresolvedEvidenceError` otherwise.
    """
    _check_names(report)
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
