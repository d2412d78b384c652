"""Who was told that a task is overdue, so that they hear when it is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("escalated_to", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("escalated_to", server_default=None)
