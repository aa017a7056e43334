"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.String(64)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _intake() -> None:
    """Make the tables of what comes in."""
    op.create_table(
        "candidates",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("external_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("competency_model", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_table(
        "interviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("candidate_id", ID, nullable=False),
        sa.Column("job_id", ID, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("consent", sa.Text, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("completed_at", MOMENT),
        sa.Column("survey", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_interviews_candidate_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_interviews_job_id"),
    )
    op.create_index("ix_interviews_status", "interviews", ["status"])
    op.create_index("ix_interviews_created_at_id", "interviews", ["created_at", "id"])


def _answers() -> None:
    """Make the table of the answers."""
    op.create_table(
        "answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("media_key", sa.Text),
        sa.Column("media_type", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_answers_interview_id"),
        sa.UniqueConstraint("interview_id", "question_id", name="uq_answers_interview_id_question_id"),
    )
    op.create_index("ix_answers_status", "answers", ["status"])


def _results() -> None:
    """Make the tables of what the pipeline makes."""
    op.create_table(
        "step_results",
        sa.Column("number", SERIAL, nullable=False, autoincrement=True),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("answer_id", ID, nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("versions", sa.String(128), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_step_results"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_step_results_interview_id"),
        sa.UniqueConstraint(
            "interview_id",
            "answer_id",
            "step",
            "versions",
            name="uq_step_results_interview_id_answer_id_step_versions",
        ),
    )
    op.create_table(
        "reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_reports_interview_id"),
        sa.UniqueConstraint("interview_id", name="uq_reports_interview_id"),
    )


def _decisions() -> None:
    """Make the tables of rules and decisions."""
    op.create_table(
        "decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_decisions_interview_id"),
    )
    op.create_index("ix_decisions_interview_id_decided_at", "decisions", ["interview_id", "decided_at"])
    op.create_table(
        "rule_sets",
        sa.Column("number", SERIAL, nullable=False, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_rule_sets"),
        sa.UniqueConstraint("id", "version", name="uq_rule_sets_id_version"),
    )


def _effects() -> None:
    """Make the tables of what must happen once."""
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("receipt_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_subject", "outbox", ["subject"])
    op.create_index("ix_outbox_receipt_at_published_at", "outbox", ["receipt_at", "published_at"])
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(256), nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
    )


def upgrade() -> None:
    """Make all tables."""
    _intake()
    _answers()
    _results()
    _decisions()
    _effects()
