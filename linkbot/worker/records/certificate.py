"""The certificate of an erasure: what, when, why, by whom, how much, and digests. Nothing of what was erased."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from linkbot.whole_file import make_folder, write_whole

if TYPE_CHECKING:
    from linkbot.worker.records.erasing import Plan


def certificate(plan: Plan, folder: Path) -> Path:
    """Written whole; again is the same file. Raises OSError."""
    make_folder(folder)
    path = folder / f"erasure-{plan.id}.txt"
    told = {
        "id": plan.id,
        "case": plan.case,
        "at": plan.at,
        "by": plan.by,
        "reason": plan.reason,
        "rows": dict(plan.rows),
        "files_sha256": plan.octets,
        "audit_head": plan.audit,
    }
    write_whole(path.with_suffix(".json"), (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    write_whole(path, "\r\n".join(_lines(plan)).encode("utf-8-sig"))
    return path


def erased_cases(folder: Path) -> dict[str, str]:
    """When each case was erased, by the certificates that can be read."""
    found = {}
    for path in sorted(folder.glob("erasure-*.json")):
        try:
            told = json.loads(path.read_text("utf-8"))
            found[str(told["case"])] = str(told["at"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _lines(plan: Plan) -> list[str]:
    return [
        f"Certificate of erasure {plan.id}",
        "",
        f"Case:      {plan.case}",
        f"When:      {plan.at}",
        f"By:        {plan.by}",
        f"Why:       {plan.reason}",
        f"On record: entry {plan.audit} of the audit log (linkbot audit --expect {plan.audit})",
        "",
        "Erased from linkbot's register",
        *(f"  {count:>6}  {name}" for name, count in plan.rows),
        f"  {len(plan.octets):>6}  files of messages and attachments, by their SHA-256:",
        *(f"          {digest}" for digest in plan.octets),
        "",
        "The register's file was written anew afterwards, so that no deleted page is left in it. The audit log keeps",
        "that something was decided and done for this case, without a name or a word of a letter.",
        "",
        "Not erased by this, and for people to see to",
        *(f"  - {line}" for line in plan.elsewhere),
        "",
    ]
