"""The table of what people add to reports, and that of the scores that candidates are compared by."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.String(64)
MOMENT = sa.DateTime(timezone=True)
AT_ONCE = 100


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("target", sa.String(32), nullable=False),
        sa.Column("target_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("machine", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_remarks_interview_id"),
    )
    op.create_index("ix_remarks_interview_id_at", "remarks", ["interview_id", "at"])


def _scores() -> sa.Table:
    made = op.create_table(
        "scores",
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("candidate_id", ID, nullable=False),
        sa.Column("job_id", ID, nullable=False),
        sa.Column("competency_model", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("overall", sa.Float),
        sa.Column("dimensions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("interview_id", name="pk_scores"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_scores_interview_id"),
    )
    op.create_index("ix_scores_job_id_competency_model", "scores", ["job_id", "competency_model"])
    return made


def _fill(scores: sa.Table) -> None:
    """Write a line for every report that is there, some at a time: reports are long."""
    reports = sa.table(
        "reports", sa.column("interview_id"), sa.column("created_at", MOMENT), sa.column("document", sa.Text)
    )
    interviews = sa.table("interviews", sa.column("id"), sa.column("candidate_id"), sa.column("job_id"))
    found = (
        sa.select(reports, interviews.c.candidate_id, interviews.c.job_id)
        .join_from(reports, interviews, interviews.c.id == reports.c.interview_id)
        .order_by(reports.c.interview_id)
        .limit(AT_ONCE)
    )
    last = ""
    while rows := op.get_bind().execute(found.where(reports.c.interview_id > last)).all():
        op.bulk_insert(scores, [_line(row) for row in rows])
        last = rows[-1].interview_id


def _line(row: sa.Row[tuple[object, ...]]) -> dict[str, object]:
    report = json.loads(row.document)
    dimensions = report["score"]["dimensions"]
    return {
        "interview_id": row.interview_id,
        "candidate_id": row.candidate_id,
        "job_id": row.job_id,
        "competency_model": report["versions"]["competency_model"],
        "made_at": row.created_at,
        "overall": report["score"]["overall"],
        "dimensions": json.dumps({one["dimension_id"]: one["score"] for one in dimensions if one["score"] is not None}),
    }


def upgrade() -> None:
    """Make both tables, and fill the second from the reports."""
    _remarks()
    _fill(_scores())
