"""What people add to reports, and the scores that candidates are compared by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from gateway.domain.remark import Remark
from gateway.domain.standing import ScoreLine
from gateway.storage import tables
from gateway.storage.session import Session


class SqlRemarks:
    """Implements `gateway.ports.Remarks`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, remark: Remark) -> None:
        """Keep a remark. Raises `ConflictError` where there is one of this id."""
        self._session.add(tables.remarks, remark)

    def of(self, interview_id: str) -> Sequence[Remark]:
        """Give the interview's, oldest first."""
        columns = tables.remarks.c
        return self._session.many(
            tables.remarks, Remark, columns.interview_id == interview_id, order=(columns.at, columns.id)
        )


class SqlScores:
    """Implements `gateway.ports.Scores`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, line: ScoreLine) -> None:
        """Keep the line of an interview; it takes the place of the one before."""
        self._session.run(delete(tables.scores).where(tables.scores.c.interview_id == line.interview_id))
        self._session.add(tables.scores, line)

    def of(self, interview_id: str) -> ScoreLine | None:
        """Give the interview's, if it has one."""
        table = tables.scores
        found = self._session.rows(select(table).where(table.c.interview_id == interview_id))
        return ScoreLine(**found[0]) if found else None

    def of_job(self, job_id: str, competency_model: str) -> Sequence[ScoreLine]:
        """Give those of a job by one version of its competency model, oldest first."""
        columns = tables.scores.c
        where = (columns.job_id == job_id, columns.competency_model == competency_model)
        return self._session.many(tables.scores, ScoreLine, *where, order=(columns.made_at, columns.interview_id))
