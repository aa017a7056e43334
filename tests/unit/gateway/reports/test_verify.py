from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gateway.domain.report import Report
from gateway.domain.scoring import Evidence
from gateway.reports.verify import UnresolvedEvidenceError, verify
from tests.factories.scored import an_answer, some_report, toward


def with_evidence(report: Report, **changes: Any) -> Report:  # noqa: ANN401
    """Change the first citation of the first indicator."""
    needs, *others = report.score.dimensions
    asks, *rest = needs.indicators
    changed = replace(asks, evidence=(replace(asks.evidence[0], **changes),))
    dimensions = (replace(needs, indicators=(changed, *rest)), *others)
    return replace(report, strengths=(), score=replace(report.score, dimensions=dimensions))


def test_a_composed_report_resolves() -> None:
    verify(some_report())


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "We asked nobody."},
        {"start": 1},
        {"end": 10_000},
        {"start": -5, "end": -1},
        {"start": 5, "end": 5, "quote": ""},
        {"answer_id": "another"},
        {"question_id": "q2"},
        {"end_ms": 60_000},
        {"start_ms": -1},
        {"start_ms": 900, "end_ms": 100},
        {"start_ms": None, "end_ms": None},
        {"start_ms": None},
    ],
)
def test_evidence_that_does_not_resolve_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UnresolvedEvidenceError, match="needs/asks"):
        verify(with_evidence(some_report(), **changes))


def test_evidence_of_keywords_is_checked() -> None:
    report = some_report()
    needs, *others = report.score.dimensions
    bad = Evidence(answer_id="answer-q1", question_id="q1", start=0, end=2, quote="no", start_ms=0, end_ms=1)
    broken = replace(report.score, dimensions=(replace(needs, keywords_found=(bad,)), *others))
    with pytest.raises(UnresolvedEvidenceError, match="keywords"):
        verify(replace(report, score=broken))


def test_evidence_of_findings_is_checked() -> None:
    report = some_report()
    (strength,) = report.strengths
    broken = replace(strength, evidence=(replace(strength.evidence[0], quote="Never said."),))
    with pytest.raises(UnresolvedEvidenceError, match="finding needs/asks"):
        verify(replace(report, strengths=(broken,)))


def with_needs(report: Report, **changes: Any) -> Report:  # noqa: ANN401
    """Change the first dimension."""
    needs, *others = report.score.dimensions
    return replace(report, score=replace(report.score, dimensions=(replace(needs, **changes), *others)))


def test_a_score_that_its_parts_do_not_make_is_refused() -> None:
    with pytest.raises(UnresolvedEvidenceError, match="the parts of needs make"):
        verify(with_needs(some_report(), keyword_points=9.0))


def test_an_overall_score_that_the_dimensions_do_not_make_is_refused() -> None:
    report = some_report()
    with pytest.raises(UnresolvedEvidenceError, match="the dimensions make"):
        verify(replace(report, score=replace(report.score, overall=91.0)))


def test_points_without_a_citation_are_refused() -> None:
    report = some_report()
    asks, *rest = report.score.dimensions[0].indicators
    with pytest.raises(UnresolvedEvidenceError, match="needs/asks was shown nowhere"):
        verify(with_needs(report, indicators=(replace(asks, evidence=()), *rest)))


def test_an_indicator_without_a_label_is_refused() -> None:
    with pytest.raises(UnresolvedEvidenceError, match="no label"):
        verify(replace(some_report(), indicator_labels={}))


def test_a_written_answer_is_cited_without_times() -> None:
    answer = an_answer("q1", [("We asked them.", toward("asks"))])
    untimed = tuple(replace(one, start_ms=None, end_ms=None) for one in answer.sentences)
    verify(some_report([replace(answer, sentences=untimed, duration_ms=0)]))


@given(st.integers(-3, 60), st.integers(-3, 60))
def test_only_the_exact_span_of_a_quote_resolves(start: int, end: int) -> None:
    report = some_report()
    cited = report.strengths[0].evidence[0]
    changed = with_evidence(report, start=start, end=end)
    if (start, end) == (cited.start, cited.end):
        verify(changed)
    else:
        with pytest.raises(UnresolvedEvidenceError):
            verify(changed)


def test_an_interval_that_its_parts_do_not_make_is_refused() -> None:
    report = some_report()
    held = report.score.interval
    assert held is not None
    wrong = replace(report, score=replace(report.score, interval=replace(held, low=held.low + 1.0)))
    with pytest.raises(UnresolvedEvidenceError, match="the overall score"):
        verify(wrong)


def test_a_report_of_old_without_intervals_passes() -> None:
    report = some_report()
    dimensions = tuple(replace(one, interval=None) for one in report.score.dimensions)
    bare = replace(report.score, interval=None, culture_interval=None, dimensions=dimensions)
    verify(replace(report, score=bare))
