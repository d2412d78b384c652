"""Who has the workbook open: Excel and LibreOffice leave a file beside it that says so.

Only a hint: a crashed program leaves its file behind, and then the message says which file to delete.
"""

from __future__ import annotations

from pathlib import Path


def held_by(workbook: Path) -> str | None:
    """A sentence that names who seems to have the workbook open, or None. Raises OSError."""
    excel = workbook.with_name(f"~${workbook.name}")
    office = workbook.with_name(f".~lock.{workbook.name}#")
    for lock, reader in ((excel, _excel_owner), (office, _office_owner)):
        try:
            content = lock.read_bytes()
        except FileNotFoundError:
            continue
        except PermissionError:
            content = b""  # Excel keeps its own file closed to others while it runs
        who = reader(content) or "somebody"
        return f"{workbook.name} is open at {who}. If nobody has it open, delete {lock.name} beside it."
    return None


def _excel_owner(content: bytes) -> str | None:
    """The owner file: one octet of length, then the user's name in the machine's 8-bit letters, padded."""
    if not content:
        return None
    name = content[1 : 1 + min(content[0], 54)].decode("cp1252", "replace")
    return _printable(name)


def _office_owner(content: bytes) -> str | None:
    """LibreOffice: `user,login,host,date,profile;`, the user often empty."""
    fields = content.decode("utf-8", "replace").split(",")
    return _printable(fields[0]) or (_printable(fields[1]) if len(fields) > 1 else None)


def _printable(name: str) -> str | None:
    return "".join(sign for sign in name if sign.isprintable()).strip() or None
