"""What an officer answered to an invitation, and the index by which a diary's own UID finds it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(sa.Column("attendance", sa.String(), nullable=True))
        invitations.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        invitations.add_column(sa.Column("answers", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("invitations") as invitations:
        invitations.alter_column("answers", server_default=None)
    op.create_index(op.f("ix_outbox_receipt"), "outbox", ["receipt"], unique=False)
