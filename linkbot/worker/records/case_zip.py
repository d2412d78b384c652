"""A case file as one archive that opens on any PC. The same register gives the same octets, whenever it is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from linkbot.worker.jsonable import plain
from linkbot.worker.records.bundle import Bundle, Letter
from linkbot.worker.records.case_pages import index, letter_page, written_page
from linkbot.worker.records.names import file_name, plain_name

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST_OPEN = 50 * 1024 * 1024


def case_zip(bundle: Bundle) -> bytes:
    return zipped(case_files(bundle))


def case_files(bundle: Bundle) -> dict[str, bytes]:
    """By their names in the archive."""
    files: dict[str, bytes] = {}
    letters = [_put_letter(files, number, letter) for number, letter in enumerate(bundle.letters, 1)]
    written = []
    for number, one in enumerate(bundle.written, 1):
        name = plain_name(str(getattr(one.entry.effect, "template", one.entry.effect.effect)))
        written.append(f"written/{number:03}-{name}.html")
        files[written[-1]] = written_page(one)
    files["index.html"] = index(bundle, letters=letters, written=written)
    files["case.json"] = _json(bundle, letters, written)
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Deterministic: names in order, no time of making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            archive.writestr(entry, files[name])
    return out.getvalue()


def _put_letter(files: dict[str, bytes], number: int, letter: Letter) -> str:
    """Answers the address of its page."""
    day = f"{letter.row.received_at:%Y-%m-%d}"
    mark = "CONFIDENTIAL-" if letter.confidential else ""
    stem = f"{number:03}-{day}-{mark}{plain_name(letter.row.kind or 'message')}"
    if letter.octets is not None:
        files[f"letters/{stem}.eml"] = letter.octets
    laid_open = []
    for attachment in letter.message.all_attachments if letter.message else ():
        name = file_name(attachment.label)
        if name is None or not attachment.content or len(attachment.content) > _LARGEST_OPEN:
            continue
        where = f"{stem}/{attachment.index + 1:02}-{name}"
        files[f"letters/{where}"] = attachment.content
        laid_open.append((attachment.label, where))
    page = f"letters/{stem}.html"
    files[page] = letter_page(letter, laid_open, f"{stem}.eml" if letter.octets is not None else None)
    return page


def _json(bundle: Bundle, letters: list[str], written: list[str]) -> bytes:
    held = bundle.held
    whole = {
        "case": held.file.case,
        "confidential": bundle.confidential,
        "letters": [
            {
                "message": one.row,
                "page": page,
                "confidential": one.confidential,
                "explanation": one.why,
            }
            for one, page in zip(bundle.letters, letters, strict=True)
        ],
        "events": held.file.events,
        "tasks": held.file.tasks,
        "evidence": held.evidence,
        "approvals": held.approvals,
        "questions": held.questions,
        "acts": held.acts,
        "overrides": held.overrides,
        "effects": held.entries,
        "written": [
            {"key": one.entry.key, "page": page, "message_id": one.message_id, "subject": one.subject}
            for one, page in zip(bundle.written, written, strict=True)
        ],
        "invitations": held.file.invitations,
        "audit": held.audit,
    }
    return json.dumps(plain(whole), ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
