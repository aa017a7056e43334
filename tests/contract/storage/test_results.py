from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.domain.errors import ConflictError
from gateway.domain.remark import RemarkKind
from gateway.domain.rule import DecisionStatus
from gateway.ports import IdempotentReply, UnitOfWorkFactory
from tests.factories.beside import a_line, a_remark
from tests.factories.people import NOW, an_interview
from tests.factories.results import a_decision, a_report, a_rule_set, an_outbox_row


def test_a_step_keeps_its_first_result(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.steps.put("interview-1", "answer-1", "perceive", "v1", b"first")
        work.steps.put("interview-1", "answer-1", "perceive", "v1", b"second")
        work.commit()
    with filled() as work:
        assert work.steps.get("interview-1", "answer-1", "perceive", "v1") == b"first"


def test_steps_are_kept_apart_by_each_part_of_their_key(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.steps.put("interview-1", "answer-1", "perceive", "v1", b"")
        assert work.steps.get("interview-1", "answer-1", "perceive", "v1") == b""
        assert work.steps.get("interview-1", "answer-2", "perceive", "v1") is None
        assert work.steps.get("interview-1", "answer-1", "signals", "v1") is None
        assert work.steps.get("interview-1", "answer-1", "perceive", "v2") is None
        assert work.steps.get("interview-1", "", "perceive", "v1") is None


def test_the_latest_result_is_the_one_put_last(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.steps.put("interview-1", "", "score", "v9", b"older")
        work.steps.put("interview-1", "", "score", "v1", b"newer")
        work.commit()
    with filled() as work:
        assert work.steps.latest("interview-1", "", "score") == b"newer"
        assert work.steps.latest("interview-1", "", "report") is None


def test_an_interview_has_one_report(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        assert work.reports.of("interview-1") is None
        work.reports.add(a_report())
        work.commit()
    with filled() as work:
        assert work.reports.of("interview-1") == a_report()
        with pytest.raises(ConflictError):
            work.reports.add(a_report(id="report-2"))


def test_decisions_come_newest_last(filled: UnitOfWorkFactory) -> None:
    newer = a_decision(id="a", decided_at=NOW + timedelta(hours=1))
    with filled() as work:
        work.decisions.add(newer)
        work.decisions.add(a_decision(id="b"))
        work.commit()
    with filled() as work:
        assert [d.id for d in work.decisions.of("interview-1")] == ["b", "a"]
        assert work.decisions.get("a") == newer
        assert work.decisions.get("c") is None


def test_a_review_is_saved(filled: UnitOfWorkFactory) -> None:
    reviewed = a_decision(status=DecisionStatus.REJECTED, reviewed_by="王芳", review_reason="需要再谈一次")
    with filled() as work:
        work.decisions.add(a_decision())
        work.decisions.save(reviewed)
        work.commit()
    with filled() as work:
        assert work.decisions.get("decision-1") == reviewed


def test_the_rule_set_added_last_is_active(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        assert work.rule_sets.active() is None
        work.rule_sets.add(a_rule_set(version="2"))
        work.rule_sets.add(a_rule_set(version="1"))
        assert work.rule_sets.active() == a_rule_set(version="1")
        work.commit()
    with begin() as work, pytest.raises(ConflictError):
        work.rule_sets.add(a_rule_set(version="2"))


def test_events_wait_until_they_are_published(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        for number in (3, 1, 2):
            work.outbox.add(an_outbox_row(id=f"event-{number}", created_at=NOW + timedelta(seconds=number)))
        work.commit()
    with begin() as work:
        assert [r.id for r in work.outbox.unpublished(2)] == ["event-1", "event-2"]
        work.outbox.mark_published("event-1", NOW)
        assert [r.id for r in work.outbox.unpublished(9)] == ["event-2", "event-3"]


def test_events_without_a_receipt_are_found_when_they_are_old(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        work.outbox.add(an_outbox_row())
        work.outbox.mark_published("event-1", NOW)
        work.commit()
    with begin() as work:
        assert work.outbox.unacknowledged(NOW, 9) == []
        assert [r.id for r in work.outbox.unacknowledged(NOW + timedelta(seconds=1), 9)] == ["event-1"]
        work.outbox.mark_receipt("event-1", NOW + timedelta(seconds=2))
        assert work.outbox.unacknowledged(NOW + timedelta(days=1), 9) == []


def test_the_first_receipt_counts_and_ends_publication(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        work.outbox.add(an_outbox_row())
        work.outbox.mark_receipt("event-1", NOW)
        work.outbox.mark_receipt("event-1", NOW + timedelta(days=1))
        work.outbox.mark_receipt("unknown", NOW)
        work.commit()
    with begin() as work:
        assert work.outbox.get("event-1") == an_outbox_row(receipt_at=NOW)
        assert work.outbox.unpublished(9) == []


def test_an_event_is_appended_once(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        work.outbox.add(an_outbox_row())
        work.commit()
    with begin() as work, pytest.raises(ConflictError):
        work.outbox.add(an_outbox_row())


def test_events_are_found_by_what_they_are_about(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        work.outbox.add(an_outbox_row())
        work.outbox.add(an_outbox_row(id="event-2", subject="application/interview-2"))
        assert work.outbox.of("application/interview-2") == [
            an_outbox_row(id="event-2", subject="application/interview-2")
        ]


def test_an_idempotency_key_keeps_one_reply(begin: UnitOfWorkFactory) -> None:
    reply = IdempotentReply(key="k", request_digest="d", status=201, body=b'{"id":"1"}')
    with begin() as work:
        assert work.idempotency.get("k") is None
        work.idempotency.add(reply)
        work.commit()
    with begin() as work:
        assert work.idempotency.get("k") == reply
        with pytest.raises(ConflictError):
            work.idempotency.add(reply)


def test_remarks_come_oldest_first_and_stay_as_they_were(filled: UnitOfWorkFactory) -> None:
    note = a_remark(id="a", kind=RemarkKind.NOTE, value=None, at=NOW + timedelta(hours=1))
    with filled() as work:
        work.remarks.add(note)
        work.remarks.add(a_remark(id="b"))
        work.commit()
    with filled() as work:
        assert work.remarks.of("interview-1") == [a_remark(id="b"), note]
        assert work.remarks.of("interview-2") == []
        with pytest.raises(ConflictError):
            work.remarks.add(a_remark(id="a"))


def test_scores_are_found_by_job_and_version_of_the_competency_model(filled: UnitOfWorkFactory) -> None:
    other = a_line(interview_id="interview-2", competency_model="pm@2", overall=70.5)
    with filled() as work:
        work.interviews.add(an_interview(id="interview-2"))
        work.scores.put(a_line())
        work.scores.put(other)
        work.commit()
    with filled() as work:
        assert work.scores.of_job("job-1", "pm@1") == [a_line()]
        assert work.scores.of_job("job-1", "pm@2") == [other]
        assert work.scores.of_job("job-2", "pm@1") == []
        assert work.scores.of("interview-2") == other
        assert work.scores.of("interview-3") is None


def test_the_line_of_a_later_report_takes_the_place_of_the_earlier(filled: UnitOfWorkFactory) -> None:
    later = a_line(overall=64.0, made_at=NOW + timedelta(hours=1))
    with filled() as work:
        work.scores.put(a_line())
        work.scores.put(later)
        work.commit()
    with filled() as work:
        assert work.scores.of_job("job-1", "pm@1") == [later]
