"""The table of the answers that are sent while they are given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.String(64)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "live_uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("length", sa.BigInteger),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_live_uploads"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_live_uploads_interview_id"),
        sa.UniqueConstraint("interview_id", "question_id", name="uq_live_uploads_interview_id_question_id"),
    )
