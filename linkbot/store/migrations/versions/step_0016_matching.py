"""What people taught of names and postcodes, who tied a case to its complaint, and what a question proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_aliases",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("reference_key", sa.String(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("known_name", sa.Text(), nullable=True),
        sa.Column("known_postcode", sa.Text(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("act", name=op.f("pk_complaint_aliases")),
    )
    op.create_index(op.f("ix_complaint_aliases_reference_key"), "complaint_aliases", ["reference_key"], unique=False)
    op.create_index(op.f("ix_complaint_aliases_case_id"), "complaint_aliases", ["case_id"], unique=False)
    op.create_table(
        "complaint_alias_keys",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("surname_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act"],
            ["complaint_aliases.act"],
            name=op.f("fk_complaint_alias_keys_act_complaint_aliases"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("act", "surname_key", name=op.f("pk_complaint_alias_keys")),
    )
    op.create_index(op.f("ix_complaint_alias_keys_surname_key"), "complaint_alias_keys", ["surname_key"], unique=False)
    with op.batch_alter_table("complaint_surnames") as surnames:
        surnames.add_column(sa.Column("rough_key", sa.String(), nullable=True))
        surnames.add_column(sa.Column("initial", sa.String(), nullable=True))
        surnames.create_index(op.f("ix_complaint_surnames_rough_key"), ["rough_key"])
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("link_by", sa.Text(), nullable=True))
    with op.batch_alter_table("questions") as questions:
        questions.add_column(sa.Column("told", sa.JSON(), nullable=False, server_default="[]"))
        questions.add_column(sa.Column("would", sa.Text(), nullable=True))
    with op.batch_alter_table("questions") as questions:
        questions.alter_column("told", server_default=None)
