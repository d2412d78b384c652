"""One council, one cast, one case: values for the pure core, under the shipped rules. `after` is the store in small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from linkbot.engine.casework.decide import decide
from linkbot.engine.casework.keys import letter_digest
from linkbot.engine.casework.word import Word
from linkbot.engine.casework.work import Moment
from linkbot.engine.dates.working_days import safe_on
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.casework import Case, Event, Task, TaskKind
from linkbot.model.classification import Certainty, Classification
from linkbot.model.deadline import Deadline
from linkbot.model.decision import CaseFile, Decision, Known
from linkbot.model.desk import Desk
from linkbot.model.effect import AskPerson, Effect, SendEmail
from linkbot.model.item import Item, ItemKind
from linkbot.model.mail import Address, Letter, LetterRole
from linkbot.model.organisation import Organisation
from linkbot.model.people import Absence, Directory, Person, Service
from linkbot.model.question import Question, QuestionState
from linkbot.model.reading import Complainant, Disposition, Reading, References, ServiceMatch
from linkbot.model.rulebook import Rulebook
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 2)
CASE = "LGSCO 26 104 377"
HO_CASE = "HO 202604377"
OFFICER, OWNER, HEAD = "marian@anytown.gov.uk", "repairs@anytown.gov.uk", "head@anytown.gov.uk"
DIRECTOR, CEO, MONITOR = "director@anytown.gov.uk", "ceo@anytown.gov.uk", "law@anytown.gov.uk"
CONTACT, COMMS = "contact@anytown.gov.uk", "press@anytown.gov.uk"
DEPUTY, STAND_IN = "callum@anytown.gov.uk", "kofi@anytown.gov.uk"
SENIORS = {DIRECTOR, CEO, MONITOR}


@cache
def rules() -> Rulebook:
    return load_rulebook(rule_layers(None))


def a_desk(*, away: Iterable[str] = (), **changes: object) -> Desk:
    """`away`: ids of people who are not there in all of November 2026."""
    gone = set(away)
    absence = (Absence(date(2026, 11, 1), date(2026, 11, 30)),)
    posts = {
        "link_officer": (OFFICER, "deputy_officer"),
        "deputy_officer": (DEPUTY, None),
        "head_of_resident_contact": (CONTACT, None),
        "head_of_communications": (COMMS, None),
        "ceo_office": (CEO, None),
        "monitoring_officer": (MONITOR, None),
        "repairs_lead": (OWNER, "stand_in"),
        "stand_in": (STAND_IN, None),
    }
    people = tuple(Person(id, email, deputy, absence if id in gone else ()) for id, (email, deputy) in posts.items())
    repairs = Service("housing_repairs", "repairs_lead", HEAD, DIRECTOR)
    desk = Desk(
        organisation=Organisation("Anytown Council", ("anytown.gov.uk",), ("ombudsman@anytown.gov.uk",)),
        directory=Directory(people, (repairs, Service("council_tax", STAND_IN, HEAD, DIRECTOR))),
        calendar=rules().calendar,
        ombudsmen=rules().ombudsmen,
        playbooks=rules().playbooks,
        matching=rules().matching,
    )
    return replace(desk, **changes)  # type: ignore[arg-type]


def a_moment(day: date = MONDAY, hour: int = 10, minute: int = 0) -> Moment:
    return Moment(datetime.combine(day, time(hour, minute), tzinfo=LONDON), day)


def a_deadline(day: date | None, purpose: str = "information") -> Deadline:
    safe = safe_on(day, rules().calendar) if day else None
    return Deadline(purpose, day, safe, f"by {day}", "body", stated=True)


def an_order(number: int, text: str = "", due: date | None = None, *, amount: str | None = None) -> Item:
    deadline = a_deadline(due, f"order {number}") if due else None
    return Item(
        ItemKind.ORDER, number, text or f"Order the council to do thing {number}.", "body", deadline,
        Decimal(amount) if amount else None, binding=True,
    )  # fmt: skip


def a_recommendation(number: int, text: str = "Review the policy.", due: date | None = None) -> Item:
    deadline = a_deadline(due, f"recommendation {number}") if due else None
    return Item(ItemKind.RECOMMENDATION, number, text, "body", deadline)


def a_request(number: int, text: str) -> Item:
    return Item(ItemKind.REQUEST, number, text, "body")


def a_reading(
    kind: str | None = "information_request",
    *,
    on: date | None = MONDAY,
    reply_by: date | None = None,
    items: tuple[Item, ...] = (),
    case: str = CASE,
    text: str = "",
    certainty: Certainty = Certainty.CERTAIN,
    verdict: Verdict = Verdict.TRUSTED,
    service: str | None = "housing_repairs",
    **changes: object,
) -> Reading:
    """A clear letter about the case; `changes` replace any field of the reading."""
    ombudsman, _, reference = case.partition(" ")
    ombudsman = ombudsman.lower()
    domain = "lgo.org.uk" if ombudsman == "lgsco" else "housing-ombudsman.org.uk"
    words = text or f"{kind} of {on}"
    deadlines = ((a_deadline(reply_by),) if reply_by else ()) + tuple(i.deadline for i in items if i.deadline)
    playbook = rules().playbook(kind)
    reading = Reading(
        message_id=f"{letter_digest((words,))[:12]}@{domain}",
        subject=f"Complaint {reference}",
        authentication=Authentication(verdict, domain, ombudsman),
        gate=None,
        letter=Letter(LetterRole.NEW, "body", words, Address(f"jo.bell@{domain}", "Jo Bell")),
        forwarded=False,
        classification=Classification(kind, (), certainty),
        ombudsman=ombudsman,
        references=References(about=(reference,), ombudsman=ombudsman),
        complainant=Complainant("Ms Quill"),
        letter_date=on,
        letter_date_source="body",
        service=ServiceMatch(service, service is not None),
        deadlines=deadlines,
        items=items,
        doubts=(),
        disposition=playbook.disposition if playbook else Disposition.REVIEW,
        reasons=(),
        letter_digest=letter_digest((words,)),
    )
    return replace(reading, **changes)  # type: ignore[arg-type]


def a_case(id: str = CASE, **changes: object) -> Case:
    ombudsman, _, reference = id.partition(" ")
    opened = a_moment(date(2026, 10, 1)).at
    case = Case(id, ombudsman.lower(), reference, opened, service="housing_repairs", service_certain=True, version=1)
    return replace(case, **changes)  # type: ignore[arg-type]


def a_task(position: int = 1, *, due: date | None, case: str = CASE, **changes: object) -> Task:
    task = Task(
        id=f"{case}/{position}",
        case=case,
        kind=TaskKind.REQUEST,
        title=f"Information request {position}",
        text="Send the repair log.",
        owner=OWNER,
        created_at=a_moment(date(2026, 10, 1), hour=9, minute=position).at,
        cause=f"earlier letter {position}",
        official_on=due,
        due_on=due,
        service="housing_repairs",
        last_notice_on=date(2026, 10, 1),
        version=1,
    )
    return replace(task, **changes)  # type: ignore[arg-type]


def a_file(*tasks: Task, case: Case | None = None, events: tuple[Event, ...] = ()) -> CaseFile:
    case = case or a_case()
    first = Event(
        "earlier letter", case.id, "information_request", date(2026, 10, 1), case.opened_at, "m-0", acted=True
    )
    return CaseFile(case, tasks, events=events or (first,))


def decided(
    reading: Reading,
    *files: CaseFile,
    desk: Desk | None = None,
    moment: Moment | None = None,
    message: str = "m-1",
    word: Word | None = None,
    **known: object,
) -> Decision:
    moment = moment or a_moment()
    return decide(
        reading,
        message=message,
        received_at=moment.at,
        known=Known(cases=files, **known),  # type: ignore[arg-type]
        desk=desk or a_desk(),
        moment=moment,
        word=word,
    )


def after(decision: Decision, *before: CaseFile) -> CaseFile:
    """The (one) case file as it stands once the decision is committed: every written row one version higher."""
    old = before[0] if before else CaseFile(decision.cases[0])
    case = next((one for one in decision.cases if one.id == old.case.id), old.case)
    tasks = {t.id: t for t in old.tasks} | {t.id: replace(t, version=t.version + 1) for t in decision.tasks}
    events = {e.id: e for e in old.events} | {e.id: e for e in decision.events if e.case == case.id}
    invitations = {i.id: i for i in old.invitations} | {i.id: i for i in decision.invitations}
    questions = {q.id: replace(q, version=1) for q in decision.questions} | {q.id: q for q in old.questions}
    still = [q for q in questions.values() if q.id not in decision.answered and q.state is QuestionState.OPEN]
    return CaseFile(
        replace(case, version=case.version + 1), tuple(t for t in tasks.values() if t.case == case.id),
        tuple(invitations.values()), tuple(events.values()), tuple(still),
    )  # fmt: skip


def effects(decision: Decision, *sorts: type) -> list[Effect]:
    return [i.effect for i in decision.intents if not sorts or isinstance(i.effect, sorts)]


def mails(decision: Decision, template: str | None = None) -> list[SendEmail]:
    found = [i.effect for i in decision.intents if isinstance(i.effect, SendEmail)]
    return [mail for mail in found if template in (None, mail.template)]


def told(decision: Decision, *, held: bool = False) -> set[str]:
    """Everybody a mail goes to (or, `held`, waits to go to), questions left out."""
    return {to for i in decision.intents if i.held is held and isinstance(i.effect, SendEmail) for to in i.effect.to}


def asked(decision: Decision) -> list[Question]:
    """Every question is put by exactly one effect."""
    put = sorted(i.effect.question for i in decision.intents if isinstance(i.effect, AskPerson))
    assert put == sorted(q.id for q in decision.questions)
    return list(decision.questions)
