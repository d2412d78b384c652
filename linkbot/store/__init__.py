"""Floor 4: the register. SQLModel stays in here: rows in, frozen values out."""

from linkbot.store.copying import copy_store
from linkbot.store.faults import DatabaseDamaged, NotOurs, SchemaTooNew, SchemaTooOld, StoreFault
from linkbot.store.lock import WorkerLock
from linkbot.store.migrating import SchemaRevision
from linkbot.store.opening import open_existing, open_store, schema_revision
from linkbot.store.sql_store import SqlStore

__all__ = [
    "DatabaseDamaged",
    "NotOurs",
    "SchemaRevision",
    "SchemaTooNew",
    "SchemaTooOld",
    "SqlStore",
    "StoreFault",
    "WorkerLock",
    "copy_store",
    "open_existing",
    "open_store",
    "schema_revision",
]
