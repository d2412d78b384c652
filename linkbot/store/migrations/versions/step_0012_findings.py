"""What reports count: the findings of a decision, and when the Ombudsman was satisfied. Unknown of what came before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("outcomes", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("events") as events:
        events.alter_column("outcomes", server_default=None)
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("satisfied_at", sa.DateTime(timezone=True), nullable=True))
