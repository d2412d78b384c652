"""The files of a pack on the disk: evidence by number, an index as page and table, a chronology, the words to paste.

The same pack always gives the same files. A folder belongs to one version of the evidence, and nothing in it that is
there already is written over.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
from pathlib import Path

from linkbot.model.casework import Case, Task
from linkbot.model.submission import Pack, PackFile
from linkbot.whole_file import make_folder, readable_name, write_whole


def write_pack(folder: Path, task: Task, case: Case, pack: Pack) -> Path:
    """Into a folder of this version's own below `folder`; answers it. Raises OSError."""
    place = folder / f"evidence {pack.version[:8]}"
    make_folder(place)
    names = [f"{number:02d} {readable_name(one.name)}" for number, one in enumerate(pack.files, 1)]
    for name, one in zip(names, pack.files, strict=True):
        _keep(place, name, one.octets)
    rows = list(zip(names, pack.files, strict=True))
    _keep(place, "index.csv", _index_csv(rows, pack))
    _keep(place, "index.html", _index_html(rows, task, case, pack))
    _keep(place, "chronology.csv", _table((("Day", "What happened"), *pack.chronology)))
    _keep(place, "message.txt", pack.message.replace("\n", "\r\n").encode("utf-8-sig"))
    return place


def _keep(place: Path, name: str, octets: bytes) -> None:
    """Only what is not there yet; what a person has changed stays, and ours lies beside it under another name."""
    path = place / name
    if not path.exists():
        write_whole(path, octets)
    elif path.read_bytes() != octets:
        mark = hashlib.sha256(octets).hexdigest()[:6]
        beside = path.with_name(f"{path.stem} ({mark}){path.suffix}")
        if not beside.exists():
            write_whole(beside, octets)


def _table(rows: tuple[tuple[str, ...], ...]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_no_formula(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" else cell


def _index_csv(rows: list[tuple[str, PackFile]], pack: Pack) -> bytes:
    told = [(n, one.name, str(len(one.octets)), one.digest, one.sender, one.came, one.note) for n, one in rows]
    out = [("", name, "", "", "", "", f"not in this pack: {why}") for name, why in pack.left_out]
    head = ("File", "As it was sent", "Octets", "SHA-256", "From", "Came on", "To see to")
    return _table((head, *told, *out))


def _size(octets: int) -> str:
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(octets // 1000, 1)} kB"


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d1d1d }}
table {{ border-collapse: collapse; width: 100% }} th, td {{ text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top }}
.see {{ color: #8a1c00; font-weight: 600 }}
</style></head><body>
<h1>{title}</h1><p>{task}</p>
<h2>Files</h2><table><tr><th>File</th><th>Size</th><th>Came</th><th>To see to before it goes</th></tr>
{files}</table>
{out}<h2>Points asked</h2><ol>{points}</ol>
<h2>Approved by</h2><ul>{approvals}</ul>
</body></html>
"""  # noqa: E501


def _index_html(rows: list[tuple[str, PackFile]], task: Task, case: Case, pack: Pack) -> bytes:
    def safe(text: str) -> str:
        return html.escape(text, quote=True)

    files = "".join(
        f"<tr><td>{safe(name)}</td><td>{_size(len(one.octets))}</td><td>{safe(one.came)}</td>"
        f'<td class="see">{safe(one.note)}</td></tr>\n'
        for name, one in rows
    )
    out = "".join(f"<li>{safe(name)}: {safe(why)}</li>" for name, why in pack.left_out)
    page = _PAGE.format(
        title=safe(f"Submission: {case.id}"),
        task=safe(f"{task.id}: {task.title}"),
        files=files,
        out=f"<h2>Not in this pack</h2><ul>{out}</ul>\n" if out else "",
        points="".join(f"<li>{safe(point)}</li>" for point in task.checklist or (task.text,)),
        approvals="".join(f"<li>{safe(one)}</li>" for one in pack.approvals) or "<li>not by every post</li>",
    )
    return page.encode()
