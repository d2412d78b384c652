"""What services send for their tasks, and which points of them the link officer has marked as received."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("received", sa.JSON(), nullable=False, server_default="[]"))
        tasks.add_column(sa.Column("query", sa.Text(), nullable=True))
        tasks.add_column(sa.Column("evidence_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("received", server_default=None)
    op.create_table(
        "evidence",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["tasks.id"],
            name=op.f("fk_evidence_task_id_tasks"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_evidence")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_id")),
    )
    op.create_index(op.f("ix_evidence_message"), "evidence", ["message"], unique=False)
    op.create_index(op.f("ix_evidence_state"), "evidence", ["state"], unique=False)
    op.create_index(op.f("ix_evidence_task_id"), "evidence", ["task_id"], unique=False)
