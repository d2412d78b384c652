"""A folder for each task whose evidence goes to an Ombudsman: an index of what was asked, and room for the files.

A person fills it and sends or uploads it; linkbot never does. What people put there is never touched.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from linkbot.effectors.pack_files import write_pack
from linkbot.model.casework import Case, Task
from linkbot.model.submission import Pack
from linkbot.ports import Answer, Found, Receipt
from linkbot.whole_file import disk_fault, make_folder, name_for, readable_name, write_whole

_INDEX = "index.txt"
_PREPARED = ".prepared"  # a note a key: the name of its folder


class FolderSubmissions:
    """Implements `ports.Submissions`; the receipt is the folder's name. `advice` says, by ombudsman, how answers go."""

    def __init__(self, folder: Path, advice: tuple[tuple[str, str], ...] = ()) -> None:
        self._folder = folder
        self._advice = dict(advice)

    def prepare(self, key: str, task: Task, case: Case, pack: Pack | None = None) -> Receipt:
        """The index is written anew, to show the task as it stands; the note comes last: then it is prepared."""
        name = readable_name(task.id)
        place = self._folder / name
        try:
            make_folder(place)
            write_whole(place / _INDEX, index(task, case, self._advice.get(case.ombudsman)).encode("utf-8-sig"))
            if pack is not None:
                write_pack(place, task, case, pack)
            note = self._note(key)
            make_folder(note.parent)
            write_whole(note, name.encode())
        except OSError as error:
            raise disk_fault(error, f"Preparing the submission of {task.id}") from error
        return Receipt(name)

    def find(self, key: str) -> Found:
        """Prepared once is prepared, even if a person has since moved the folder away."""
        try:
            return Receipt(self._note(key).read_text("utf-8"))
        except FileNotFoundError:
            return Answer.ABSENT
        except OSError as error:
            raise disk_fault(error, "Looking for a submission") from error

    def _note(self, key: str) -> Path:
        return self._folder / _PREPARED / f"{name_for(key)}.txt"


def index(task: Task, case: Case, advice: str | None) -> str:
    """What the pack is for, as plain text with the line ends Notepad wants."""
    due = task.official_on or task.due_on
    lines = [
        f"Submission to the Ombudsman: {case.id}",
        f"Task {task.id}: {task.title}",
        f"Wanted by: {due.strftime('%A %d %B %Y') if due else 'no date was given'}",
        f"Answerable officer: {task.owner}",
        "",
        "What was asked",
        *textwrap.wrap(task.text, 100),
        "",
    ]
    if task.checklist:
        lines += ["Points to answer (file the evidence by these numbers)"]
        lines += [f"[ ] {number}. {point}" for number, point in enumerate(task.checklist, start=1)]
        lines += [""]
    lines += [
        "Before it goes",
        "[ ] every point above is answered, or it says why not",
        "[ ] no document concerns another person or another case",
        "[ ] what must not be disclosed is marked, and nothing is embedded in another document",
        "[ ] everybody who must approve it has done so",
    ]
    if advice:
        lines += ["", "How it goes", *textwrap.wrap(advice, 100)]
    lines += ["", "linkbot sends nothing to the Ombudsman. When it has gone, record it:", _command(task)]
    return "\r\n".join(lines) + "\r\n"


def _command(task: Task) -> str:
    return f'linkbot tasks submitted "{task.id}" --by NAME --reason "how it was sent"'
