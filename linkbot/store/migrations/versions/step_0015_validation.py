"""Who approved of which version of a task's evidence, and when a task's validation began and ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("validating_on", sa.Date(), nullable=True))
        tasks.add_column(sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True))
        tasks.add_column(sa.Column("unvalidated_because", sa.Text(), nullable=True))
    op.create_table(
        "approvals",
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exception", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["tasks.id"],
            name=op.f("fk_approvals_task_id_tasks"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("task_id", "post", "version", name=op.f("pk_approvals")),
    )
