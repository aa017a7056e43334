from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shouguan.v1.assessment_pb2 import AssessmentResult
from shouguan.v1.status_pb2 import StatusChanged

from gateway.bus.relay import event_of
from gateway.outbox.events import report_completed
from sync_agent.reference_receiver import received
from sync_agent.reference_receiver.receiver import read_envelope, read_message
from sync_agent.reference_receiver.store import open_store, store
from tests.factories.results import a_decision, a_report, an_outbox_row
from wire.cloudevents import headers
from wire.consumer import Delivery

NOW = datetime(2026, 11, 22, tzinfo=UTC)
REPORT = event_of(report_completed(a_report(), a_decision(), event_id="e-1", now=NOW), "box-1")


def test_an_event_that_comes_twice_is_stored_once_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "received.sqlite"
    result = AssessmentResult.FromString(REPORT.data)
    with closing(open_store(file)) as connection:
        assert store(connection, REPORT, result, NOW)
        assert not store(connection, REPORT, result, NOW)
    (event,) = received(file)
    assert (event.id, event.deliveries, event.data) == ("e-1", 2, REPORT.data)


def test_a_result_can_be_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "received.sqlite"
    with closing(open_store(file)) as connection:
        store(connection, REPORT, AssessmentResult.FromString(REPORT.data), NOW)
    with closing(sqlite3.connect(file)) as connection:
        result = connection.execute("SELECT order_id, score, max_score, recommendation FROM results").fetchone()
        parts = connection.execute("SELECT id, label, value, max FROM sub_results ORDER BY id").fetchall()
    assert result == ("interview-1", 82.5, 100.0, "second_round")
    assert parts == [("culture_fit", "文化匹配度", 4.2, 5.0), ("dimension.planning", "规划", 82.5, 100.0)]


def test_nothing_was_received_before_the_receiver_ran(tmp_path: Path) -> None:
    assert list(received(tmp_path / "nothing.sqlite")) == []


def test_nothing_was_received_while_the_receiver_makes_its_file(tmp_path: Path) -> None:
    file = tmp_path / "received.sqlite"
    file.touch()
    assert list(received(file)) == []


def test_an_event_that_names_another_box_than_its_subject_is_not_taken() -> None:
    delivery = Delivery(subject="up.box-2.event", data=REPORT.data, headers=headers(REPORT), attempt=1)
    with pytest.raises(ValueError, match="box-1"):
        read_envelope(delivery)


def test_a_message_with_unknown_fields_is_not_taken() -> None:
    data = StatusChanged(order_id="i").SerializeToString() + b"\xfa\x3e\x05words"
    with pytest.raises(ValueError, match="#1007"):
        read_message(event_of(an_outbox_row(data=data), "box-1"))
