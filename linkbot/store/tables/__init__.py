"""The tables, one file a theme. Real columns for what queries and reports ask for; JSON only for nested values.

Importing this package registers every table with `METADATA`; nothing here reads or writes.
"""

from linkbot.store.tables import approvals, audit, casework, complaints, evidence, mail, outbox, people, worker
from linkbot.store.tables.base import METADATA

__all__ = ["METADATA", "approvals", "audit", "casework", "complaints", "evidence", "mail", "outbox", "people", "worker"]
