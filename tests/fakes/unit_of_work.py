"""A database in memory, held to the same contract as the real ones."""

from __future__ import annotations

import copy
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

import msgspec

from gateway.domain.errors import ConflictError, NotFoundError
from gateway.domain.interview import Answer, AnswerStatus, Candidate, Interview, InterviewStatus, Job
from gateway.domain.live import LiveUpload
from gateway.domain.remark import Remark
from gateway.domain.report import Report
from gateway.domain.rerecording import EarlierReport, ReRecording
from gateway.domain.rule import Decision, RuleSet
from gateway.domain.standing import ScoreLine
from gateway.domain.text import LocalizedText
from gateway.ports import (
    Answers,
    Candidates,
    Decisions,
    IdempotencyKeys,
    IdempotentReply,
    Interviews,
    Jobs,
    LiveUploads,
    Outbox,
    OutboxRow,
    Remarks,
    Reports,
    ReRecordings,
    RuleSets,
    Scores,
    StepResults,
)


class Identified(Protocol):
    @property
    def id(self) -> str: ...


Value = TypeVar("Value", bound=Identified)


def conflict() -> ConflictError:
    return ConflictError(LocalizedText("已存在。", "There is already such a record."))


@dataclass
class Rows(Generic[Value]):
    """Values by their ids."""

    by_id: dict[str, Value] = field(default_factory=dict)

    def add(self, value: Value) -> None:
        if value.id in self.by_id:
            raise conflict()
        self.by_id[value.id] = value

    def get(self, value_id: str) -> Value | None:
        return self.by_id.get(value_id)

    def save(self, value: Value) -> None:
        if value.id not in self.by_id:
            raise NotFoundError(LocalizedText("不存在。", "There is no such record."))
        self.by_id[value.id] = value

    def values(self) -> Iterable[Value]:
        return self.by_id.values()


class MemoryInterviews(Rows[Interview]):
    def lock(self, interview_id: str) -> Interview | None:
        return self.get(interview_id)

    def recent(self, limit: int) -> Sequence[Interview]:
        return sorted(self.values(), key=lambda i: (i.created_at, i.id), reverse=True)[:limit]

    def counts(self) -> Mapping[InterviewStatus, int]:
        return Counter(interview.status for interview in self.values())

    def with_status(self, status: InterviewStatus) -> Sequence[Interview]:
        return sorted((i for i in self.values() if i.status == status), key=lambda i: (i.created_at, i.id))


@dataclass
class MemoryAnswers(Rows[Answer]):
    replaced: dict[str, Answer] = field(default_factory=dict)

    def replace(self, earlier: Answer, answer: Answer) -> None:
        del self.by_id[earlier.id]
        self.replaced[earlier.id] = earlier
        self.add(answer)

    def earlier(self, interview_id: str) -> Sequence[Answer]:
        return self._sorted(a for a in self.replaced.values() if a.interview_id == interview_id)

    def add(self, value: Answer) -> None:
        if any(a.question_id == value.question_id for a in self.of(value.interview_id)):
            raise conflict()
        super().add(value)

    def of(self, interview_id: str) -> Sequence[Answer]:
        return self._sorted(a for a in self.values() if a.interview_id == interview_id)

    def counts(self) -> Mapping[AnswerStatus, int]:
        return Counter(answer.status for answer in self.values())

    def with_status(self, *statuses: AnswerStatus) -> Sequence[Answer]:
        return self._sorted(a for a in self.values() if a.status in statuses)

    @staticmethod
    def _sorted(answers: Iterable[Answer]) -> Sequence[Answer]:
        return sorted(answers, key=lambda a: (a.received_at, a.id))


class MemoryLiveUploads(Rows[LiveUpload]):
    def add(self, value: LiveUpload) -> None:
        if self.to(value.interview_id, value.question_id) is not None:
            raise conflict()
        super().add(value)

    def to(self, interview_id: str, question_id: str) -> LiveUpload | None:
        return next((one for one in self.of(interview_id) if one.question_id == question_id), None)

    def of(self, interview_id: str) -> Sequence[LiveUpload]:
        found = (one for one in self.values() if one.interview_id == interview_id)
        return sorted(found, key=lambda one: (one.began_at, one.id))

    def remove(self, live_id: str) -> None:
        self.by_id.pop(live_id, None)

    def remove_older(self, before: datetime) -> None:
        self.by_id = {key: one for key, one in self.by_id.items() if one.began_at >= before}


class MemoryReRecordings(Rows[ReRecording]):
    def of(self, interview_id: str) -> Sequence[ReRecording]:
        return self._sorted(one for one in self.values() if one.interview_id == interview_id)

    def to(self, answer_id: str) -> Sequence[ReRecording]:
        return self._sorted(one for one in self.values() if one.answer_id == answer_id)

    @staticmethod
    def _sorted(offers: Iterable[ReRecording]) -> Sequence[ReRecording]:
        return sorted(offers, key=lambda one: (one.offered_at, one.id))


@dataclass
class MemorySteps:
    results: dict[tuple[str, str, str, str], bytes] = field(default_factory=dict)

    def get(self, interview_id: str, answer_id: str, step: str, versions: str) -> bytes | None:
        return self.results.get((interview_id, answer_id, step, versions))

    def put(self, interview_id: str, answer_id: str, step: str, versions: str, data: bytes) -> None:
        self.results.setdefault((interview_id, answer_id, step, versions), data)

    def latest(self, interview_id: str, answer_id: str, step: str) -> bytes | None:
        found = [data for key, data in self.results.items() if key[:3] == (interview_id, answer_id, step)]
        return found[-1] if found else None


@dataclass
class MemoryReports:
    by_interview: dict[str, Report] = field(default_factory=dict)
    superseded: list[EarlierReport] = field(default_factory=list)

    def add(self, report: Report) -> None:
        if report.interview_id in self.by_interview:
            raise conflict()
        self.by_interview[report.interview_id] = report

    def of(self, interview_id: str) -> Report | None:
        return self.by_interview.get(interview_id)

    def replace(self, report: Report, at: datetime) -> None:
        if report.interview_id not in self.by_interview:
            raise NotFoundError(LocalizedText("不存在。", "There is no such record."))
        earlier = self.by_interview.pop(report.interview_id)
        self.superseded.append(EarlierReport(report=earlier, superseded_at=at))
        self.add(report)

    def earlier(self, interview_id: str) -> Sequence[EarlierReport]:
        return [one for one in self.superseded if one.report.interview_id == interview_id]


class MemoryDecisions(Rows[Decision]):
    def of(self, interview_id: str) -> Sequence[Decision]:
        found = (d for d in self.values() if d.interview_id == interview_id)
        return sorted(found, key=lambda d: (d.decided_at, d.id))


class MemoryRemarks(Rows[Remark]):
    def of(self, interview_id: str) -> Sequence[Remark]:
        found = (one for one in self.values() if one.interview_id == interview_id)
        return sorted(found, key=lambda one: (one.at, one.id))


@dataclass
class MemoryScores:
    by_interview: dict[str, ScoreLine] = field(default_factory=dict)

    def put(self, line: ScoreLine) -> None:
        self.by_interview[line.interview_id] = line

    def of(self, interview_id: str) -> ScoreLine | None:
        return self.by_interview.get(interview_id)

    def of_job(self, job_id: str, competency_model: str) -> Sequence[ScoreLine]:
        found = (
            one
            for one in self.by_interview.values()
            if (one.job_id, one.competency_model) == (job_id, competency_model)
        )
        return sorted(found, key=lambda one: (one.made_at, one.interview_id))


@dataclass
class MemoryRuleSets:
    sets: list[RuleSet] = field(default_factory=list)

    def add(self, rule_set: RuleSet) -> None:
        if any((s.id, s.version) == (rule_set.id, rule_set.version) for s in self.sets):
            raise conflict()
        self.sets.append(rule_set)

    def active(self) -> RuleSet | None:
        return self.sets[-1] if self.sets else None


class MemoryOutbox(Rows[OutboxRow]):
    def of(self, subject: str) -> Sequence[OutboxRow]:
        return self._sorted(r for r in self.values() if r.subject == subject)

    def unpublished(self, limit: int) -> Sequence[OutboxRow]:
        return self._sorted(r for r in self.values() if r.published_at is None and r.receipt_at is None)[:limit]

    def unacknowledged(self, published_before: datetime, limit: int) -> Sequence[OutboxRow]:
        return self._sorted(
            r
            for r in self.values()
            if r.published_at is not None and r.published_at < published_before and r.receipt_at is None
        )[:limit]

    def waiting(self) -> int:
        return sum(row.receipt_at is None for row in self.values())

    def mark_published(self, row_id: str, at: datetime) -> None:
        if row := self.get(row_id):
            self.save(msgspec.structs.replace(row, published_at=at))

    def mark_receipt(self, row_id: str, at: datetime) -> None:
        row = self.get(row_id)
        if row and row.receipt_at is None:
            self.save(msgspec.structs.replace(row, receipt_at=at))

    @staticmethod
    def _sorted(rows: Iterable[OutboxRow]) -> list[OutboxRow]:
        return sorted(rows, key=lambda r: (r.created_at, r.id))


@dataclass
class MemoryIdempotencyKeys:
    replies: dict[str, IdempotentReply] = field(default_factory=dict)

    def get(self, key: str) -> IdempotentReply | None:
        return self.replies.get(key)

    def add(self, reply: IdempotentReply) -> None:
        if reply.key in self.replies:
            raise conflict()
        self.replies[reply.key] = reply


@dataclass
class Tables:
    candidates: Rows[Candidate] = field(default_factory=Rows)
    jobs: Rows[Job] = field(default_factory=Rows)
    interviews: MemoryInterviews = field(default_factory=MemoryInterviews)
    answers: MemoryAnswers = field(default_factory=MemoryAnswers)
    lives: MemoryLiveUploads = field(default_factory=MemoryLiveUploads)
    rerecordings: MemoryReRecordings = field(default_factory=MemoryReRecordings)
    steps: MemorySteps = field(default_factory=MemorySteps)
    reports: MemoryReports = field(default_factory=MemoryReports)
    decisions: MemoryDecisions = field(default_factory=MemoryDecisions)
    remarks: MemoryRemarks = field(default_factory=MemoryRemarks)
    scores: MemoryScores = field(default_factory=MemoryScores)
    rule_sets: MemoryRuleSets = field(default_factory=MemoryRuleSets)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    idempotency: MemoryIdempotencyKeys = field(default_factory=MemoryIdempotencyKeys)

    def copied(self) -> Tables:
        """Copy the containers; the values in them are frozen and need no copy."""
        copied = Tables()
        for name, table in vars(self).items():
            contents = {key: copy.copy(held) for key, held in vars(table).items()}
            setattr(copied, name, type(table)(**contents))
        return copied


class MemoryUnitOfWork:
    """One transaction on the database in memory; transactions exclude each other."""

    candidates: Candidates
    jobs: Jobs
    interviews: Interviews
    answers: Answers
    lives: LiveUploads
    rerecordings: ReRecordings
    steps: StepResults
    reports: Reports
    decisions: Decisions
    remarks: Remarks
    scores: Scores
    rule_sets: RuleSets
    outbox: Outbox
    idempotency: IdempotencyKeys

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def __enter__(self) -> Self:
        self._database.lock.acquire()
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.lock.release()

    def commit(self) -> None:
        self._database.tables = self._tables
        self._database.commits += 1
        self._begin()

    def _begin(self) -> None:
        self._tables = self._database.tables.copied()
        for name, table in vars(self._tables).items():
            setattr(self, name, table)


class MemoryDatabase:
    """Call it to begin a transaction: it is a `UnitOfWorkFactory`. `commits` counts the commits."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.lock = threading.RLock()
        self.commits = 0

    def __call__(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self)
