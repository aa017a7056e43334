from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from shouguan.v1.assessment_pb2 import AssessmentResult, Attribute
from shouguan.v1.decision_pb2 import DecisionRecorded
from shouguan.v1.status_pb2 import StatusChanged

from gateway.domain.interview import InterviewStatus
from gateway.domain.rule import DecisionStatus
from gateway.domain.scoring import InterviewScore
from gateway.domain.text import Locale
from gateway.outbox.events import decision_recorded, report_completed, status_changed
from tests.factories.people import an_interview
from tests.factories.results import a_decision, a_report

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def result_of(**options: Locale) -> AssessmentResult:
    return AssessmentResult.FromString(
        report_completed(a_report(), a_decision(), event_id="e-1", now=NOW, **options).data
    )


def test_the_row_carries_id_type_and_subject() -> None:
    row = report_completed(a_report(), None, event_id="e-1", now=NOW)
    assert (row.id, row.type, row.subject) == (
        "e-1",
        "shouguan.interview.report.completed.v1",
        "application/interview-1",
    )
    assert row.published_at is None


def test_a_report_becomes_an_assessment_result() -> None:
    result = result_of()
    assert (result.order_id, result.score, result.max_score) == ("interview-1", 82.5, 100.0)
    assert result.status == AssessmentResult.COMPLETED
    assert not result.HasField("result_url")
    assert result.completed_at.ToDatetime(UTC) == a_report().created_at
    assert (result.versions.competency_model, result.versions.rules) == ("pm@1", "default/1")
    assert [(model.name, model.version) for model in result.versions.models] == [("asr", "1")]


@pytest.mark.parametrize(("locale", "label"), [("zh-CN", "规划"), ("en", "Planning")])
def test_dimensions_and_culture_fit_are_sub_results(locale: Locale, label: str) -> None:
    planning, fit = (item for item in result_of(locale=locale).attributes if item.type == Attribute.SUB_RESULT)
    assert (planning.id, planning.label, planning.score.value, planning.score.max) == (
        "dimension.planning",
        label,
        82.5,
        100.0,
    )
    assert (fit.id, fit.score.value, fit.score.max) == ("culture_fit", 4.2, 5.0)


def test_what_could_not_be_judged_has_no_score() -> None:
    report = a_report(score=InterviewScore(overall=None, culture_fit=None, dimensions=()))
    result = AssessmentResult.FromString(report_completed(report, None, event_id="e", now=NOW).data)
    assert not result.HasField("score")
    (fit,) = result.attributes
    assert fit.status == Attribute.INSUFFICIENT_EVIDENCE
    assert not fit.HasField("score")


def test_the_report_travels_as_json_without_name_and_words() -> None:
    (attachment,) = result_of().attachments
    content = json.loads(attachment.data)
    assert (attachment.name, attachment.content_type) == ("report.json", "application/json")
    assert content["score"] == 82.5
    assert "林晓" not in attachment.data.decode()
    assert "shipped" not in attachment.data.decode()


@pytest.mark.parametrize(
    ("status", "confirmed"),
    [
        (DecisionStatus.PROPOSED, False),
        (DecisionStatus.AUTOMATIC, False),
        (DecisionStatus.CONFIRMED, True),
        (DecisionStatus.REJECTED, True),
    ],
)
def test_a_result_says_whether_a_person_stands_behind_it(status: DecisionStatus, *, confirmed: bool) -> None:
    row = report_completed(a_report(), a_decision(status=status), event_id="e", now=NOW)
    assert AssessmentResult.FromString(row.data).review.human_confirmed is confirmed


def test_a_decision_says_which_rule_on_which_values() -> None:
    row = decision_recorded(a_decision(reviewed_by="Wang Min", review_reason="因为"), event_id="e", now=NOW)
    decision = DecisionRecorded.FromString(row.data)
    assert (decision.rule_id, decision.condition) == ("second-round", "score >= 80.0")
    assert [(value.name, value.HasField("value")) for value in decision.values] == [("score", True), ("survey", False)]
    assert list(decision.actions) == ["second_round"]
    assert b"Wang Min" not in row.data


def test_a_status_is_told_by_its_name() -> None:
    row = status_changed(an_interview(status=InterviewStatus.FINISHING), event_id="e", now=NOW)
    assert StatusChanged.FromString(row.data).status == "finishing"


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = (report_completed(a_report(), a_decision(), event_id="e", now=NOW) for _ in range(2))
    assert first == second
