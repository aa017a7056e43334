"""One transaction of the database."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from gateway.ports import (
    Answers,
    Candidates,
    Decisions,
    IdempotencyKeys,
    Interviews,
    Jobs,
    LiveUploads,
    Outbox,
    Remarks,
    Reports,
    ReRecordings,
    RuleSets,
    Scores,
    StepResults,
)
from gateway.storage.effects import SqlIdempotencyKeys, SqlOutbox
from gateway.storage.live import SqlLiveUploads
from gateway.storage.people import SqlAnswers, SqlCandidates, SqlInterviews, SqlJobs
from gateway.storage.remarks import SqlRemarks, SqlScores
from gateway.storage.rerecordings import SqlReRecordings
from gateway.storage.results import SqlDecisions, SqlReports, SqlRuleSets, SqlStepResults
from gateway.storage.session import Session, translate


class SqlUnitOfWork:
    """Implements `gateway.ports.UnitOfWork`: begins when it is entered, rolls back unless committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        try:
            self._connection = self._engine.connect()
            self._connection.begin()
        except DBAPIError as error:
            raise translate(error) from error
        session = Session(self._connection)
        self.candidates: Candidates = SqlCandidates(session)
        self.jobs: Jobs = SqlJobs(session)
        self.interviews: Interviews = SqlInterviews(session)
        self.answers: Answers = SqlAnswers(session)
        self.lives: LiveUploads = SqlLiveUploads(session)
        self.rerecordings: ReRecordings = SqlReRecordings(session)
        self.steps: StepResults = SqlStepResults(session)
        self.reports: Reports = SqlReports(session)
        self.decisions: Decisions = SqlDecisions(session)
        self.remarks: Remarks = SqlRemarks(session)
        self.scores: Scores = SqlScores(session)
        self.rule_sets: RuleSets = SqlRuleSets(session)
        self.outbox: Outbox = SqlOutbox(session)
        self.idempotency: IdempotencyKeys = SqlIdempotencyKeys(session)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and give the connection back."""
        self._connection.close()

    def commit(self) -> None:
        """Make the changes durable, all or none. Raises `ConflictError` or `UnavailableError`."""
        try:
            self._connection.commit()
        except DBAPIError as error:
            raise translate(error) from error
