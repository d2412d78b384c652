"""Which evidence goes to an Ombudsman and in how many mails; what must not go as it is, and why.

An Ombudsman takes no documents inside documents: archives, packed mails, files with others embedded are for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linkbot.model.evidence_file import EvidenceFile, FileState

_CONTAINERS = {
    **dict.fromkeys(("zip", "7z", "rar", "gz", "tar", "tgz", "bz2", "xz"), "it is an archive: unpack it"),
    **dict.fromkeys(("msg", "eml", "mbox", "oft", "pst"), "it is a mail with whatever hangs on it: save it as PDF"),
    **dict.fromkeys(("dat", "lnk", "url"), "nobody elsewhere can open it"),
}
_OFFICE = ("docx", "docm", "xlsx", "xlsm", "pptx", "pptm")
_EMBEDDINGS = b"/embeddings/"  # names of parts stand in such a file as they are
_MARKS = (b"/EmbeddedFile", b"/EmbeddedFiles")


@dataclass(frozen=True)
class Layout:
    """`mails`: ids of files, one tuple a mail. `out`: names of what does not go along, with the reason."""

    mails: tuple[tuple[str, ...], ...]
    out: tuple[tuple[str, str], ...]


def embedded(name: str, octets: bytes) -> str:
    """Why this file must not go as it is; empty when nothing speaks against it."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in _CONTAINERS:
        return _CONTAINERS[ending]
    if octets[:2] == b"PK" and ending in _OFFICE and _EMBEDDINGS in octets:
        return "other documents are embedded in it: save them apart"
    if octets[:5] == b"%PDF-" and any(mark in octets for mark in _MARKS):
        return "other files are embedded in it: save them apart"
    return ""


def lay_out(files: tuple[EvidenceFile, ...], *, troubled: Mapping[str, str], mail_mb: int) -> Layout:
    """In the order they came; a mail is filled before the next begins. A file that fits into no mail is a person's."""
    room, most = 0, mail_mb * 1_000_000 * 3 // 4  # base64 grows by a third
    mails: list[list[str]] = []
    out: list[tuple[str, str]] = []
    for file in files:
        why = reason_against(file, troubled) or (
            f"it is too large for a mail of {mail_mb} MB" if file.size > most else ""
        )
        if why:
            out.append((file.name, why))
            continue
        if not mails or file.size > room:
            mails.append([])
            room = most
        mails[-1].append(file.id)
        room -= file.size
    return Layout(tuple(tuple(mail) for mail in mails), tuple(out))


def reason_against(file: EvidenceFile, troubled: Mapping[str, str]) -> str:
    """Why it does not go to an Ombudsman, whatever the way; empty when it does."""
    if file.is_words:
        return "the service's own words to us"
    if file.state is FileState.LEFT_OUT:
        return f"not for the Ombudsman: {file.why}" if file.why else "not for the Ombudsman"
    if file.state is not FileState.KEPT:
        return file.why
    return troubled.get(file.id, "")
