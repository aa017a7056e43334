"""Answers given again, the answers and reports whose place was taken, and how written answers came about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.String(64)
MOMENT = sa.DateTime(timezone=True)


def _answers() -> None:
    """Let answers say how they were written, and make the table of the earlier ones."""
    op.add_column("answers", sa.Column("writing", sa.Text))
    op.create_table(
        "earlier_answers",
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
        sa.Column("writing", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_answers"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_earlier_answers_interview_id"),
    )
    op.create_index("ix_earlier_answers_interview_id", "earlier_answers", ["interview_id"])


def _offers() -> None:
    """Make the table of the offers."""
    op.create_table(
        "rerecordings",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("answer_id", ID, nullable=False),
        sa.Column("offered_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("new_answer_id", ID),
        sa.Column("closed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_rerecordings"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_rerecordings_interview_id"),
    )
    op.create_index("ix_rerecordings_interview_id", "rerecordings", ["interview_id"])
    op.create_index("ix_rerecordings_answer_id", "rerecordings", ["answer_id"])


def _reports() -> None:
    """Make the table of the earlier reports."""
    op.create_table(
        "earlier_reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("superseded_at", MOMENT, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_reports"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_earlier_reports_interview_id"),
    )
    op.create_index("ix_earlier_reports_interview_id", "earlier_reports", ["interview_id"])


def upgrade() -> None:
    """Make the tables."""
    _answers()
    _offers()
    _reports()
