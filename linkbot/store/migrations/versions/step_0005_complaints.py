"""The council's own complaints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("reference_key", sa.String(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("postcode_key", sa.String(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("stage1_answered_on", sa.Date(), nullable=True),
        sa.Column("stage2_answered_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("reference_key", name=op.f("pk_complaints")),
    )
    op.create_index(op.f("ix_complaints_postcode_key"), "complaints", ["postcode_key"], unique=False)
    op.create_table(
        "complaint_surnames",
        sa.Column("reference_key", sa.String(), nullable=False),
        sa.Column("surname_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference_key"],
            ["complaints.reference_key"],
            name=op.f("fk_complaint_surnames_reference_key_complaints"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("reference_key", "surname_key", name=op.f("pk_complaint_surnames")),
    )
    op.create_index(op.f("ix_complaint_surnames_surname_key"), "complaint_surnames", ["surname_key"], unique=False)
