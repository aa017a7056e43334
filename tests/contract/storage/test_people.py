from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.domain.errors import ConflictError, NotFoundError
from gateway.domain.interview import AnswerKind, AnswerStatus, InterviewStatus
from gateway.ports import UnitOfWorkFactory
from tests.factories.people import NOW, a_candidate, a_job, an_answer, an_interview


def test_what_is_committed_comes_back_equal(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        assert work.candidates.get("candidate-1") == a_candidate()
        assert work.jobs.get("job-1") == a_job()
        assert work.interviews.get("interview-1") == an_interview()


def test_what_is_not_committed_is_gone(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        work.candidates.add(a_candidate())
    with begin() as work:
        assert work.candidates.get("candidate-1") is None


def test_an_error_inside_rolls_back(begin: UnitOfWorkFactory) -> None:
    def add_and_fail() -> None:
        with begin() as work:
            work.candidates.add(a_candidate())
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - raised just above
        add_and_fail()
    with begin() as work:
        assert work.candidates.get("candidate-1") is None


def test_what_does_not_exist_is_none(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        assert work.candidates.get("nobody") is None
        assert work.jobs.get("nothing") is None
        assert work.interviews.get("nothing") is None
        assert work.interviews.lock("nothing") is None
        assert work.answers.get("nothing") is None


def test_an_id_is_used_once(begin: UnitOfWorkFactory) -> None:
    with begin() as work:
        work.candidates.add(a_candidate())
        with pytest.raises(ConflictError):
            work.candidates.add(a_candidate(name="somebody else"))


def test_an_interview_is_saved_with_all_its_fields(filled: UnitOfWorkFactory) -> None:
    later = NOW + timedelta(minutes=5, microseconds=123_456)
    finished = an_interview(
        status=InterviewStatus.COMPLETED, finished_at=later, completed_at=later + timedelta(seconds=3), survey=4.5
    )
    with filled() as work:
        assert work.interviews.lock("interview-1") == an_interview()
        work.interviews.save(finished)
        work.commit()
    with filled() as work:
        assert work.interviews.get("interview-1") == finished


def test_saving_what_does_not_exist_is_refused(filled: UnitOfWorkFactory) -> None:
    with filled() as work, pytest.raises(NotFoundError):
        work.interviews.save(an_interview(id="nothing"))


def test_recent_interviews_come_newest_first(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        for number in (2, 3):
            created = NOW + timedelta(minutes=number)
            work.interviews.add(an_interview(id=f"interview-{number}", created_at=created))
        work.commit()
    with filled() as work:
        assert [i.id for i in work.interviews.recent(2)] == ["interview-3", "interview-2"]


def test_interviews_are_found_by_status(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.interviews.add(an_interview(id="interview-2", status=InterviewStatus.FINISHING))
        work.commit()
    with filled() as work:
        assert [i.id for i in work.interviews.with_status(InterviewStatus.FINISHING)] == ["interview-2"]


def test_answers_come_in_the_order_they_came(filled: UnitOfWorkFactory) -> None:
    second = an_answer(id="a", question_id="q2", received_at=NOW + timedelta(seconds=9))
    with filled() as work:
        work.answers.add(second)
        work.answers.add(an_answer(id="b"))
        work.commit()
    with filled() as work:
        assert [a.id for a in work.answers.of("interview-1")] == ["b", "a"]
        assert work.answers.get("a") == second


def test_a_written_answer_keeps_every_character(filled: UnitOfWorkFactory) -> None:
    text = "上线后留存率提高了 12%。\n第二行 🙂 'quoted' \\ %s"
    written = an_answer(kind=AnswerKind.TEXT, text=text, media_key=None, media_type=None)
    with filled() as work:
        work.answers.add(written)
        work.commit()
    with filled() as work:
        assert work.answers.get("answer-1") == written


def test_a_question_has_one_answer(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.answers.add(an_answer())
        work.commit()
    with filled() as work, pytest.raises(ConflictError):
        work.answers.add(an_answer(id="answer-2"))


def test_answers_are_found_by_status(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.answers.add(an_answer())
        work.answers.add(an_answer(id="answer-2", question_id="q2", status=AnswerStatus.FAILED, problem="no_audio"))
        work.commit()
    with filled() as work:
        found = work.answers.with_status(AnswerStatus.FAILED, AnswerStatus.READY)
        assert [a.id for a in found] == ["answer-2"]
        work.answers.save(an_answer(status=AnswerStatus.PERCEIVING, progress=0.25))
        assert work.answers.with_status(AnswerStatus.RECEIVED) == []


def test_a_recording_may_be_larger_than_two_gigabytes(filled: UnitOfWorkFactory) -> None:
    with filled() as work:
        work.answers.add(an_answer(size=5 * 1024**3))
        work.commit()
    with filled() as work:
        found = work.answers.get("answer-1")
        assert found is not None
        assert found.size == 5 * 1024**3
