from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest
from google.protobuf.message import Message
from shouguan.v1.assessment_pb2 import AssessmentResult, Attachment, Attribute

from gateway.bus.relay import event_of
from gateway.domain.competency import IndicatorKind
from gateway.domain.report import Finding
from gateway.domain.scoring import DimensionScore, Evidence, IndicatorScore, InterviewScore
from gateway.domain.text import LocalizedText
from gateway.outbox.events import decision_recorded, report_completed, status_changed
from gateway.ports import OutboxRow
from sync_agent.residency import DEFAULT, check
from tests.factories.people import an_interview
from tests.factories.results import a_decision, a_report, an_outbox_row
from wire import types

BOX = "box-1"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
QUOTE = Evidence(answer_id="a", question_id="q1", start=0, end=13, quote="I shipped it.", start_ms=0, end_ms=900)
ADVICE = LocalizedText("多用数字说明结果。", "Use figures to show results.")


def a_full_report() -> OutboxRow:
    indicator = IndicatorScore(
        indicator_id="ships",
        kind=IndicatorKind.POSITIVE,
        points=12.0,
        max_points=20.0,
        strength=0.6,
        similarity=0.7,
        evidence=(QUOTE,),
    )
    dimension = DimensionScore(
        dimension_id="planning", weight=1.0, score=81.0, indicators=(indicator,), keywords_found=(QUOTE,)
    )
    finding = Finding(
        dimension_id="planning", indicator_id="ships", text=ADVICE, points=12.0, evidence=(QUOTE,), advice=ADVICE
    )
    report = a_report(
        score=InterviewScore(overall=None, culture_fit=None, dimensions=(dimension,)),
        indicator_labels={"planning/ships": ADVICE},
        strengths=(finding,),
        weaknesses=(msgspec.structs.replace(finding, advice=None),),
    )
    return report_completed(report, a_decision(), event_id="e-1", now=NOW)


def found(row: OutboxRow, **envelope: object) -> tuple[str, ...]:
    return check(msgspec.structs.replace(event_of(row, BOX), **envelope), BOX, DEFAULT)


def found_in(message: Message) -> tuple[str, ...]:
    return found(an_outbox_row(type=types.REPORT_COMPLETED, data=message.SerializeToString()))


def with_json(content: object) -> AssessmentResult:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    attachment = Attachment(name="report.json", content_type="application/json", data=data)
    return AssessmentResult(order_id="i-1", attachments=[attachment])


@pytest.mark.parametrize(
    "row",
    [
        a_full_report(),
        report_completed(a_report(), None, event_id="e", now=NOW),
        decision_recorded(a_decision(rule_name=ADVICE), event_id="e", now=NOW),
        status_changed(an_interview(), event_id="e", now=NOW),
    ],
    ids=["full report", "bare report", "decision", "status"],
)
def test_what_the_outbox_makes_may_leave(row: OutboxRow) -> None:
    assert found(row) == ()


def test_a_report_with_very_many_findings_may_leave() -> None:
    finding = Finding(dimension_id="planning", indicator_id="ships", text=ADVICE, points=1.0)
    report = a_report(strengths=(finding,) * 500)
    assert found(report_completed(report, None, event_id="e", now=NOW, locale="en")) == ()


def test_the_words_of_the_candidate_are_in_no_report() -> None:
    assert b"shipped" not in a_full_report().data


def test_a_type_that_is_not_named_may_not_leave() -> None:
    assert "not allowed to leave" in found(an_outbox_row(type="shouguan.candidate.media.v1"))[0]


def test_data_that_is_no_such_message_may_not_leave() -> None:
    assert "not a shouguan.v1.AssessmentResult" in found(an_outbox_row(type=types.REPORT_COMPLETED, data=b"\xff"))[0]


def test_a_field_that_nobody_knows_may_not_leave() -> None:
    transcript = b"\xfa\x3e\x05words"  # field 1007 of type bytes
    assert found(an_outbox_row(type=types.REPORT_COMPLETED, data=transcript)) == ("#1007: unknown field",)


def test_a_field_that_nobody_knows_may_not_leave_inside_another_one() -> None:
    hidden = Attribute(id="culture_fit").SerializeToString() + b"\xfa\x3e\x05words"
    data = b"\x3a" + bytes([len(hidden)]) + hidden  # field 7: attributes
    assert found(an_outbox_row(type=types.REPORT_COMPLETED, data=data)) == ("attributes.#1007: unknown field",)


def test_a_transcript_may_not_leave_as_an_attribute() -> None:
    planted = AssessmentResult(attributes=[Attribute(type=Attribute.TEXT, id="transcript", value="So I said …")])
    assert "'transcript' is not on the allow-list" in found_in(planted)[0]


def test_a_long_text_may_not_leave() -> None:
    planted = AssessmentResult(attributes=[Attribute(type=Attribute.TEXT, id="strengths", value="word " * 1000)])
    assert "may be a transcript" in found_in(planted)[0]


@pytest.mark.parametrize(
    "content",
    [
        {"transcript": "I shipped it."},
        {"answers": [{"text": "I shipped it."}]},
        {"answers": [{"voice": {"pitch_median_hz": 120.0}}]},
        {"dimensions": "I shipped it."},
        {"score": [0.1, 0.2, 0.3]},
        {"I shipped it.": None},
        {"answers": {"I shipped it.": {}}},
        {"answers": [["I shipped it."]]},
        {"I shipped it.": []},
        b'{"language": "I shipped it.", "language": "en"}',
        b"[1]",
        b"not json",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_an_attachment_with_anything_not_named_may_not_leave(content: object) -> None:
    assert found_in(with_json(content))


@pytest.mark.parametrize(("name", "kind"), [("answer.mp4", "video/mp4"), ("report.json", "video/mp4")])
def test_media_may_not_leave(name: str, kind: str) -> None:
    planted = AssessmentResult(attachments=[Attachment(name=name, content_type=kind, data=b"\x00\x00\x00 ftyp")])
    assert "not on the allow-list" in found_in(planted)[0]


@pytest.mark.parametrize("number", ["11010519491231002X", "身份证号：440524188001010014。"])
def test_an_identity_number_may_not_leave(number: str) -> None:
    planted = AssessmentResult(attributes=[Attribute(type=Attribute.TEXT, id="strengths", value=number)])
    assert "identity number" in found_in(planted)[0]
    assert "identity number" in found_in(with_json({"language": number}))[0]


def test_eighteen_digits_with_a_wrong_check_digit_are_no_identity_number() -> None:
    assert found_in(AssessmentResult(order_id="110105194912310021")) == ()


@pytest.mark.parametrize(
    "url", ["http://hr.example.com/r", "https://10.0.0.5/r", "https://localhost/r", "https://box.local/r"]
)
def test_an_address_that_the_cloud_cannot_reach_may_not_leave(url: str) -> None:
    assert "result_url" in found_in(AssessmentResult(result_url=url))[0]


def test_a_public_address_may_leave() -> None:
    assert found_in(AssessmentResult(result_url="https://hr.example.com/r/1")) == ()


@pytest.mark.parametrize(
    "envelope",
    [
        {"source": "urn:shouguan:box:other"},
        {"content_type": "text/plain"},
        {"extensions": {"transcript": "words"}},
        {"subject": "application/I shipped it."},
    ],
)
def test_an_envelope_with_anything_else_may_not_leave(envelope: dict[str, object]) -> None:
    assert found(status_changed(an_interview(), event_id="e", now=NOW), **envelope)


def test_the_default_policy_names_only_fields_that_exist() -> None:
    for rule in DEFAULT.messages.values():
        for path in rule.fields:
            *parents, last = path.split(".")
            descriptor = rule.message.DESCRIPTOR
            for parent in parents:
                inner = descriptor.fields_by_name[parent].message_type
                assert inner is not None, path
                descriptor = inner
            assert last in descriptor.fields_by_name, path
