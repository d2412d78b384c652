"""The database's history, one file a step under `versions/`, from the first table on. Steps that shipped never change.

`HEAD` names the newest step, so that an up-to-date store opens without loading Alembic; a test holds it to the files.
"""

HEAD = "0016"
