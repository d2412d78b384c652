"""A small language for stories: somebody writes, days pass, an officer does something, and we see what linkbot did.

The worker, its store and its reading are the real ones; the clock walks, and recorders stand where mail would leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from linkbot.effectors.recording import Recording
from linkbot.engine.casework.deeds import Refused
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import UpdateSheet
from linkbot.model.mode import Mode
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.question import Act, Question, Verb
from linkbot.ports import MessageStatus, StoredMessage
from linkbot.settings.load import load_settings
from linkbot.wiring import Setup, desk_of, sandbox_of, set_up, templates_of
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.office import LONDON, Office
from linkbot.worker.simulation import WalkingClock, walk
from linkbot.worker.tick import tick

from .letters import OURS, RECEIVER, Mail, answer_to

NAMES = {
    "officer": "officer@anytown.gov.uk",
    "deputy": "deputy@anytown.gov.uk",
    "owner": "owner@anytown.gov.uk",
    "stand-in": "stand-in@anytown.gov.uk",
    "head": "head@anytown.gov.uk",
    "director": "director@anytown.gov.uk",
    "contact": "contact@anytown.gov.uk",
    "ceo": "ceo@anytown.gov.uk",
    "law": "law@anytown.gov.uk",
    "press": "press@anytown.gov.uk",
}
CONFIG = f"""
[organisation]
name = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["{OURS}"]
[authentication]
receivers = ["{RECEIVER}"]
[people.link_officer]
email = "officer@anytown.gov.uk"
deputy = "deputy_officer"
[people.deputy_officer]
email = "deputy@anytown.gov.uk"
[people.head_of_resident_contact]
email = "contact@anytown.gov.uk"
[people.head_of_communications]
email = "press@anytown.gov.uk"
[people.ceo_office]
email = "ceo@anytown.gov.uk"
[people.monitoring_officer]
email = "law@anytown.gov.uk"
[people.repairs]
email = "owner@anytown.gov.uk"
deputy = "stand_in"
absences = [{{ from = 2026-08-03, to = 2026-08-14 }}]
[people.stand_in]
email = "stand-in@anytown.gov.uk"
[services.housing_repairs]
owner = "repairs"
head = "head@anytown.gov.uk"
director = "director@anytown.gov.uk"
"""
ALL_ACT = '\n[automation]\nkinds = "all"\nsample_percent = 0\n'
"""Stories that are not about trust begin where every kind has earned it."""
WHO = {address: name for name, address in NAMES.items()}
_READ: list[Setup] = []


def setup_of(config: Path) -> Setup:
    """What the configuration says, under rules and templates that are read once for all stories."""
    if not _READ:
        read = set_up(config)
        _READ.append(replace(read, templates=templates_of(read.settings)))
    settings, rulebook = load_settings(config), _READ[0].rulebook
    return replace(_READ[0], settings=settings, desk=desk_of(settings, rulebook, settings.directory))


def setup_for(folder: Path, extra: str) -> Setup:
    config = folder / "linkbot.toml"
    trusted = "" if "[automation]" in extra else ALL_ACT
    config.write_text(CONFIG + extra + trusted, encoding="utf-8")
    return setup_of(config)


class Conversation:
    """An observer too: it keeps what people would notice, until `we_see` asks."""

    def __init__(self, folder: Path, *, start: date, mode: Mode = Mode.ACT, config: str = "") -> None:
        self.clock = WalkingClock(datetime.combine(start, time(9, 30), tzinfo=LONDON))
        self.mailbox, self.recording = MemoryMailbox(OURS), Recording()
        self.office: Office = sandbox_of(
            setup_for(folder, config),
            folder=folder / "store",
            mailbox=self.mailbox,
            clock=self.clock,
            mode=mode,
            observer=self,
            recording=self.recording,
        )
        self.letters = 0
        self.dispositions: list[str] = []
        self._seen: list[tuple[date, str]] = []

    def close(self) -> None:
        self.office.extractor.close()
        self.office.store.close()

    # what happens

    def they_write(self, mail: Mail, *, at: date | None = None, hour: int = 10, folder: str = "INBOX") -> bytes:
        """The mail comes in, on that day or now, and is handled at once; answers its octets."""
        if at is not None:
            self.until(at, hour=hour)
        return self.it_comes(mail.octets, folder=folder)

    def it_comes(self, made: Callable[[datetime, int], bytes], *, folder: str = "INBOX") -> bytes:
        """Any mail at all, made for this moment; handled at once."""
        self.letters += 1
        octets = made(self.clock.now(), self.letters)
        self.mailbox.arrive(octets, self.clock.now(), handle=f"l{self.letters}", folder=folder)
        tick(self.office)
        return octets

    def somebody_moves_it(self, folder: str) -> None:
        """The last letter, to another folder of the mailbox."""
        self.mailbox.move(f"l{self.letters}", folder)
        tick(self.office)

    def days_pass(self, days: int) -> None:
        self.until(self.today + timedelta(days=days), hour=18)

    def until(self, day: date, *, hour: int = 18) -> None:
        """Every day before is lived whole; of the day itself the time up to the hour."""
        if day > self.today:
            walk(
                self.office,
                self.clock,
                start=self.today,
                end=day - timedelta(days=1),
                arrivals=[],
                acts=[],
                refused=_no,
            )
        for at in (time(8), time(8, 30), time(9), time(hour)):
            moment = datetime.combine(day, at, tzinfo=LONDON)
            if self.clock.now() <= moment and at <= time(hour):
                self.clock.walk_to(moment)
                tick(self.office)

    def the_officer(self, verb: str, target: str, value: str | None = None, *, by: str = "officer") -> str:
        """An act, done at once, and what follows from it; answers linkbot's sentence. Raises `Refused`."""
        said = perform_act(self.office, self._act(verb, target, value, by))
        tick(self.office)
        return said

    def refuses(self, verb: str, target: str, value: str | None = None) -> bool:
        try:
            self.the_officer(verb, target, value)
        except Refused:
            return True
        return False

    def _act(self, verb: str, target: str, value: str | None, by: str) -> Act:
        at = self.clock.now() + timedelta(seconds=len(self._seen))
        return make_act(at=at, by=by, verb=Verb(verb), target=target, value=value, reason="told so")

    # what can be seen

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(LONDON).date()

    def we_see(self, *expected: str) -> None:
        """Exactly these things since the last look, in any order: `template → who`, `(held)` before what waits."""
        seen, self._seen = Counter(what for _, what in self._seen), []
        assert seen == Counter(expected), (
            f"{self.today}: unexpected {seen - Counter(expected)}, missing {Counter(expected) - seen}"
        )

    def we_see_on(self, *expected: tuple[date, str]) -> None:
        """As `we_see`, with the day of each."""
        seen, self._seen = self._seen, []
        assert Counter(seen) == Counter(expected)

    def days_of(self, what: str) -> list[date]:
        """The days on which it happened since the last look, which this ends."""
        seen, self._seen = self._seen, []
        return [day for day, one in seen if one == what]

    def what_happened(self) -> list[str]:
        seen, self._seen = self._seen, []
        return [what for _, what in seen]

    @property
    def case(self) -> CaseFile:
        (file,) = self.cases
        return file

    @property
    def cases(self) -> tuple[CaseFile, ...]:
        with self.office.store.begin() as tx:
            return tx.cases()

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.case.tasks

    @property
    def questions(self) -> tuple[Question, ...]:
        with self.office.store.begin() as tx:
            return tx.questions()

    def question(self) -> Question:
        (question,) = self.questions
        return question

    def outbox(self, *states: OutboxState) -> tuple[OutboxEntry, ...]:
        with self.office.store.begin() as tx:
            return tx.outbox(*states)

    def last_mail(self, who: str, subject: str = "") -> EmailMessage:
        """The newest mail of linkbot's to somebody whose subject holds these words."""
        for call in reversed(self.recording.calls):
            if call.mail is not None and call.verb == "send" and NAMES[who] in call.mail.recipients:
                mail = message_from_bytes(call.mail.octets, policy=policy.default)
                if subject in str(mail["Subject"]):
                    assert isinstance(mail, EmailMessage)
                    return mail
        raise AssertionError(f"linkbot wrote no mail {subject!r} to {who}")

    def replies(self, who: str, words: str, *, to: EmailMessage, **more: object) -> bytes:
        """Somebody answers a mail of linkbot's as mail programs do: new words above the quoted text."""
        return self.they_write(answer_to(to, f"{who.title()} <{NAMES[who]}>", words, **more))

    def everything_is_accounted_for(self) -> None:
        """Every message decided, every effect done, withdrawn or held for a person; nothing sent twice."""
        with self.office.store.begin() as tx:
            assert {m.status for m in tx.messages()} <= {MessageStatus.DECIDED}
            left = {entry.state for entry in tx.outbox()}
        assert left <= {OutboxState.DONE, OutboxState.WITHDRAWN, OutboxState.HELD}
        sent = [call.key for call in self.recording.calls if call.verb in ("send", "save", "register")]
        assert len(sent) == len(set(sent))

    # the observer

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None:
        self.dispositions.append(decision.disposition.value)
        self._held(new)

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None:
        self._held(new)

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None:
        if not isinstance(entry.effect, UpdateSheet):
            self._note(entry.effect, "")

    def fault(self, action: str, id: str, error: str) -> None:
        self._seen.append((self.today, f"fault {action}: {error}"))

    def _held(self, new: tuple[Intent, ...]) -> None:
        for intent in new:
            if intent.held:
                self._note(intent.effect, "(held) ")

    def _note(self, effect: object, prefix: str) -> None:
        kind = getattr(effect, "effect", "")
        what = getattr(effect, "template", None) or kind
        if kind == "ask_person":
            what = "urgent question" if getattr(effect, "urgent", False) else "question"
        to = getattr(effect, "to", ())
        who = f" → {', '.join(WHO.get(one, 'them') for one in to)}" if to else ""
        self._seen.append((self.today, f"{prefix}{what}{who}"))


def _no(act: Act, why: str) -> None:
    raise AssertionError(f"{act.verb.value} {act.target} was refused: {why}")
