"""The whole life of a complaint of the council's own: who handles it, what came of it, and the days of each stage."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORDS = ("external_id", "handler", "outcome")
DAYS = (
    *("stage1_received_on", "stage1_acknowledged_on", "stage1_extended_to"),
    *("stage2_requested_on", "stage2_acknowledged_on", "stage2_extended_to"),
    *("stage3_requested_on", "stage3_answered_on", "closed_on", "refreshed_on"),
)


def upgrade() -> None:
    with op.batch_alter_table("complaints") as complaints:
        for name in WORDS:
            complaints.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in DAYS:
            complaints.add_column(sa.Column(name, sa.Date(), nullable=True))
