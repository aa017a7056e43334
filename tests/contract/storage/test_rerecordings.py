from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.domain.errors import ConflictError, NotFoundError
from gateway.domain.interview import AnswerKind, Writing
from gateway.domain.rerecording import EarlierReport, ReRecording
from gateway.ports import UnitOfWorkFactory
from gateway.storage.database import Database
from tests.factories.people import NOW, an_answer, changed
from tests.factories.results import a_report

LATER = NOW + timedelta(hours=1)
OFFER = ReRecording(
    id="offer-1",
    interview_id="interview-1",
    question_id="q1",
    answer_id="answer-1",
    offered_by="王经理",
    reason="The sound was too noisy.",
    offered_at=NOW,
)


def test_an_answer_that_was_given_again_is_kept_apart(filled: UnitOfWorkFactory) -> None:
    again = an_answer(id="answer-2", received_at=LATER)
    with filled() as work:
        work.answers.add(an_answer())
        work.commit()
    with filled() as work:
        work.answers.replace(an_answer(), again)
        work.commit()
    with filled() as work:
        assert work.answers.of("interview-1") == [again]
        assert work.answers.get("answer-1") is None
        assert work.answers.earlier("interview-1") == [an_answer()]
        assert work.answers.earlier("another") == []


def test_a_question_still_has_one_answer_after_a_second_one(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.answers.add(an_answer())
        work.answers.replace(an_answer(), an_answer(id="answer-2"))
        work.commit()
    with filled() as work, pytest.raises(ConflictError):
        work.answers.add(an_answer(id="answer-3"))


def test_a_written_answer_keeps_how_it_was_written(filled: UnitOfWorkFactory) -> None:
    writing = Writing(typed_ms=61_000, keystrokes=212, pasted_characters=80)
    written = an_answer(kind=AnswerKind.TEXT, text="x" * 90, media_key=None, media_type=None, writing=writing)
    with filled() as work:
        work.answers.add(written)
        work.commit()
    with filled() as work:
        assert work.answers.get("answer-1") == written


def test_a_later_report_takes_the_place_of_the_earlier_which_is_kept(filled: UnitOfWorkFactory) -> None:
    later = a_report(id="report-2", created_at=LATER, supersedes="report-1")
    with filled() as work:
        work.reports.add(a_report())
        work.commit()
    with filled() as work:
        work.reports.replace(later, LATER)
        work.commit()
    with filled() as work:
        assert work.reports.of("interview-1") == later
        assert work.reports.earlier("interview-1") == [EarlierReport(report=a_report(), superseded_at=LATER)]
        with pytest.raises(ConflictError):
            work.reports.add(a_report(id="report-3"))


def test_earlier_reports_come_newest_last(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.reports.add(a_report(id="z"))
        work.reports.replace(a_report(id="y"), NOW)
        work.reports.replace(a_report(id="x"), LATER)
        work.commit()
    with filled() as work:
        assert [one.report.id for one in work.reports.earlier("interview-1")] == ["z", "y"]


def test_where_there_is_no_report_none_can_be_replaced(filled: UnitOfWorkFactory) -> None:
    with filled() as work, pytest.raises(NotFoundError):
        work.reports.replace(a_report(), NOW)


def test_offers_come_in_the_order_they_were_made_and_can_be_closed(filled: UnitOfWorkFactory) -> None:
    closed = changed(OFFER, closed_at=LATER, new_answer_id="answer-2")
    second = changed(OFFER, id="a", question_id="q2", offered_at=LATER)
    with filled() as work:
        work.rerecordings.add(second)
        work.rerecordings.add(OFFER)
        work.rerecordings.save(closed)
        work.commit()
    with filled() as work:
        assert work.rerecordings.of("interview-1") == [closed, second]
        assert [one.in_force for one in work.rerecordings.of("interview-1")] == [False, True]
        assert work.rerecordings.to("answer-1") == [closed, second]
        assert work.rerecordings.to("answer-2") == []


def test_a_database_of_before_is_upgraded_without_loss(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.sqlite")
    database.upgrade()
    with database._engine.begin() as connection:  # back to the tables before this change
        for name in ("earlier_answers", "earlier_reports", "rerecordings"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("ALTER TABLE answers DROP COLUMN writing"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        connection.execute(text("INSERT INTO candidates (id, name, created_at) VALUES ('c', 'c', '2026-11-01')"))
    database.upgrade()
    with database.reading() as work:
        found = work.candidates.get("c")
        assert found is not None
    database.close()
