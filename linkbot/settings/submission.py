"""`[submissions]`: how large what goes to an Ombudsman may be. Where it is laid out is read beside it."""

from __future__ import annotations

from linkbot.model.submission import SubmissionLimits
from linkbot.toml_document import Table


def submission_limits(table: Table) -> SubmissionLimits:
    """Read last of its table: what is left in it then is a fault."""
    default = SubmissionLimits()
    limits = SubmissionLimits(
        mail_mb=table.integer("mail_mb", default.mail_mb, minimum=1),
        portal_file_mb=table.integer("portal_file_mb", default.portal_file_mb, minimum=1),
    )
    table.finish()
    return limits
