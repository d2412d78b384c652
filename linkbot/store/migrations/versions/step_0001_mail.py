"""Messages, cursors, overrides, texts, Message-IDs we sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("octets_digest", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("content_digest", sa.String(), nullable=True),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("disposition", sa.String(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_message_id"), "messages", ["message_id"], unique=False)
    op.create_index(op.f("ix_messages_octets_digest"), "messages", ["octets_digest"], unique=False)
    op.create_index(
        op.f("ix_messages_status_received_at_id"), "messages", ["status", "received_at", "id"], unique=False
    )
    op.create_table(
        "message_cases",
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message"],
            ["messages.id"],
            name=op.f("fk_message_cases_message_messages"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("message", "position", name=op.f("pk_message_cases")),
    )
    op.create_index(op.f("ix_message_cases_case_id"), "message_cases", ["case_id"], unique=False)
    op.create_table(
        "mailbox_cursors",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mailbox_cursors")),
    )
    op.create_table(
        "overrides",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_overrides_message"), "overrides", ["message"], unique=False)
    op.create_table(
        "extracted_texts",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_extracted_texts")),
    )
    op.create_table(
        "sent_ids",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("task_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_sent_ids")),
        sa.UniqueConstraint("message_id", "case_id", "task_id", name=op.f("uq_sent_ids_message_id_case_id_task_id")),
    )
    op.create_index(op.f("ix_sent_ids_message_id"), "sent_ids", ["message_id"], unique=False)
