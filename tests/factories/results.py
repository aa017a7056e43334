"""Reports, decisions, rule sets and outbox rows with everything filled in that a test does not name."""

from __future__ import annotations

from typing import Any

from gateway.domain.interview import AnswerKind
from gateway.domain.report import ModelUsed, Report, ReportAnswer, Versions
from gateway.domain.rule import ActionKind, Decision, DecisionStatus, Rule, RuleSet, RuleValue
from gateway.domain.scoring import DimensionScore, InterviewScore
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import LocalizedText
from gateway.ports import OutboxRow
from tests.factories.people import NOW, changed


def a_report(**fields: Any) -> Report:  # noqa: ANN401
    measured = MeasuredAnswer(
        answer_id="answer-1",
        question_id="q1",
        language="en",
        text="I shipped it.",
        duration_ms=1000,
        sentences=(),
        vectors=(),
    )
    report = Report(
        id="report-1",
        interview_id="interview-1",
        candidate_name="林晓",
        job_title=LocalizedText("产品经理", "Product manager"),
        language="en",
        created_at=NOW,
        score=InterviewScore(
            overall=82.5,
            culture_fit=4.2,
            dimensions=(DimensionScore(dimension_id="planning", weight=1.0, score=82.5),),
        ),
        dimension_names={"planning": LocalizedText("规划", "Planning")},
        indicator_labels={},
        strengths=(),
        weaknesses=(),
        answers=(
            ReportAnswer(
                question_id="q1", question=LocalizedText("问题", "Question"), kind=AnswerKind.VIDEO, measured=measured
            ),
        ),
        versions=Versions(software="0.1.0", competency_model="pm@1", models=(ModelUsed("asr", "1"),)),
    )
    return changed(report, **fields)


def a_decision(**fields: Any) -> Decision:  # noqa: ANN401
    decision = Decision(
        id="decision-1",
        interview_id="interview-1",
        rule_set_id="default",
        rule_set_version="1",
        rule_id="second-round",
        condition="score >= 80.0",
        values=(RuleValue("score", 82.5), RuleValue("survey", None)),
        actions=(ActionKind.SECOND_ROUND,),
        status=DecisionStatus.PROPOSED,
        policy_profile="default",
        decided_at=NOW,
    )
    return changed(decision, **fields)


def a_rule_set(**fields: Any) -> RuleSet:  # noqa: ANN401
    rule = Rule(
        id="second-round",
        name=LocalizedText("进入复试", "Second round"),
        condition="score >= 80.0",
        actions=(ActionKind.SECOND_ROUND,),
    )
    return changed(RuleSet(id="default", version="1", rules=(rule,)), **fields)


def an_outbox_row(**fields: Any) -> OutboxRow:  # noqa: ANN401
    row = OutboxRow(
        id="event-1",
        type="shouguan.interview.status.changed.v1",
        subject="application/interview-1",
        data=b"\x08\x01",
        created_at=NOW,
    )
    return changed(row, **fields)
