"""The demo's story comes to the same on every mail system: the same cases, tasks, questions, effects, mails, drafts and
diary entries. What may differ is named here, each with its reason.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import pytest
from demo_worlds import DEMO_WORLDS, DemoWorld, calendar_of, opened, read
from pydantic import TypeAdapter

from linkbot.cli.demo import END, SAMPLES, START, acts_in
from linkbot.cli.demo_intake import DroppedInto, drops_in
from linkbot.cli.demo_replies import PlannedReply, replies_in, written
from linkbot.cli.demo_targets import resolve
from linkbot.effectors.recording import Recording, RecordingSheet
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile
from linkbot.model.effect import SendEmail
from linkbot.model.outbox import OutboxEntry
from linkbot.model.place import Place, place_of
from linkbot.model.question import Act, Question
from linkbot.ports import Fetched, Mailbox, Receipt, Store, StoredMessage, Transaction
from linkbot.settings.load import load_settings
from linkbot.wiring import Setup, office_of, set_up, templates_of
from linkbot.worker.directory.reading import read_complaints
from linkbot.worker.office import LONDON, Office
from linkbot.worker.simulation import Arrival, WalkingClock, arrivals_in, walk
from tests.faults.world import an_empty_store

SOME_WEEKS = date(2027, 3, 16)
"""Requests, chasers, a forward and its direct letter, a threat of a summons, more time, a fake, a determination."""

BY_HANDLE = frozenset({"draft_reply", "file_message", "answer_receipt", "alert", "ask_person", "question"})
"""Effects whose key holds the id of a message, or of a question about one. That id is of this very copy of the letter,
and a copy is named by its mailbox's handle, which every system makes in its own way."""

_MARKS = re.compile(r"\[?\b[a-z2-7]{12}\b\]?|\b[0-9a-f]{6,64}\b|<[^>]*@linkbot[^>]*>")


@dataclass(frozen=True)
class Told:
    """What the story came to, without what only names a copy of a mail."""

    cases: object
    tasks: object
    questions: object
    messages: tuple[object, ...]
    effects: Counter[str]
    keys: dict[str, str]  # key → what it is
    mails: Counter[tuple[object, ...]]
    drafts: Counter[tuple[object, ...]]
    entries: Counter[tuple[str, str, str]]
    sheet: Counter[tuple[object, ...]]  # a row that tells of a deed is called after its key


class Post:
    """Before each look, what has come by the story's clock lies in the mailbox; replies are written at their time."""

    def __init__(self, mailbox: Mailbox, arrivals: Sequence[Arrival], clock: WalkingClock, world: DemoWorld) -> None:
        self._mailbox, self._clock, self._world = mailbox, clock, world
        self._waiting = sorted(arrivals, key=lambda one: (one.at, one.name))
        self.replies: list[PlannedReply] = []
        self.write: Callable[[PlannedReply], Arrival] = lambda reply: Arrival(reply.at, "", b"")

    @property
    def name(self) -> str:
        return self._mailbox.name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        while self._waiting and self._waiting[0].at <= self._clock.now():
            self._world.arrive(self._waiting.pop(0))
        while self.replies and self.replies[0].at <= self._clock.now():
            self._world.arrive(self.write(self.replies.pop(0)))
        return self._mailbox.fetch(cursor, limit)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        return self._mailbox.file(handle, folder, key)


class _Named:
    """The register as the demo's people know it: a message is called after its file, whatever its mailbox calls it."""

    def __init__(self, tx: Transaction, names: dict[str, str]) -> None:
        self._tx, self._names = tx, names

    def message(self, id: str) -> StoredMessage | None:
        row = self._tx.message(id)
        return replace(row, file_name=self._names.get(row.message_id or "", row.file_name)) if row else None

    def __getattr__(self, name: str) -> object:
        return getattr(self._tx, name)


class NamedStore:
    def __init__(self, store: Store, names: dict[str, str]) -> None:
        self._store, self._names = store, names

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        with self._store.begin() as tx:
            yield _Named(tx, self._names)  # type: ignore[misc]


@cache
def shared_setup() -> Setup:
    """The rules are read once."""
    setup = set_up(SAMPLES / "linkbot.toml")
    return replace(setup, templates=templates_of(setup.settings))


@contextmanager
def council(config: Path, clock: WalkingClock) -> Iterator[Office]:
    an_empty_store(config.parent / "store")
    office = office_of(replace(shared_setup(), settings=load_settings(config)))
    try:
        yield replace(office, clock=clock)
    finally:
        office.extractor.close()
        office.hang_up()
        office.store.close()


def lived(kind: str, folder: Path, until: date) -> Told:
    """The story on one system, from its first morning."""
    clock = WalkingClock(datetime.combine(START, time(), tzinfo=LONDON))
    arrivals = [one for one in arrivals_in(SAMPLES / "mailbox") if one.at.date() <= until]
    names = {str(read(one.octets)["Message-ID"]).strip(" <>"): one.name for one in arrivals}
    with opened(kind, folder / kind, clock) as (world, config), council(config, clock) as office:
        return _lived(office, world, clock, arrivals, names, until, config.parent)


def _lived(
    office: Office,
    world: DemoWorld,
    clock: WalkingClock,
    arrivals: list[Arrival],
    names: dict[str, str],
    until: date,
    folder: Path,
) -> Told:
    sheet = RecordingSheet(Recording())  # the workbook's file is no matter of mail, and costs most of the time
    office = world.on(replace(office, sheet=sheet, new_secret=lambda: "the same on every system"))
    post = Post(office.mailboxes[0], arrivals, clock, world)
    known = NamedStore(office.store, names)
    post.replies = sorted((one for one in replies_in(SAMPLES) if one.at.date() <= until), key=lambda one: one.at)
    post.write = lambda reply: written(reply, known, sent=_laid_out(world, folder / "seen"))  # type: ignore[arg-type]
    drops = drops_in(SAMPLES)
    dropped = (DroppedInto(folder / "intake", one, found, clock) for one, found in drops.items())
    office = replace(office, mailboxes=(post, *dropped))
    with office.store.begin() as tx:
        tx.save_complaints(read_complaints(SAMPLES / "complaints.csv").complaints)
    walk(
        office,
        clock,
        start=START,
        end=until,
        arrivals=[
            *arrivals,
            *(Arrival(reply.at, "a reply", b"") for reply in post.replies),
            *(drop for found in drops.values() for drop in found),
        ],
        acts=[act for act in acts_in(SAMPLES) if act.at.date() <= until],
        refused=_no,
        resolve=lambda office, act: resolve(replace(office, store=known), act),  # type: ignore[arg-type]
    )
    return told(office, world, sheet)


def _no(act: Act, why: str) -> None:
    raise AssertionError(f"{act.verb.value} {act.target} was refused: {why}")


def _laid_out(world: DemoWorld, folder: Path) -> Path:
    """What has left so far, as files: what its readers answer."""
    folder.mkdir(exist_ok=True)
    for number, (octets, _) in enumerate(world.left()):
        (folder / f"{number:05d}.eml").write_bytes(octets)
    return folder


def told(office: Office, world: DemoWorld, sheet: RecordingSheet) -> Told:
    with office.store.begin() as tx:
        rows = [row for row in tx.messages() if place_of(row.folder) is Place.INBOX]
        names = {row.id: row.message_id or row.file_name or "" for row in tx.messages()}
        asked = tx.questions(open_only=False)
        names |= {q.id: f"{q.about.value} {q.case} {names.get(q.message or '')} {q.task}" for q in asked}

        def named(text: str) -> str:
            return re.sub(r"[mq]-[0-9a-f]{10,16}", lambda found: names.get(found[0], found[0]), text)

        def plain(shape: object, value: object) -> object:
            return json.loads(named(json.dumps(_adapter(shape).dump_python(value, mode="json"), sort_keys=True)))

        entries = tx.outbox()
        return Told(
            cases=plain(tuple[CaseFile, ...], tx.cases()),
            tasks=plain(tuple[Task, ...], tx.open_tasks()),
            questions=sorted(map(json.dumps, plain(tuple[Question, ...], asked))),  # type: ignore[call-overload]
            messages=tuple((names[row.id], row.received_at, row.kind, row.disposition, row.cases) for row in rows),
            effects=Counter(json.dumps(plain(OutboxEntry, _what(one)), sort_keys=True) for one in entries),
            keys={one.key: _kind(one) for one in entries},
            mails=Counter(_mail(octets, to) for octets, to in world.left() if calendar_of(read(octets)) is None),
            drafts=Counter(_draft(octets) for octets in world.drafts()),
            entries=Counter(world.entries()),
            sheet=Counter(
                (key if "action:" not in key else "", *((title, named(str(cell))) for title, cell in row.cells))
                for key, row in sheet.rows.items()
            ),
        )


@cache
def _adapter(shape: object) -> TypeAdapter[object]:
    return TypeAdapter(shape)


def _what(entry: OutboxEntry) -> OutboxEntry:
    """Without its key, which is looked at apart, and the receipt, which is the system's own."""
    return replace(entry, key="", receipt=None, claim=None)


def _kind(entry: OutboxEntry) -> str:
    effect = entry.effect
    return effect.template if isinstance(effect, SendEmail) else effect.effect


def _mail(octets: bytes, to: tuple[str, ...]) -> tuple[object, ...]:
    mail = read(octets)
    body = mail.get_body(("plain",))
    assert body is not None
    files = tuple(part.get_filename() for part in mail.iter_attachments())
    return to, _plain(str(mail["Subject"])), _plain(body.get_content()), files


def _draft(octets: bytes) -> tuple[object, ...]:
    """Who it goes to, what it answers, and its first words: Exchange lays the letter it answers below."""
    mail = read(octets)
    to = tuple(address.addr_spec for address in mail["To"].addresses)
    body = mail.get_body(("plain", "html"))
    assert body is not None
    words = re.sub(r"<head>.*</head>|<hr>.*|<[^>]+>", " ", body.get_content(), flags=re.DOTALL)
    return to, str(mail["Cc"] or ""), str(mail["In-Reply-To"]), " ".join(words.split())


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("·", text).split())


@pytest.fixture(scope="module")
def on_files(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return lived("maildir", tmp_path_factory.mktemp("reference"), SOME_WEEKS)


def assert_same(here: Told, there: Told) -> None:
    differing = {key: what for key, what in here.keys.items() if key not in there.keys}
    assert set(differing.values()) <= BY_HANDLE, differing
    for field in fields(Told):
        one, other = getattr(here, field.name), getattr(there, field.name)
        if field.name != "keys":
            assert one == other, f"{field.name}: {_apart(one, other)}"


def _apart(one: object, other: object) -> str:
    """A few of the things that stand on one side only."""
    mine, theirs = (Counter(map(repr, getattr(side, "elements", side.__iter__)())) for side in (one, other))  # type: ignore[attr-defined]
    return "\n".join(
        [*(f"+ {what}" for what in [*(mine - theirs)][:3]), *(f"- {what}" for what in [*(theirs - mine)][:3])]
    )


@pytest.mark.parametrize("kind", [kind for kind in DEMO_WORLDS if kind != "maildir"])
def test_some_weeks_of_the_demo_are_the_same_on_every_mail_system(kind: str, tmp_path: Path, on_files: Told) -> None:
    assert len(on_files.messages) > 20 and len(on_files.drafts) > 8 and len(on_files.mails) > 60
    hours = {start[11:16] for _, _, start in on_files.entries}
    assert hours == {"09:00", "08:00"}  # UTC, before and after the clocks change: nine in London
    assert_same(lived(kind, tmp_path, SOME_WEEKS), on_files)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in DEMO_WORLDS if kind != "maildir"])
def test_the_whole_demo_is_the_same_on_every_mail_system(kind: str, tmp_path: Path) -> None:
    assert_same(lived(kind, tmp_path, END), _whole(str(tmp_path.parent)))


@cache
def _whole(folder: str) -> Told:
    return lived("maildir", Path(folder) / "whole", END)
