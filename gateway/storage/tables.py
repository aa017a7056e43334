"""The tables.

What comes in lies in columns named as the domain's fields, so rows and values map one to one; what the
pipeline makes lies as one JSON document, beside the columns that are searched.

The unique constraints are what makes an effect happen once, whoever runs twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from gateway.domain.competency import CompetencyModel, Question
from gateway.domain.interview import AnswerKind, AnswerStatus, Consent, InterviewStatus, Writing
from gateway.domain.remark import RemarkKind, RemarkTarget
from gateway.domain.report import Report
from gateway.domain.rule import Decision, DecisionStatus, RuleSet
from gateway.domain.text import LocalizedText
from gateway.storage.types import Choice, Document, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Serial = BigInteger().with_variant(Integer, "sqlite")
Identifier = String(64)

candidates = Table(
    "candidates",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("email", Text),
    Column("phone", Text),
    Column("external_id", Text),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("title", Document(LocalizedText), nullable=False),
    Column("questions", Document(tuple[Question, ...]), nullable=False),
    Column("competency_model", Document(CompetencyModel), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("external_id", Text),
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("candidate_id", Identifier, ForeignKey("candidates.id"), nullable=False),
    Column("job_id", Identifier, ForeignKey("jobs.id"), nullable=False),
    Column("language", String(35), nullable=False),
    Column("consent", Document(Consent), nullable=False),
    Column("status", Choice(InterviewStatus), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("completed_at", Moment),
    Column("survey", Float),
    Index(None, "status"),
    Index(None, "created_at", "id"),
)


def _answer_columns() -> tuple[Column[Any], ...]:
    return (
        Column("id", Identifier, primary_key=True),
        Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
        Column("question_id", Text, nullable=False),
        Column("kind", Choice(AnswerKind), nullable=False),
        Column("status", Choice(AnswerStatus), nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("received_at", Moment, nullable=False),
        Column("media_key", Text),
        Column("media_type", Text),
        Column("text", Text),
        Column("progress", Float, nullable=False),
        Column("problem", Text),
        Column("writing", Document(Writing)),
    )


answers = Table(
    "answers",
    metadata,
    *_answer_columns(),
    UniqueConstraint("interview_id", "question_id"),
    Index(None, "status"),
)

# Answers that were given again: moved here from `answers` whole, by the transaction that keeps the new one.
earlier_answers = Table("earlier_answers", metadata, *_answer_columns(), Index(None, "interview_id"))

rerecordings = Table(
    "rerecordings",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("answer_id", Identifier, nullable=False),
    Column("offered_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("offered_at", Moment, nullable=False),
    Column("new_answer_id", Identifier),
    Column("closed_at", Moment),
    Index(None, "interview_id"),
    Index(None, "answer_id"),
)

live_uploads = Table(
    "live_uploads",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("length", BigInteger),
    Column("problem", Text),
    UniqueConstraint("interview_id", "question_id"),
)

step_results = Table(
    "step_results",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
    Column("answer_id", Identifier, nullable=False),
    Column("step", String(64), nullable=False),
    Column("versions", String(128), nullable=False),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("interview_id", "answer_id", "step", "versions"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("document", Document(Report), nullable=False),
)

earlier_reports = Table(
    "earlier_reports",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("superseded_at", Moment, nullable=False),
    Column("document", Document(Report), nullable=False),
    Index(None, "interview_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
    Column("status", Choice(DecisionStatus), nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("document", Document(Decision), nullable=False),
    Index(None, "interview_id", "decided_at"),
)

remarks = Table(
    "remarks",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("interview_id", Identifier, ForeignKey("interviews.id"), nullable=False),
    Column("report_id", Identifier, nullable=False),
    Column("kind", Choice(RemarkKind), nullable=False),
    Column("target", Choice(RemarkTarget), nullable=False),
    Column("target_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("value", Float),
    Column("machine", Float),
    Index(None, "interview_id", "at"),
)

scores = Table(
    "scores",
    metadata,
    Column("interview_id", Identifier, ForeignKey("interviews.id"), primary_key=True),
    Column("candidate_id", Identifier, nullable=False),
    Column("job_id", Identifier, nullable=False),
    Column("competency_model", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("overall", Float),
    Column("dimensions", Document(dict[str, float]), nullable=False),
    Index(None, "job_id", "competency_model"),
)

rule_sets = Table(
    "rule_sets",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("document", Document(RuleSet), nullable=False),
    UniqueConstraint("id", "version"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("receipt_at", Moment),
    Index(None, "subject"),
    Index(None, "receipt_at", "published_at"),
)

idempotency = Table(
    "idempotency_keys",
    metadata,
    Column("key", String(256), primary_key=True),
    Column("request_digest", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
