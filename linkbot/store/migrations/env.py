"""Alembic's entry: it works on the connection `migrating.py` hands over and opens none of its own."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from linkbot.store.tables import METADATA


def run() -> None:
    connection = context.config.attributes["connection"]
    if not isinstance(connection, Connection):
        raise TypeError("migrations run on a connection handed over by linkbot.store.migrating")
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        transactional_ddl=True,  # one transaction for all steps: a crash leaves the database as it was
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
