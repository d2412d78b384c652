"""What an import of open items has done, or would do, in words for a person and as one object for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from linkbot.cli.tables import day, one_line, table
from linkbot.engine.casework.bringing_over import Became, BroughtOver, RowResult
from linkbot.model.casework import Task
from linkbot.settings.column_map import column_text
from linkbot.worker.open_items_rows import RowsRead
from linkbot.worker.open_items_titles import Columns, Titled


@dataclass(frozen=True)
class Account:
    """`bad`: line and reason, in order; `row`: the object for programs."""

    text: str
    row: dict[str, object]
    bad: tuple[tuple[int, str], ...]


def told(
    brought: BroughtOver,
    read: RowsRead,
    titled: Titled,
    columns: Columns,
    *,
    unread: Sequence[str],
    others: Sequence[str],
    dry: bool,
    saved_at: Path,
    guessed: bool,
) -> Account:
    results = brought.results
    bad = [(row.line, row.reason) for row in read.bad]
    bad += [(r.line, "; ".join(r.sentences)) for r in results if r.became is Became.BAD]
    tasks = {task.id: task for task in brought.decision.tasks}
    counts = Counter(result.became for result in results)
    new_cases = sum(case.version == 0 for case in brought.decision.cases)
    row: dict[str, object] = {
        "dry_run": dry,
        "sheet": titled.tab.name,
        "columns": columns,
        "columns_not_read": unread,
        "cases_new": new_cases,
        "tasks_new": counts[Became.NEW],
        "tasks_changed": counts[Became.CHANGED],
        "same": counts[Became.SAME],
        "case_only": counts[Became.CASE],
        "closed": counts[Became.CLOSED],
        "headings": read.headings,
        "differ": [_plain(r) for r in results if r.became is Became.LEFT],
        "notes": [_plain(r) for r in results if r.sentences and r.became not in (Became.LEFT, Became.BAD)],
        "not_in_file": brought.not_in_file,
        "bad": [{"line": line, "reason": reason} for line, reason in sorted(bad)],
        "tasks": [_task(result, tasks[result.task]) for result in results if result.task in tasks],
    }
    parts = [
        _columns(titled, columns, unread, others, dry=dry, saved_at=saved_at, guessed=guessed),
        _table(results, tasks),
        _sentences("To know", [r for r in results if r.became not in (Became.LEFT, Became.BAD)]),
        _sentences(
            "Left as they are: released, or known from a letter", [r for r in results if r.became is Became.LEFT]
        ),
        _gone(brought.not_in_file),
        _sum(counts, new_cases, read, bad=len(bad), dry=dry),
    ]
    return Account("\n\n".join(part for part in parts if part), row, tuple(sorted(bad)))


def _plain(result: RowResult) -> dict[str, object]:
    return {"line": result.line, "case": result.case, "task": result.task, "what": list(result.sentences)}


def _task(result: RowResult, task: Task) -> dict[str, object]:
    return {
        "line": result.line,
        "became": result.became.value,
        "task": task.id,
        "title": task.title,
        "owner": task.owner,
        "due_on": task.due_on,
        "official_on": task.official_on,
        "awaiting_release": task.awaiting_release,
    }


def _columns(
    titled: Titled,
    columns: Columns,
    unread: Sequence[str],
    others: Sequence[str],
    *,
    dry: bool,
    saved_at: Path,
    guessed: bool,
) -> str:
    width = max(map(len, columns))
    lines = [f"Tab {titled.tab.name!r}, by these columns:"]
    lines += [f"  {field:<{width}}  {', '.join(names)}" for field, names in columns.items()]
    if unread:
        lines.append(f"Not read: {', '.join(unread)}")
    if others:
        lines.append(f"Other tabs read like cases too, name them with --sheet: {', '.join(others)}")
    if not guessed:
        lines.append(f"So says {saved_at}.")
    elif dry:
        lines.append(f"linkbot guessed this. To change it, save the following as {saved_at} and correct it:")
        kept = column_text(columns).splitlines()
        lines += ["", *(f"    {line}" for line in kept if line and not line.startswith("#"))]
    else:
        lines.append(f"linkbot guessed this and saved it as {saved_at}: correct it there if it is wrong.")
    return "\n".join(lines)


def _table(results: Sequence[RowResult], tasks: dict[str, Task]) -> str:
    rows = [
        (str(r.line), r.became.value, t.id, day(t.official_on or t.due_on), t.owner, one_line(t.title))
        for r in results
        if r.task in tasks
        for t in (tasks[r.task or ""],)
    ]
    return table(("line", "row", "task", "due", "owner", "what"), rows) if rows else ""


def _sentences(title: str, results: Sequence[RowResult]) -> str:
    lines = [f"  line {result.line}: {sentence}" for result in results for sentence in result.sentences]
    return "\n".join((f"{title}:", *lines)) if lines else ""


def _gone(ids: Sequence[str]) -> str:
    if not ids:
        return ""
    return f"Brought over before and no longer in the file (they stay): {', '.join(ids)}"


def _sum(counts: Counter[Became], cases: int, read: RowsRead, *, bad: int, dry: bool) -> str:
    would = "would be" if dry else "were"
    new, changed, same = counts[Became.NEW], counts[Became.CHANGED], counts[Became.SAME]
    skipped = f"{counts[Became.CLOSED]} closed rows {would} skipped."
    lines = [
        f"{new} tasks {would} brought over, {changed} changed, {same} are there already; {cases} new cases.",
        f"{skipped} {bad} rows {would} left out, see above." if bad else f"{skipped} No row {would} left out.",
    ]
    if counts[Became.LEFT]:
        lines.append(f"{counts[Became.LEFT]} rows differ from tasks that are released or known from a letter.")
    if counts[Became.NEW] or counts[Became.CHANGED]:
        lines.append(
            "Nothing has been changed: this was a dry run."
            if dry
            else "Nobody has been told. Look at `linkbot tasks`, then: linkbot import release --by NAME --reason TEXT"
        )
    return "\n".join(lines)
