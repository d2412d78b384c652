"""Floor 3: what linkbot needs of the outside, as Protocols. Different abilities are different ports.

Adapters raise only the three errors below; the worker decides what follows. `find` answers are `Receipt`, `ABSENT` or
`CANNOT_TELL`: asking first is how a thing is not done twice (design: the outbox).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Protocol

from linkbot.model.alarm import Alarm
from linkbot.model.approval import Approval
from linkbot.model.audit import AuditEntry, AuditHead, AuditNote
from linkbot.model.case_system import ActionSeen, CaseEntry, CaseSystemAbilities
from linkbot.model.casework import Case, Event, Invitation, Task
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.diary import DiaryEvent
from linkbot.model.erasure import Erased, Erasure
from linkbot.model.evidence_file import EvidenceFile
from linkbot.model.mail import Attachment, ExtractedText, RawMessage, Unpacked
from linkbot.model.matching import Alias, Candidates
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.question import Act, Question, Verb
from linkbot.model.slip import Slip
from linkbot.model.submission import Pack
from linkbot.model.trust import Proof
from linkbot.model.vouch import Vouch


class Transient(Exception):
    """Try again later: nothing was done. `retry_after` in seconds when the far side said so; `reached`: the recipients
    of a mail who have it all the same, and must not get it again.
    """

    def __init__(self, message: str, retry_after: float | None = None, *, reached: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.reached = reached


class Unready(Transient):
    """The far side is not as was agreed, and a person must put it right: told once, and tried again."""


class Permanent(Exception):
    """Never again by itself: a person must change something. The message says what. `reached` as of `Transient`."""

    def __init__(self, message: str, *, reached: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reached = reached


class Doubtful(Exception):
    """It may or may not have happened, and the far side cannot be asked."""


class Unusable(Exception):
    """The register itself cannot be worked with: damaged, or another program's. No other work makes sense any more."""


class Answer(Enum):
    ABSENT = "absent"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Receipt:
    """Proof that a thing was done: an id the far side gave or knows."""

    reference: str


Found = Receipt | Answer


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware."""
        ...


@dataclass(frozen=True)
class Fetched:
    """One page of a mailbox. `cursor` is opaque and stored after the messages are."""

    messages: tuple[RawMessage, ...]
    cursor: str
    more: bool


class Mailbox(Protocol):
    """Reading a mailbox without leaving marks on it. Never relies on the seen flag."""

    @property
    def name(self) -> str:
        """The address or folder it reads, for logs and rows."""
        ...

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """Messages not covered by the cursor, oldest first as far as the backend can tell; may repeat, never skips.

        A cursor the backend no longer knows (reset) is not an error: everything is offered again.
        Raises Transient or Permanent.
        """
        ...

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Move the message to a folder of its own mailbox; a vanished message is a receipt too (staff moved it)."""
        ...


class Vouching(Protocol):
    """A mailbox whose very place says whose letters lie in it: people put them there."""

    @property
    def vouches_for(self) -> str:
        """An id of `rules/ombudsmen`."""
        ...


class Outgoing(Protocol):
    """Sending internal mail, invitations among them (iMIP)."""

    def send(self, mail: OutgoingMail) -> Receipt:
        """Raises Transient before the data went, Doubtful after it, Permanent when refused. Partly refused: as the rest
        was, with those who have it as `reached`; a mail to the others alone comes next.
        """
        ...

    def find(self, mail: OutgoingMail) -> Found:
        """Whether this mail was sent before. Plain SMTP cannot tell."""
        ...


class Drafts(Protocol):
    """Saving a draft where the link officer's mail program shows it."""

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt: ...

    def find(self, mail: OutgoingMail) -> Found: ...

    def remove(self, receipt: Receipt) -> None:
        """Take a draft back; one that staff already sent or deleted is no error."""
        ...


class Calendar(Protocol):
    """The diary of the shared mailbox, whose server itself invites people. Elsewhere invitations go by iMIP mail."""

    def put(self, event: DiaryEvent) -> Receipt:
        """Make the entry, or move the one with this uid; twice is once. The receipt names the iCalendar UID that the
        attendees' answers will bear. Raises Transient, Permanent, Doubtful.
        """
        ...

    def cancel(self, event: DiaryEvent) -> Receipt:
        """Take the entry with this uid away, with `event.text` as the word to the attendees. One that is gone already,
        or never was, is a receipt too.
        """
        ...

    def find(self, event: DiaryEvent) -> Found:
        """Whether this very state (`event.key`) of the entry has been written."""
        ...


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at from the outside in. `check` is a stable id; `todo` names the missing right or
    setting in the words of whoever can give it, never a bare status code; empty when all is well.
    """

    check: str
    fine: bool
    seen: str
    why: str = ""
    todo: str = ""


class Examinable(Protocol):
    """What `linkbot doctor` asks of a system: network, TLS, sign-in, rights, folders, clock. Changes nothing there."""

    def examine(self) -> Iterator[Examined]:
        """Ends after the first finding that makes the rest pointless. Never raises for what the far side does."""
        ...


class TextExtractor(Protocol):
    """Text of attachments. Never raises for what a file contains: the status says what became of it."""

    def extract(self, attachments: Sequence[Attachment]) -> tuple[ExtractedText, ...]: ...

    def unpack(self, attachments: Sequence[Attachment]) -> tuple[Unpacked, ...]:
        """One for each attachment that is a mail packed into a file, opened or not; none for any other."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class SheetRow:
    """One row of the workbook: `sheet` (tab), `key` in the hidden id column, cells by column title."""

    sheet: str
    key: str
    cells: tuple[tuple[str, str | int | float | date | None], ...]
    revision: int


@dataclass(frozen=True)
class CellChange:
    """A cell of linkbot's that a person changed: `column` is linkbot's title, `place` as in `Register!H14`."""

    key: str
    column: str
    place: str
    what: str  # "was changed", "was emptied", "holds a formula"


class Sheet(Protocol):
    """The Ombudsman spreadsheet: a projection, written together once a cycle."""

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Insert or replace rows by key. Raises Transient when the workbook is locked or the disk is full."""
        ...

    def revision_of(self, key: str) -> int | None:
        """The revision a row carries now, None when absent."""
        ...

    def needs_rebuild(self) -> bool:
        """True when there is no sound workbook to add rows to: never written, deleted, damaged, a tab taken out."""
        ...

    def rebuild(self, rows: Sequence[SheetRow], *, over: Collection[tuple[str, str]] = ()) -> None:
        """Write the projection anew from all rows; what was damaged is set aside, never overwritten. `over`: cells
        (key, column) that a person changed and that may be overwritten all the same.
        """
        ...

    def saved_by_others(self) -> bool:
        """Whether somebody saved it since linkbot last looked through it. Never of a workbook that is linkbot's own."""
        ...

    def changes(self) -> tuple[CellChange, ...]:
        """Cells of linkbot's that people changed in a workbook of theirs; they are not overwritten."""
        ...


class CaseSystem(Protocol):
    """The council's case management system: one thing is written at a time, each under the key of its effect."""

    @property
    def abilities(self) -> CaseSystemAbilities:
        """What may be written here, and what is left to a person."""
        ...

    def write(self, key: str, entry: CaseEntry) -> Receipt:
        """Raises Transient when nothing was done, Doubtful when nobody can say, Permanent when a person must act; that
        too for a deed it does not do.
        """
        ...

    def find(self, key: str, entry: CaseEntry) -> Found:
        """Whether `write` of this very key was done. CANNOT_TELL rather than a guess; ABSENT also where writing again
        is the same as writing once.
        """
        ...


class ActionsSource(Protocol):
    """Where what became of corrective actions in the case system can be read back."""

    def seen(self, since: datetime | None) -> Iterator[ActionSeen]:
        """Those changed at or after that instant, None for all; may repeat and give more, never skips. Raises Transient
        or Permanent, also while it gives them.
        """
        ...


class DirectorySource(Protocol):
    """Where the council's own complaints can be asked for: a report of its case system."""

    @property
    def name(self) -> str:
        """What it is, for logs and alarms; no secret in it."""
        ...

    def rows(self, since: datetime | None) -> Iterator[Mapping[str, str]]:
        """Complaints as flat rows of the far side's own titles: those changed at or after that instant, None for all.

        May repeat and may give more than was asked, never skips; in any order, page by page, so that memory does not
        grow with the council. Every value is text, the empty one among them. Raises Transient or Permanent, at the
        call or while it gives rows: what came before stands, the next call asks for the same again.
        """
        ...


class Submissions(Protocol):
    """Where the pack for a submission is laid out for a person."""

    def prepare(self, key: str, task: Task, case: Case, pack: Pack | None = None) -> Receipt:
        """An index of what was asked, and the pack's files. What people put or changed there is never written over."""
        ...

    def find(self, key: str) -> Found: ...


@dataclass(frozen=True)
class Scanned:
    """What a virus scanner says of a file. `clean` None: it could not say, and the file must wait."""

    clean: bool | None
    said: str = ""


class Scanner(Protocol):
    """Looks at one file before anybody opens it. Never raises for what the file or the scanner does."""

    def scan(self, name: str, octets: bytes) -> Scanned: ...


class MessageStatus(Enum):
    RECEIVED = "received"  # octets kept, not yet decided
    DECIDED = "decided"
    PARKED = "parked"  # a fault: waits for a person after three strikes
    DISCARDED = "discarded"


@dataclass(frozen=True)
class StoredMessage:
    """A message row. `id` is the digest-derived identity of this copy; `octets_digest` finds the file."""

    id: str
    mailbox: str
    handle: str
    folder: str
    received_at: datetime
    octets_digest: str
    status: MessageStatus
    message_id: str | None = None
    content_digest: str | None = None
    strikes: int = 0
    fault: str | None = None
    cases: tuple[str, ...] = ()
    kind: str | None = None
    disposition: str | None = None
    file_name: str | None = None
    sender: str | None = None
    subject: str | None = None
    attempted_at: datetime | None = None
    vouch: Vouch | None = None

    @property
    def is_erased(self) -> bool:
        """Nothing is left of it but that it was here."""
        return not self.octets_digest


@dataclass(frozen=True)
class Override:
    """A person's word about a message: replaces linkbot's own reading when it is decided again."""

    message: str
    about: str  # an `About` value
    value: str
    act: str


@dataclass(frozen=True)
class Polled:
    """The last look into a mailbox; `fault` says why nothing could be read, None when all was well."""

    mailbox: str
    at: datetime
    fault: str | None = None
    succeeded_at: datetime | None = None  # when it last went well


class Transaction(Protocol):
    """One BEGIN IMMEDIATE transaction. Leaving it normally commits; an exception rolls everything back."""

    # mail
    def cursor(self, mailbox: str) -> str | None: ...
    def set_cursor(self, mailbox: str, cursor: str) -> None: ...
    def add_message(self, message: StoredMessage) -> bool:
        """False when this copy (id) is known already."""
        ...

    def save_message(self, message: StoredMessage) -> None: ...
    def message(self, id: str) -> StoredMessage | None: ...
    def messages(self, status: MessageStatus | None = None) -> tuple[StoredMessage, ...]:
        """In order of receipt (received_at, then id)."""
        ...

    def messages_of(self, case: str) -> tuple[StoredMessage, ...]:
        """Those that are about a case, whatever became of them, in order of receipt."""
        ...

    def messages_with_id(self, message_id: str) -> tuple[StoredMessage, ...]:
        """Decided messages that bear this normalised Message-ID."""
        ...

    def overrides(self, message: str) -> tuple[Override, ...]: ...
    def add_override(self, override: Override) -> None: ...
    def texts(self, digest: str) -> tuple[ExtractedText, ...] | None:
        """Extracted texts cached by octets digest and extractor version."""
        ...

    def save_texts(self, digest: str, texts: tuple[ExtractedText, ...]) -> None: ...

    # casework
    def case(self, id: str) -> CaseFile | None: ...
    def cases(self, ids: Sequence[str] | None = None, *, open_only: bool = False) -> tuple[CaseFile, ...]: ...
    def cases_of_references(self, references: Sequence[str]) -> tuple[CaseFile, ...]: ...
    def cases_of_thread(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Ids of cases that messages with these Message-IDs (received or sent by us) belong to, nearest first."""
        ...

    def tasks_of_thread(self, message_ids: Sequence[str]) -> tuple[str, ...]:
        """Ids of tasks that mails we sent under these Message-IDs were about, nearest first."""
        ...

    def remember_sent(self, message_id: str, case: str | None, task: str | None) -> None:
        """A Message-ID of ours and what it was about; once for each case and task of the mail. Twice is once."""
        ...

    def open_tasks(self) -> tuple[Task, ...]: ...
    def evidence(self, tasks: Sequence[str]) -> tuple[EvidenceFile, ...]:
        """What services sent for these tasks, in the order it came."""
        ...

    def evidence_held(self) -> tuple[EvidenceFile, ...]:
        """Files that still wait for the virus scanner."""
        ...

    def approvals(self, tasks: Sequence[str]) -> tuple[Approval, ...]:
        """Of every version of these tasks' evidence, in the order they were given."""
        ...

    def evidence_file(self, id: str) -> EvidenceFile | None: ...
    def task(self, id: str) -> Task | None: ...
    def invitations(self) -> tuple[Invitation, ...]: ...
    def invitation(self, uid: str) -> Invitation | None:
        """By our own UID, or by the one that the diary it stands in gave it: the receipt of `Calendar.put`."""
        ...

    def question(self, id: str) -> Question | None: ...
    def questions(self, *, open_only: bool = True) -> tuple[Question, ...]: ...
    def add_slips(self, slips: Sequence[Slip]) -> None:
        """What the numbers of a mail stand for, before it is sent. A slip known already (token, number) is left."""
        ...

    def slips(self, token: str) -> tuple[Slip, ...]:
        """By number; none for a token this store never gave."""
        ...

    def use_slip(self, token: str, number: int, message: str) -> bool:
        """False when it was used before by another message, or is unknown: a slip settles one thing once."""
        ...

    def events(self, case: str) -> tuple[Event, ...]: ...
    def complaints(
        self, references: Sequence[str], name: str | None, postcode: str | None
    ) -> tuple[Complaint, ...]: ...
    def candidates(self, references: Sequence[str], name: str | None, postcode: str | None) -> Candidates:
        """What matching looks at: complaints that share a reference, the postcode, a surname or what people have said
        is another name of theirs; where nobody bears the surname, also those spelt nearly so.
        """
        ...

    def search_complaints(self, words: Sequence[str], limit: int) -> tuple[Complaint, ...]:
        """Complaints of which each word is part of the reference, name, postcode or address; newest first."""
        ...

    def learn_alias(self, alias: Alias) -> None:
        """Another name or postcode of a complainant. Insert or replace by act."""
        ...

    def unlearn_aliases(self, case: str) -> int:
        """What was learnt from this case is forgotten: the tie it was learnt from is undone. Answers how much."""
        ...

    def has_complaints(self) -> bool:
        """Whether complaints of our own have ever been imported."""
        ...

    def save_complaints(self, complaints: Sequence[Complaint]) -> None:
        """Insert or replace by reference. ValueError for one without a reference."""
        ...

    def forget_complaints(self, references: Sequence[str] | None = None) -> int:
        """Erase these complaints (None: all of them); how many there were."""
        ...

    def add_act(self, act: Act) -> bool:
        """False when an act with this id is stored already."""
        ...

    def act(self, id: str) -> Act | None: ...
    def acts(self, since: datetime | None = None, *, verb: Verb | None = None) -> tuple[Act, ...]:
        """What people did, in the order it was stored; at or after that instant, of that verb, when one is given."""
        ...

    def proofs(self, kind: str | None = None, *, since: datetime | None = None) -> tuple[Proof, ...]:
        """Questions `CONFIRM` and `CHECK` with the kind their message was first read as, in the order they were asked;
        of that kind, asked at or after that instant, when one is given.
        """
        ...

    def commit_decision(self, message: str | None, decision: Decision, now: datetime) -> tuple[Intent, ...]:
        """Write the rows and outbox entries of a decision; known keys are left alone. Answers the new intents.

        The message's status becomes DECIDED (KeyError when it was never stored); the rest of its row is the caller's,
        by `save_message`. A value's `version` is that of the stored row it was read from, 0 when there was none; what
        is written stands one higher. A question with version 0 that was asked before is left as it is.
        Raises `Stale` when a case, task, question or invitation moved on since it was read.
        """
        ...

    # occurrences and the outbox
    def add_occurrence(self, occurrence: Occurrence, now: datetime) -> bool:
        """False when it happened before: exactly once is this unique row."""
        ...

    def has_occurrence(self, occurrence: Occurrence) -> bool: ...
    def last_occurrence(self, job: str, scope: str | None = None) -> date | None: ...
    def outbox(self, *states: OutboxState) -> tuple[OutboxEntry, ...]:
        """In order of creation."""
        ...

    def entry(self, key: str) -> OutboxEntry | None: ...
    def entries_beginning(self, beginning: str) -> tuple[OutboxEntry, ...]:
        """Whose key begins so (hex digits), in order of creation; none for an empty beginning."""
        ...

    def due_entries(self, now: datetime, limit: int, *, sheet: bool | None = None) -> tuple[OutboxEntry, ...]:
        """Pending entries whose next_at has come, and claimed ones whose lease has lapsed. `sheet`: only rows of the
        spreadsheet, or (False) everything else.
        """
        ...

    def drafts_on(self, cases: Collection[str]) -> tuple[OutboxEntry, ...]:
        """Drafts on these cases, or on none, whatever became of them."""
        ...

    def registrations_on(self, case: str) -> tuple[OutboxEntry, ...]:
        """What was to be written into the case system about this case, whatever became of it, in order of creation."""
        ...

    def done_since(self, since: datetime | None) -> tuple[OutboxEntry, ...]:
        """Effects that were done at or after that instant (None: ever), in the order they were done."""
        ...

    def sent_since(self, since: datetime) -> int:
        """How many mails and invitations were done since then: for the rate cap."""
        ...

    def claim(self, key: str, token: str, lease: timedelta, now: datetime) -> bool:
        """One conditional UPDATE that must hit one row."""
        ...

    def holds_claim(self, key: str, token: str, now: datetime) -> bool: ...
    def settle(
        self,
        key: str,
        token: str | None,
        state: OutboxState,
        now: datetime,
        *,
        receipt: str | None = None,
        error: str | None = None,
        next_at: datetime | None = None,
        by: str | None = None,
    ) -> bool:
        """Record what became of an entry; with a token only if this worker still holds the claim."""
        ...

    # how the worker stands
    def note_poll(self, mailbox: str, at: datetime, fault: str | None = None) -> None: ...
    def polls(self) -> tuple[Polled, ...]:
        """The last look into each mailbox."""
        ...

    def last_letter_at(self, ombudsman: str | None = None) -> datetime | None:
        """When the last letter of an ombudsman (None: of any) came."""
        ...

    def letters_at(self, since: datetime) -> tuple[datetime, ...]:
        """When each letter since then came, in order."""
        ...

    def alarms(self, *, open_only: bool = True) -> tuple[Alarm, ...]: ...
    def save_alarm(self, alarm: Alarm) -> None:
        """Insert or replace by kind, scope and since."""
        ...

    def mark(self, name: str) -> str | None:
        """What the store remembers under this name."""
        ...

    def set_mark(self, name: str, value: str | None) -> None:
        """None forgets it."""
        ...

    # the audit log
    def add_audit(self, *notes: AuditNote) -> None:
        """Put on record what the register's own calls do not record by themselves (those of decisions, questions,
        acts, overrides and effects do), each linked to the one before.
        """
        ...

    def audit(self, *, case: str | None = None, since: datetime | None = None) -> tuple[AuditEntry, ...]:
        """In the order it was written."""
        ...

    def audit_head(self) -> AuditHead: ...

    def erase(self, what: Erasure) -> Erased:
        """Take a case's rows out; what is said of it in the audit log stays. The files are the caller's next step."""
        ...

    def casework_stamp(self) -> str:
        """Another one whenever a case, task, question, invitation or letter is added or changed, or more or less waits
        for a person.
        """
        ...

    def count_messages(self) -> dict[MessageStatus, int]:
        """States without a message are left out."""
        ...

    def count_effects(self) -> dict[OutboxState, int]: ...


@dataclass(frozen=True)
class BackupTaken:
    """`missing` are digests of messages' octets that were lost or damaged in the store already."""

    name: str
    at: datetime
    folder: str
    database_size: int
    octets: int
    missing: tuple[str, ...] = ()


class Backups(Protocol):
    """Copies of the register with its octets, taken while the worker works. Both raise Transient or Permanent."""

    def top_up(self, *, files: int, stopping: Callable[[], bool] = ...) -> bool:
        """Copy at most so many octets ahead of the next backup; True when none are left to copy."""
        ...

    def take(self, now: datetime) -> BackupTaken:
        """A whole backup, verified; or nothing stands under a backup's name."""
        ...


@dataclass(frozen=True)
class Traces:
    """What a mailbox shows of the past. `ours`: Message-IDs of ours that occur in it, in whatever folder, as a copy or
    because somebody answered. `moved`: messages of others outside the inbox, as (folder, Message-ID).
    """

    ours: frozenset[str] = frozenset()
    moved: tuple[tuple[str, str], ...] = ()


class Past(Protocol):
    """Looking back into a mailbox after a restore. What it does not show may have been sent all the same."""

    def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
        """Looks at what came or was written since. Raises Transient or Permanent when the mailbox cannot be read."""
        ...


class Stale(Exception):
    """A row changed since it was read: decide again on what stands now."""


class Store(Protocol):
    """The register and the octets. One store = one organisation."""

    def begin(self) -> AbstractContextManager[Transaction]: ...

    def keep_octets(self, octets: bytes) -> str:
        """Write octets to a content-addressed file, fsynced; answers the SHA-256 hex. Twice is once."""
        ...

    def octets(self, digest: str) -> bytes:
        """Raises KeyError when there is no such file or it is damaged."""
        ...

    def erase_octets(self, digests: Sequence[str]) -> int:
        """Remove those files that no row names any more; how many were there. Twice is once. Raises Transient."""
        ...

    def leave_no_trace(self) -> None:
        """Clean the register's own file of what was deleted from it. Raises Transient while it is in use."""
        ...

    def close(self) -> None: ...
