"""What candidates read, for every position that comes with the box: nothing in it is said to hurt."""

from __future__ import annotations

import pytest

from gateway.competencies.reading import names
from gateway.competencies.template import Language
from gateway.domain.candidate_report import CandidateReport, Shows, Terms
from gateway.domain.competency import IndicatorKind
from gateway.domain.interview import Job
from gateway.domain.text import LOCALES
from gateway.reports.candidate.compose import compose_for_candidate
from gateway.reports.candidate.html import to_candidate_html
from gateway.reports.candidate.structured import to_candidate_json
from tests.factories.feedback import a_job_of, a_mixed_report

BELOW_THE_MIDDLE = 2

each_template = pytest.mark.parametrize("template", names())
each_language = pytest.mark.parametrize("language", ["zh", "en"])


def told(job: Job, language: Language) -> CandidateReport:
    return compose_for_candidate(a_mixed_report(job, language), None, job.competency_model, Terms(shows=Shows.LEVELS))


def read(report: CandidateReport) -> str:
    """Give everything that reaches the candidate: both pages and the data."""
    pages = [to_candidate_html(report, locale) for locale in LOCALES]
    return "\n".join([*pages, to_candidate_json(report).decode()])


@each_language
@each_template
def test_no_name_of_a_fault_and_no_description_of_a_low_level_is_read(template: str, language: Language) -> None:
    job = a_job_of(template, language)
    text = read(told(job, language))
    for dimension in job.competency_model.dimensions:
        faults = [one.label for one in dimension.indicators if one.kind is IndicatorKind.NEGATIVE]
        for one in (*faults, *dimension.anchors[:BELOW_THE_MIDDLE]):
            assert one.zh not in text
            assert one.en not in text


@each_language
@each_template
def test_each_reader_has_strengths_two_or_three_things_to_do_and_something_to_read(
    template: str, language: Language
) -> None:
    report = told(a_job_of(template, language), language)
    assert report.strengths
    assert all(one.own_words for one in report.strengths)
    assert 2 <= sum(len(one.to_do) for one in report.improvements) <= 3
    assert all(one.reading for one in report.improvements)


@each_language
@each_template
def test_low_levels_come_with_what_to_aim_for(template: str, language: Language) -> None:
    results = told(a_job_of(template, language), language).results
    low = [one for one in results if one.assessed and (one.level or 0) <= BELOW_THE_MIDDLE]
    assert low
    assert all(one.aim and not one.anchor for one in low)
