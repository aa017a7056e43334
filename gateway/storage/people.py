"""Candidates, jobs, interviews and answers in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select

from gateway.domain.interview import Answer, AnswerStatus, Candidate, Interview, InterviewStatus, Job
from gateway.storage import tables
from gateway.storage.session import Session


class SqlCandidates:
    """Implements `gateway.ports.Candidates`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, candidate: Candidate) -> None:
        """Keep a new candidate."""
        self._session.add(tables.candidates, candidate)

    def get(self, candidate_id: str) -> Candidate | None:
        """Give the candidate, if there is one."""
        return self._session.one(tables.candidates, Candidate, candidate_id)


class SqlJobs:
    """Implements `gateway.ports.Jobs`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, job: Job) -> None:
        """Keep a new job."""
        self._session.add(tables.jobs, job)

    def get(self, job_id: str) -> Job | None:
        """Give the job, if there is one."""
        return self._session.one(tables.jobs, Job, job_id)


class SqlInterviews:
    """Implements `gateway.ports.Interviews`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, interview: Interview) -> None:
        """Keep a new interview."""
        self._session.add(tables.interviews, interview)

    def get(self, interview_id: str) -> Interview | None:
        """Give the interview, if there is one."""
        return self._session.one(tables.interviews, Interview, interview_id)

    def save(self, interview: Interview) -> None:
        """Write the interview's fields."""
        self._session.save(tables.interviews, interview)

    def lock(self, interview_id: str) -> Interview | None:
        """Give the interview and lock its row; SQLite's transactions that write exclude each other as it is."""
        return self._session.one(tables.interviews, Interview, interview_id, lock=True)

    def recent(self, limit: int) -> Sequence[Interview]:
        """Give the latest, newest first."""
        order = (tables.interviews.c.created_at.desc(), tables.interviews.c.id.desc())
        return self._session.many(tables.interviews, Interview, order=order, limit=limit)

    def counts(self) -> Mapping[InterviewStatus, int]:
        """Count the interviews of each status that occurs."""
        status = tables.interviews.c.status
        rows = self._session.rows(select(status, func.count().label("number")).group_by(status))
        return {row["status"]: row["number"] for row in rows}

    def with_status(self, status: InterviewStatus) -> Sequence[Interview]:
        """Give those with `status`, oldest first."""
        columns = tables.interviews.c
        return self._session.many(
            tables.interviews, Interview, columns.status == status, order=(columns.created_at, columns.id)
        )


class SqlAnswers:
    """Implements `gateway.ports.Answers`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, answer: Answer) -> None:
        """Keep a new answer. Raises `ConflictError` where the question has one."""
        self._session.add(tables.answers, answer)

    def replace(self, earlier: Answer, answer: Answer) -> None:
        """Keep `answer` in the place of `earlier`, which becomes an earlier answer."""
        self._session.add(tables.earlier_answers, earlier)
        self._session.run(delete(tables.answers).where(tables.answers.c.id == earlier.id))
        self._session.add(tables.answers, answer)

    def earlier(self, interview_id: str) -> Sequence[Answer]:
        """Give the interview's earlier answers in the order they came."""
        columns = tables.earlier_answers.c
        return self._session.many(
            tables.earlier_answers,
            Answer,
            columns.interview_id == interview_id,
            order=(columns.received_at, columns.id),
        )

    def get(self, answer_id: str) -> Answer | None:
        """Give the answer, if there is one."""
        return self._session.one(tables.answers, Answer, answer_id)

    def save(self, answer: Answer) -> None:
        """Write the answer's fields."""
        self._session.save(tables.answers, answer)

    def of(self, interview_id: str) -> Sequence[Answer]:
        """Give the interview's answers in the order they came."""
        columns = tables.answers.c
        return self._session.many(
            tables.answers, Answer, columns.interview_id == interview_id, order=(columns.received_at, columns.id)
        )

    def counts(self) -> Mapping[AnswerStatus, int]:
        """Count the answers of each status that occurs."""
        status = tables.answers.c.status
        rows = self._session.rows(select(status, func.count().label("number")).group_by(status))
        return {row["status"]: row["number"] for row in rows}

    def with_status(self, *statuses: AnswerStatus) -> Sequence[Answer]:
        """Give all answers with one of `statuses`, oldest first."""
        columns = tables.answers.c
        return self._session.many(
            tables.answers, Answer, columns.status.in_(statuses), order=(columns.received_at, columns.id)
        )
