"""The published JSON Schemas against what the box writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gateway.domain.candidate_report import Region, Shows, Terms
from gateway.domain.report import Report
from gateway.domain.rule import ActionKind, Decision, DecisionStatus
from gateway.domain.signals import Limit, PostureSignals
from gateway.reports.candidate.compose import compose_for_candidate
from gateway.reports.candidate.structured import to_candidate_json
from gateway.reports.schema import Reader, schema
from gateway.reports.structured import to_json
from tests.factories.people import changed
from tests.factories.results import a_decision
from tests.factories.scored import BEHAVIOUR, MODEL, VOICE, some_answers, some_report

DOCS = Path(__file__).parents[4] / "docs"
PUBLISHED = {Reader.HR: DOCS / "report.schema.json", Reader.CANDIDATE: DOCS / "candidate-report.schema.json"}


def problems(reader: Reader, written: bytes) -> list[str]:
    """Give what is wrong with a written report, by the schema that is published."""
    published = json.loads(PUBLISHED[reader].read_bytes())
    Draft202012Validator.check_schema(published)
    return [one.json_path for one in Draft202012Validator(published).iter_errors(json.loads(written))]


def everything_measured() -> Report:
    """A report in which nothing that can be measured is missing."""
    first, second = some_answers()
    posture = PostureSignals(upright_share=1.0, forward_share=0.0, hands_share=0.5)
    full = changed(first, voice=VOICE, behaviour=BEHAVIOUR, posture=posture)
    return some_report((full, changed(second, limits=(Limit.WRITTEN,))))


REPORTS: dict[str, Callable[[], Report]] = {
    "full": everything_measured,
    "plain": some_report,
    "empty": lambda: some_report(()),
}
DECISIONS = (
    None,
    a_decision(),
    a_decision(status=DecisionStatus.CONFIRMED, actions=(ActionKind.TALENT_POOL,), reviewed_by="Zhao Min"),
)


@pytest.mark.parametrize("reader", Reader)
def test_the_published_schema_is_up_to_date(reader: Reader) -> None:
    assert PUBLISHED[reader].read_bytes() == schema(reader), (
        f"write docs/{PUBLISHED[reader].name} anew: shouguan report schema {reader}"
    )


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_what_the_schema_says(report: str, decision: Decision | None) -> None:
    assert problems(Reader.HR, to_json(REPORTS[report](), decision)) == []


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("shows", [Shows.LEVELS, Shows.SCORES])
@pytest.mark.parametrize("region", Region)
def test_a_candidates_report_is_what_the_schema_says(
    report: str, decision: Decision | None, shows: Shows, region: Region
) -> None:
    told = compose_for_candidate(REPORTS[report](), decision, MODEL, Terms(shows=shows, region=region))
    assert problems(Reader.CANDIDATE, to_candidate_json(told)) == []


def written(reader: Reader) -> dict[str, Any]:
    report = some_report()
    told = compose_for_candidate(report, None, MODEL, Terms())
    content: dict[str, Any] = json.loads(to_json(report, None) if reader is Reader.HR else to_candidate_json(told))
    return content


@pytest.mark.parametrize("reader", Reader)
def test_every_field_that_a_report_has_is_described_and_none_may_be_missing(reader: Reader) -> None:
    report = written(reader)["report"]
    described = json.loads(schema(reader))["$defs"]["Report" if reader is Reader.HR else "CandidateReport"]
    assert set(report) == set(described["properties"]) == set(described["required"])
    for name in report:
        content = written(reader)
        del content["report"][name]
        assert problems(reader, json.dumps(content).encode()) == ["$.report"], name


@pytest.mark.parametrize("reader", Reader)
def test_a_report_of_another_form_is_refused(reader: Reader) -> None:
    content = written(reader) | {"schema": "shouguan.report.v0"}
    assert problems(reader, json.dumps(content).encode()) == ["$.schema"]


@pytest.mark.parametrize("reader", Reader)
def test_what_is_described_is_described_in_whole_sentences(reader: Reader) -> None:
    parts = json.loads(schema(reader))["$defs"].values()
    described = [part["description"] for part in parts]
    assert all(text.strip() == text and text.endswith(".") and "\n   " not in text for text in described)
