"""`[submissions]`: where what goes to an Ombudsman is laid out, and how large it may be."""

from __future__ import annotations

from pathlib import Path

from linkbot.model.submission import SubmissionLimits
from linkbot.toml_document import Table


def submission_settings(table: Table) -> tuple[Path, SubmissionLimits]:
    default = SubmissionLimits()
    folder = Path(table.text("folder", "submissions"))
    limits = SubmissionLimits(
        mail_mb=table.integer("mail_mb", default.mail_mb, minimum=1),
        portal_file_mb=table.integer("portal_file_mb", default.portal_file_mb, minimum=1),
    )
    table.finish()
    return folder, limits
