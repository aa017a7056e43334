"""What the pipeline makes: step results, reports, decisions, and the rule sets behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.errors import NotFoundError
from gateway.domain.report import Report
from gateway.domain.rerecording import EarlierReport
from gateway.domain.rule import Decision, RuleSet
from gateway.storage import tables
from gateway.storage.session import NOT_THERE, Session


class SqlStepResults:
    """Implements `gateway.ports.StepResults`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, interview_id: str, answer_id: str, step: str, versions: str) -> bytes | None:
        """Give what the step made with these versions, if it ran."""
        columns = tables.step_results.c
        statement = select(columns.data).where(
            columns.interview_id == interview_id,
            columns.answer_id == answer_id,
            columns.step == step,
            columns.versions == versions,
        )
        return self._session.run(statement).scalar_one_or_none()

    def put(self, interview_id: str, answer_id: str, step: str, versions: str, data: bytes) -> None:
        """Keep a step's result; a second one under the same key changes nothing."""
        values = {
            "interview_id": interview_id,
            "answer_id": answer_id,
            "step": step,
            "versions": versions,
            "data": data,
        }
        dialect = self._session.connection.dialect.name
        make = postgresql.insert if dialect == "postgresql" else sqlite.insert
        key = ("interview_id", "answer_id", "step", "versions")
        statement = make(tables.step_results).values(values).on_conflict_do_nothing(index_elements=key)
        self._session.run(statement)

    def latest(self, interview_id: str, answer_id: str, step: str) -> bytes | None:
        """Give what the step made last, with whatever versions."""
        columns = tables.step_results.c
        statement = (
            select(columns.data)
            .where(columns.interview_id == interview_id, columns.answer_id == answer_id, columns.step == step)
            .order_by(columns.number.desc())
            .limit(1)
        )
        return self._session.run(statement).scalar_one_or_none()


class SqlReports:
    """Implements `gateway.ports.Reports`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, report: Report) -> None:
        """Keep the report. Raises `ConflictError` where the interview has one."""
        values = {
            "id": report.id,
            "interview_id": report.interview_id,
            "created_at": report.created_at,
            "document": report,
        }
        self._session.run(insert(tables.reports).values(values))

    def of(self, interview_id: str) -> Report | None:
        """Give the interview's report, if it is made."""
        columns = tables.reports.c
        return self._session.run(
            select(columns.document).where(columns.interview_id == interview_id)
        ).scalar_one_or_none()

    def replace(self, report: Report, at: datetime) -> None:
        """Keep `report` in the place of the interview's, which becomes an earlier report. Raises `NotFoundError`."""
        earlier = self.of(report.interview_id)
        if earlier is None:
            raise NotFoundError(NOT_THERE)
        values = {
            "id": earlier.id,
            "interview_id": earlier.interview_id,
            "created_at": earlier.created_at,
            "superseded_at": at,
            "document": earlier,
        }
        self._session.run(insert(tables.earlier_reports).values(values))
        self._session.run(delete(tables.reports).where(tables.reports.c.id == earlier.id))
        self.add(report)

    def earlier(self, interview_id: str) -> Sequence[EarlierReport]:
        """Give the interview's earlier reports, newest last."""
        columns = tables.earlier_reports.c
        statement = (
            select(columns.document, columns.superseded_at)
            .where(columns.interview_id == interview_id)
            .order_by(columns.superseded_at, columns.id)
        )
        rows = self._session.rows(statement)
        return [EarlierReport(report=row["document"], superseded_at=row["superseded_at"]) for row in rows]


class SqlDecisions:
    """Implements `gateway.ports.Decisions`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: Decision) -> None:
        """Keep a new decision. Raises `ConflictError` where there is one of this id."""
        self._session.run(insert(tables.decisions).values(self._columns(decision)))

    def get(self, decision_id: str) -> Decision | None:
        """Give the decision, if there is one."""
        columns = tables.decisions.c
        return self._session.run(select(columns.document).where(columns.id == decision_id)).scalar_one_or_none()

    def save(self, decision: Decision) -> None:
        """Write the decision anew. Raises `NotFoundError` where there is none of this id."""
        where = tables.decisions.c.id == decision.id
        self._session.change(update(tables.decisions).where(where).values(self._columns(decision)))

    def of(self, interview_id: str) -> Sequence[Decision]:
        """Give the interview's decisions, newest last."""
        columns = tables.decisions.c
        statement = select(columns.document).where(columns.interview_id == interview_id)
        return self._session.run(statement.order_by(columns.decided_at, columns.id)).scalars().all()

    @staticmethod
    def _columns(decision: Decision) -> dict[str, object]:
        searched = {name: getattr(decision, name) for name in ("id", "interview_id", "status", "decided_at")}
        return {**searched, "document": decision}


class SqlRuleSets:
    """Implements `gateway.ports.RuleSets`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, rule_set: RuleSet) -> None:
        """Keep a rule set; it is the active one from now on. Raises `ConflictError` where this version is there."""
        values = {"id": rule_set.id, "version": rule_set.version, "document": rule_set}
        self._session.run(insert(tables.rule_sets).values(values))

    def active(self) -> RuleSet | None:
        """Give the one added last, if there is one."""
        columns = tables.rule_sets.c
        return self._session.run(select(columns.document).order_by(columns.number.desc()).limit(1)).scalar_one_or_none()
