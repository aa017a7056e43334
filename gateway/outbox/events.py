"""What the cloud is told, as rows for the outbox: add them in the transaction of the change they tell of.

Event ids are UUIDv7 (`Ids.new`). No name, no transcript, no quotation, no measurement of a voice or face is in them.
"""

from __future__ import annotations

from datetime import datetime

from shouguan.v1.assessment_pb2 import AssessmentResult, Attachment, Attribute
from shouguan.v1.common_pb2 import Model, Review, Versions
from shouguan.v1.decision_pb2 import DecisionRecorded
from shouguan.v1.status_pb2 import StatusChanged

from gateway.domain import report as domain
from gateway.domain.interview import Interview
from gateway.domain.report import Report
from gateway.domain.rule import Decision, DecisionStatus
from gateway.domain.scoring import DimensionScore, shown
from gateway.domain.text import Locale, LocalizedText
from gateway.outbox.structured import structured_report
from gateway.ports import OutboxRow
from wire import types

MAX_SCORE = 100.0
MAX_CULTURE_FIT = 5.0
TEXT_CHARACTERS = 2000

CULTURE_FIT = LocalizedText("文化匹配度", "Culture fit")
STRENGTHS = LocalizedText("优势", "Strengths")
WEAKNESSES = LocalizedText("不足", "Weaknesses")
RECOMMENDATION = LocalizedText("建议的下一步", "Proposed next step")
SEPARATOR = LocalizedText("；", "; ")


def subject_of(interview_id: str) -> str:
    """Give the events' subject for an interview."""
    return f"application/{interview_id}"


def report_completed(
    report: Report, decision: Decision | None, *, event_id: str, now: datetime, locale: Locale = "zh-CN"
) -> OutboxRow:
    """Tell of a finished report, and of what the rules made of it. Labels are in `locale`."""
    overall = report.score.overall
    message = AssessmentResult(
        order_id=report.interview_id,
        status=AssessmentResult.COMPLETED,
        score=None if overall is None else shown(overall),
        max_score=MAX_SCORE,
        completed_at=report.created_at,
        attributes=_attributes(report, decision, locale),
        attachments=[
            Attachment(name="report.json", content_type="application/json", data=structured_report(report)),
        ],
        review=_review(decision),
        versions=_versions(report.versions, decision),
    )
    return _row(types.REPORT_COMPLETED, report.interview_id, message, event_id, now)


def decision_recorded(decision: Decision, *, event_id: str, now: datetime, locale: Locale = "zh-CN") -> OutboxRow:
    """Tell of a decision, or of what a person made of it."""
    message = DecisionRecorded(
        decision_id=decision.id,
        order_id=decision.interview_id,
        rule_set_id=decision.rule_set_id,
        rule_set_version=decision.rule_set_version,
        rule_id=decision.rule_id,
        rule_name=decision.rule_name.to(locale) if decision.rule_name else None,
        condition=decision.condition,
        values=[DecisionRecorded.Value(name=value.name, value=value.value) for value in decision.values],
        actions=[action.value for action in decision.actions],
        policy_profile=decision.policy_profile,
        decided_at=decision.decided_at,
        review=_review(decision),
    )
    return _row(types.DECISION_RECORDED, decision.interview_id, message, event_id, now)


def status_changed(interview: Interview, *, event_id: str, now: datetime) -> OutboxRow:
    """Tell of the interview's present status."""
    message = StatusChanged(order_id=interview.id, status=interview.status.value, changed_at=now)
    return _row(types.STATUS_CHANGED, interview.id, message, event_id, now)


def _row(
    event_type: str,
    interview_id: str,
    message: AssessmentResult | DecisionRecorded | StatusChanged,
    event_id: str,
    now: datetime,
) -> OutboxRow:
    return OutboxRow(
        id=event_id,
        type=event_type,
        subject=subject_of(interview_id),
        data=message.SerializeToString(deterministic=True),
        created_at=now,
    )


def _attributes(report: Report, decision: Decision | None, locale: Locale) -> list[Attribute]:
    made = [_dimension(score, report.dimension_names, locale) for score in report.score.dimensions]
    fit = report.score.culture_fit
    made.append(_sub_result("culture_fit", CULTURE_FIT.to(locale), fit, MAX_CULTURE_FIT))
    for identifier, label, findings in (
        ("strengths", STRENGTHS, report.strengths),
        ("weaknesses", WEAKNESSES, report.weaknesses),
    ):
        text = _joined([finding.text.to(locale) for finding in findings], SEPARATOR.to(locale))
        if text:
            made.append(_text(identifier, label.to(locale), text))
    if decision is not None:
        actions = ",".join(action.value for action in decision.actions)
        made.append(_text("recommendation", RECOMMENDATION.to(locale), actions))
    return made


def _joined(texts: list[str], separator: str) -> str:
    """Join as many of `texts` as fit: a text that is too long would not be let out. All are in the attachment."""
    joined = ""
    for text in texts:
        longer = f"{joined}{separator}{text}" if joined else text
        if len(longer) > TEXT_CHARACTERS:
            break
        joined = longer
    return joined


def _dimension(score: DimensionScore, names: dict[str, LocalizedText], locale: Locale) -> Attribute:
    name = names.get(score.dimension_id)
    label = name.to(locale) if name else score.dimension_id
    return _sub_result(f"dimension.{score.dimension_id}", label, score.score, MAX_SCORE)


def _sub_result(identifier: str, label: str, value: float | None, most: float) -> Attribute:
    if value is None:
        status = Attribute.INSUFFICIENT_EVIDENCE
        return Attribute(type=Attribute.SUB_RESULT, id=identifier, label=label, status=status)
    score = Attribute.Score(value=shown(value), max=most)
    return Attribute(type=Attribute.SUB_RESULT, id=identifier, label=label, score=score, status=Attribute.COMPLETED)


def _text(identifier: str, label: str, value: str) -> Attribute:
    return Attribute(type=Attribute.TEXT, id=identifier, label=label, value=value, status=Attribute.COMPLETED)


def _review(decision: Decision | None) -> Review:
    if decision is None:
        return Review(human_confirmed=False)
    return Review(
        human_confirmed=decision.status in {DecisionStatus.CONFIRMED, DecisionStatus.REJECTED},
        decision_status=decision.status.value,
    )


def _versions(versions: domain.Versions, decision: Decision | None) -> Versions:
    return Versions(
        models=[Model(name=model.name, version=model.version) for model in versions.models],
        competency_model=versions.competency_model,
        rules=f"{decision.rule_set_id}/{decision.rule_set_version}" if decision else "",
        software=versions.software,
    )
