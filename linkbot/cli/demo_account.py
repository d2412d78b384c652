"""The readable account at the end of the demo: messages and why, cases and tasks, what went out, what waits, where."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from linkbot.cli.demo_progress import Progress, kind_in_words
from linkbot.engine.casework.telling import long_day
from linkbot.model.outbox import OutboxState
from linkbot.worker.office import Office


def account(office: Office, progress: Progress, out: Path) -> str:
    """Plain text, a hundred or so lines."""
    parts = [
        _messages(progress),
        _cases(office),
        _sent(progress),
        _waiting(office, progress),
        _where(out),
    ]
    return "\n\n".join(parts)


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _messages(progress: Progress) -> str:
    lines = [_heading(f"What came: {len(progress.messages)} messages, what each was and why")]
    for message, decision in progress.messages:
        kind = (message.kind or kind_in_words(decision)).replace("_", " ")
        cases = ", ".join(message.cases) or "no case"
        why = decision.reasons[-1] if decision.copy_of else next(iter(decision.reasons), "")
        lines.append(f"{message.file_name}")
        lines.append(f"    {decision.disposition.value:<7}{kind}; {cases}")
        lines.append(f"           {why}")
    return "\n".join(lines)


def _cases(office: Office) -> str:
    with office.store.begin() as tx:
        files = tx.cases()
    lines = [_heading(f"The cases: {len(files)}")]
    for file in files:
        case = file.case
        link = f"complaint {case.complaint}" if case.complaint else f"complaint {case.link.value}"
        lines.append(f"{case.id}  {case.status.value}, {(case.service or 'service unknown').replace('_', ' ')}, {link}")
        for task in file.tasks:
            due = f"due {long_day(task.official_on or task.due_on)}"
            own = "" if task.due_stated else " (our own date)"
            state = "done" if task.done and task.is_open else task.state.value
            lines.append(
                f"    {task.id.rpartition('/')[2]:>2}  {task.title[:52]:<52} {due}{own}: {state}, {task.owner}"
            )
    return "\n".join(lines)


def _sent(progress: Progress) -> str:
    by_template: dict[str, list[str]] = defaultdict(list)
    for (template, address), count in sorted(progress.sent.items()):
        by_template[template].append(f"{address} ×{count}" if count > 1 else address)
    lines = [_heading("What went to whom (inside the council only)")]
    for template, addresses in by_template.items():
        lines.append(f"{template.replace('_', ' ')}: {', '.join(addresses)}")
    lines.append(f"drafts for the link officer to look at and send: {len(progress.drafts)}")
    lines += [f"    {subject}" for subject in progress.drafts]
    return "\n".join(lines)


def _waiting(office: Office, progress: Progress) -> str:
    with office.store.begin() as tx:
        questions = tx.questions()
        held = tx.outbox(OutboxState.HELD, OutboxState.FAILED, OutboxState.DOUBTFUL)
    lines = [_heading(f"What waits for a person: {len(questions)} questions, {len(held)} effects")]
    for question in questions:
        lines.append(f"{question.id}  {question.case or 'no case'}: {question.reading}")
        lines.append(f"            answer: {' / '.join(question.choices)}")
    for entry in held:
        effect = entry.effect
        name = getattr(effect, "template", None) or effect.effect
        lines.append(f"{entry.key[:12]}  {entry.state.value}: {name} ({entry.why_held or entry.last_error})")
    lines += [f"refused: {refusal}" for refusal in progress.refusals]
    lines += [f"fault: {fault}" for fault in progress.faults]
    return "\n".join(lines)


def _where(out: Path) -> str:
    return "\n".join(
        [
            _heading("Where to look"),
            f"{out / 'mail' / '.Drafts'}             drafts, as the link officer's mail program would show them",
            f"{out / 'sent'}                     every mail sent (.eml), invitations beside them (.ics)",
            f"{out / 'ombudsman-register.xlsx'}  the Ombudsman spreadsheet",
            f"{out / 'intake'}                   the watched folder: what was taken out of it lies in read/",
            f"{out / 'store'}                    the register (SQLite) and every message as it came",
            f"{out / 'account.txt'}              this account",
            "",
            f"Ask why:   linkbot explain --config {out / 'linkbot.toml'} linkbot/demo/mailbox/018-*.eml",
            f"Look:      linkbot cases --config {out / 'linkbot.toml'}",
        ]
    )
