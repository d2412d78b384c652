"""One cast for every rendered mail: invented people of an invented council, and one scene for each template."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from linkbot.engine.replies.answerable import numbered, of_question
from linkbot.model.casework import Case, Task, TaskKind, TaskState
from linkbot.model.compose_context import ComposeContext, ListingRow, Worded
from linkbot.model.effect import AskPerson, CancelInvite, DraftReply, SendEmail, SendInvite, SendReport
from linkbot.model.ombudsman import Ombudsman, ReferenceForm
from linkbot.model.question import About, Question
from linkbot.model.reply import Answerable, Sort
from tests.engine.alarm_scene import an_alarm
from tests.engine.evidence_scenes import evidence_scenes
from tests.engine.report_scenes import report_scenes

LGSCO = Ombudsman(
    id="lgsco",
    name="Local Government and Social Care Ombudsman",
    short_name="LGSCO",
    domains=("lgo.org.uk",),
    reference=ReferenceForm(r"\d{8}", (2, 3, 3), bare_needs_cue=True),
)
HO = Ombudsman(
    id="ho",
    name="Housing Ombudsman Service",
    short_name="HO",
    domains=("housing-ombudsman.org.uk",),
    reference=ReferenceForm(r"20\d{7}", (9,)),
    portal=True,
)
AT = datetime(2026, 11, 3, 9, 12, tzinfo=UTC)
CASE = Case(
    id="LGSCO 26 104 377",
    ombudsman="lgsco",
    reference="26 104 377",
    opened_at=AT,
    stage="information_request",
    our_references=("CRM-204117",),
    complainant="Ms Zofia Łęcka",
    postcode="AB1 2CD",
    service="housing_repairs",
    service_certain=True,
)
HO_CASE = Case(
    id="HO 202612345",
    ombudsman="ho",
    reference="202612345",
    opened_at=AT,
    stage="final_determination",
    complainant="Mr Obadiah Quill",
    postcode="AB3 4EF",
    service="housing_repairs",
    service_certain=True,
)
REQUEST = Task(
    id="LGSCO 26 104 377/1",
    case=CASE.id,
    kind=TaskKind.REQUEST,
    title="Information request of 2 November 2026",
    text="Please send the repair log.\nPlease explain the delay.",
    owner="repairs@anytown.gov.uk",
    created_at=AT,
    cause="e1",
    checklist=(
        "A copy of the repair log from January 2026 to date.",
        "An explanation of the delay\nafter 4 March 2026.",
    ),
    official_on=date(2026, 11, 28),
    due_on=date(2026, 11, 27),
    internal_due_on=date(2026, 11, 20),
    service="housing_repairs",
)
ORDER = Task(
    id="HO 202612345/1",
    case=HO_CASE.id,
    kind=TaskKind.ORDER,
    title="Order 1 (Compensation)",
    text="Pay the resident £1,250 in compensation directly and not to the rent account.",
    owner="repairs@anytown.gov.uk",
    created_at=AT,
    cause="e2",
    number=1,
    amount_gbp=Decimal("1250"),
    official_on=date(2026, 12, 4),
    due_on=date(2026, 12, 4),
    internal_due_on=date(2026, 11, 27),
    service="housing_repairs",
)
RECOMMENDATION = Task(
    id="HO 202612345/2",
    case=HO_CASE.id,
    kind=TaskKind.RECOMMENDATION,
    title="Recommendation 1",
    text="Review how repairs are recorded.",
    owner="repairs@anytown.gov.uk",
    created_at=AT,
    cause="e2",
    number=1,
    due_on=date(2026, 12, 1),
    due_stated=False,
    binding=False,
    service="housing_repairs",
)
DRAFT_DECISION = Task(
    id="LGSCO 26 104 377/2",
    case=CASE.id,
    kind=TaskKind.REQUEST,
    title="Draft decision of 9 November 2026",
    text="Comments on the draft decision",
    owner="omb@anytown.gov.uk",
    created_at=AT,
    cause="e3",
    official_on=date(2026, 11, 23),
    due_on=date(2026, 11, 23),
    internal_due_on=date(2026, 11, 16),
    confidential=True,
)
LETTER = (
    ("letter", "Information request"),
    ("letter_on", "2 November 2026"),
    ("received_on", "3 November 2026"),
    ("forwarded", ""),
    ("reply_by", "28 November 2026"),
    ("findings", ""),
)
DETERMINATION = (
    ("letter", "Final determination"),
    ("letter_on", "6 November 2026"),
    ("received_on", "6 November 2026"),
    ("findings", "maladministration: handling of damp and mould\nservice failure: complaint handling"),
)
KIND = Question(
    id="q-0a1b2c3d4e",
    about=About.KIND,
    message="m1",
    case=CASE.id,
    reading="This might be: first chaser; or information request.",
    quote="We look forward to hearing from you.\nPlease treat this as urgent.",
    choices=("first_chaser", "information_request"),
    if_unanswered="The earliest date in the letter runs as an open item.",
    owner="omb@anytown.gov.uk",
    asked_at=AT,
    due_at=datetime(2026, 11, 4, 12, 0, tzinfo=UTC),
)
CHECK = Question(
    id="q-5566778899",
    about=About.CHECK,
    message="m3",
    case=CASE.id,
    reading=f"linkbot handled this by itself as information request, {CASE.id}. Information request of "
    "2 November 2026: due 27 November 2026, with repairs.lead@anytown.gov.uk. Is that right?",
    quote="Please send me the following information.",
    choices=("yes", "first_chaser", "no"),
    if_unanswered="Nothing waits for it.",
    owner="omb@anytown.gov.uk",
    asked_at=AT,
    due_at=datetime(2026, 11, 4, 12, 0, tzinfo=UTC),
)
SENIOR = Question(
    id="q-99aabbccdd",
    about=About.SENIOR_NOTICES,
    message="m2",
    case=HO_CASE.id,
    reading="Final chaser: notices to the SLT Director are held, because the letter was seen only as a forward.",
    quote="We will consider issuing a complaint handling failure order.",
    choices=("yes", "no"),
    if_unanswered="The service and its head have been told; these notices wait.",
    owner="omb@anytown.gov.uk",
    asked_at=AT,
    due_at=datetime(2026, 11, 3, 11, 12, tzinfo=UTC),
    urgent=True,
    laddered=1,
)
ROWS = (
    ListingRow("Housing repairs", "HO 202612345", "Order 1 (Compensation)", date(2026, 12, 4)),
    ListingRow(
        "Housing repairs",
        CASE.id,
        "Information request of 2 November 2026",
        date(2026, 11, 27),
        date(2026, 11, 28),
        True,
    ),
    ListingRow("Adult social care", "LGSCO 25 000 118", "Order 2 (Apology)", date(2026, 12, 1), awaiting_release=True),
)


TOKEN = "abcdefghij23"


HELD = Answerable(
    0,
    Sort.HELD,
    "f" * 64,
    ("release", "withdraw"),
    what=f"Waits for your release: final chaser notice to ceo@anytown.gov.uk, {HO_CASE.id}.",
    why="the letter was seen only as a forward",
)
ASKED = numbered([of_question(SENIOR), of_question(KIND), HELD])


def context(today: date = date(2026, 11, 3), **more: object) -> ComposeContext:
    """The repairs case of 3 November 2026, unless a scene says otherwise."""
    known: dict[str, object] = {"case": CASE, "ombudsman": LGSCO, "service": "Housing repairs"}
    return ComposeContext(
        organisation="Anytown Council",
        today=today,
        link_officer="omb@anytown.gov.uk",
        **(known | more),  # type: ignore[arg-type]
    )


def mail(
    template: str, *, role: str = "owner", tasks: tuple[Task, ...] = (), facts: tuple[tuple[str, str], ...] = ()
) -> SendEmail:
    return SendEmail(
        template=template,
        role=role,
        to=("repairs@anytown.gov.uk",),
        case=tasks[0].case if tasks else CASE.id,
        task=tasks[0].id if len(tasks) == 1 else None,
        tasks=tuple(task.id for task in tasks),
        facts=facts,
    )


def invite(
    template: str, *, sequence: int = 0, tasks: tuple[Task, ...] = (ORDER, RECOMMENDATION)
) -> SendInvite | CancelInvite:
    made = CancelInvite if template == "invitation_cancel" else SendInvite
    return made(
        template=template,
        role="owner",
        uid="5f0c" * 8,
        sequence=sequence,
        to=("repairs@anytown.gov.uk",),
        entry_on=date(2026, 12, 1),
        due_on=date(2026, 12, 4),
        case=HO_CASE.id,
        tasks=tuple(task.id for task in tasks),
    )


def draft(template: str, case: Case, facts: tuple[tuple[str, str], ...]) -> DraftReply:
    return DraftReply(template=template, to=("j.ashdown@lgo.org.uk",), answers="m1", case=case.id, facts=facts)


def _scenes() -> dict[str, tuple[Worded, ComposeContext]]:
    ho = {"case": HO_CASE, "ombudsman": HO}
    on_dec_7 = date(2026, 12, 7)
    overdue = (("items", f"{REQUEST.title}: due 28 November 2026"), ("owners", REQUEST.owner))
    chaser = (*LETTER[1:4], ("letter", "Final chaser"), ("reply_by", "9 December 2026"), *overdue)
    threat = ("threat", "we will issue a witness summons under section 29")
    orders = ("items", "Order 1 (Compensation): due 4 December 2026\nRecommendation 1: due 1 December 2026")
    what = ("headline", "The limit of mails in an hour is reached.")
    question = AskPerson(question=KIND.id, to=("omb@anytown.gov.uk",), urgent=False, case=CASE.id)
    urgent = AskPerson(question=SENIOR.id, to=("omb@anytown.gov.uk",), urgent=True, case=HO_CASE.id)
    return {
        "task": (mail("task", tasks=(REQUEST,)), context(tasks=(REQUEST,))),
        "task_order": (mail("task", tasks=(ORDER,)), context(tasks=(ORDER,), **ho)),
        "task_recommendation": (mail("task", tasks=(RECOMMENDATION,)), context(tasks=(RECOMMENDATION,), **ho)),
        "task_confidential": (
            mail("task", role="link_officer", tasks=(DRAFT_DECISION,)),
            context(tasks=(DRAFT_DECISION,)),
        ),
        "task_changed": (
            mail("task", tasks=(REQUEST,), facts=(("change", "the Ombudsman gives us until 28 November 2026"),)),
            context(tasks=(REQUEST,)),
        ),
        "task_stopped": (
            mail("task", tasks=(REQUEST,), facts=(("change", "it has gone to another officer"), ("stop", "yes"))),
            context(tasks=(REQUEST,)),
        ),
        "task_former_owner": (
            mail(
                "task",
                role="former_owner",
                tasks=(ORDER,),
                facts=(("change", "this task has been given to somebody else: you can stop"),),
            ),
            context(tasks=(ORDER,), **ho),
        ),
        "reminder_of_an_extension": (
            mail("reminder", facts=(("letter", "Extension decision"), ("items", f"{REQUEST.title}: 28 November 2026"))),
            context(),
        ),
        "acknowledgement_draft_decision": (
            draft("acknowledgement", CASE, (*LETTER, ("kind", "draft_decision"))),
            context(answers_subject="Draft decision 26 104 377"),
        ),
        "reminder": (mail("reminder", tasks=(REQUEST,)), context(tasks=(REQUEST,), today=date(2026, 11, 30))),
        "reminder_several": (
            mail("reminder", tasks=(REQUEST, ORDER), facts=(("missing", "the repair log"),)),
            context(tasks=(REQUEST, ORDER), case=None, cases=(CASE, HO_CASE), service="", today=date(2026, 11, 12)),
        ),
        "handover": (
            mail("handover", tasks=(REQUEST, ORDER, RECOMMENDATION)),
            context(
                tasks=(REQUEST, replace(ORDER, priority=True), RECOMMENDATION),
                case=None,
                cases=(CASE, HO_CASE),
                service="",
                today=date(2026, 12, 2),
            ),
        ),
        "handover_one": (
            mail("handover", tasks=(DRAFT_DECISION,)),
            context(tasks=(replace(DRAFT_DECISION, text=DRAFT_DECISION.title),), today=date(2026, 11, 10)),
        ),
        "priority_task": (mail("priority_task", tasks=(REQUEST,)), context(tasks=(REQUEST,), today=on_dec_7)),
        "first_chaser_notice": (mail("first_chaser_notice", role="head", facts=chaser), context(today=on_dec_7)),
        "final_chaser_notice": (
            mail("final_chaser_notice", role="head", facts=(*chaser, threat)),
            context(today=on_dec_7),
        ),
        "final_chaser_notice_monitoring_officer": (
            mail("final_chaser_notice", role="monitoring_officer", facts=(*chaser, threat)),
            context(today=on_dec_7),
        ),
        "determination_notice": (
            mail("determination_notice", role="head", facts=(*DETERMINATION, orders)),
            context(**ho),
        ),
        "determination_notice_slt_director": (
            replace(mail("determination_notice", role="slt_director", facts=(*DETERMINATION, orders)), attach=("m1",)),
            context(**ho),
        ),
        "determination_notice_head_of_communications": (
            mail("determination_notice", role="head_of_communications", facts=(*DETERMINATION, orders)),
            context(**ho),
        ),
        "invitation": (invite("invitation"), context(tasks=(ORDER, RECOMMENDATION), **ho)),
        "invitation_update": (invite("invitation_update", sequence=1), context(tasks=(ORDER,), **ho)),
        "invitation_cancel": (invite("invitation_cancel", sequence=2), context(tasks=(ORDER,), **ho)),
        "acknowledgement": (draft("acknowledgement", CASE, LETTER), context(ombudsman=None, case=None)),
        "acknowledgement_lgsco": (
            draft("acknowledgement", CASE, (*LETTER, ("contact", "Ms Ashdown"))),
            context(answers_subject="FW: Ms Łęcka - enquiry"),
        ),
        "acknowledgement_ho": (
            draft("acknowledgement", HO_CASE, DETERMINATION),
            context(answers_subject="202612345", **ho),
        ),
        "holding_reply": (draft("holding_reply", CASE, LETTER), context()),
        "holding_reply_ho": (draft("holding_reply", HO_CASE, LETTER), context(**ho)),
        "extension_request": (
            draft("extension_request", CASE, (("items", f"{REQUEST.title}: due 28 November 2026"),)),
            context(),
        ),
        "portal_text": (mail("portal_text", role="link_officer", facts=DETERMINATION), context(**ho)),
        "portal_task": (mail("portal_task", role="link_officer", facts=LETTER[2:3]), context(**ho)),
        "question": (question, context(questions=(KIND,))),
        "question_urgent": (
            urgent,
            context(questions=(SENIOR,), asked=numbered([of_question(SENIOR)]), reply_token=TOKEN, **ho),
        ),
        "answer_receipt": (
            mail(
                "answer_receipt",
                role="link_officer",
                facts=(
                    ("answered", f"1: {HO_CASE.id}: yes"),
                    ("problems", "2: “first or final”. You can say: first_chaser / final_chaser / nothing.\nA line."),
                ),
            ),
            context(questions=(KIND,), asked=ASKED[1:], reply_token=TOKEN, case=None, service=""),
        ),
        "desk_mail": (
            SendEmail(template="desk_mail", role="link_officer", to=("omb@anytown.gov.uk",)),
            context(
                questions=(SENIOR, KIND),
                asked=ASKED,
                reply_token=TOKEN,
                case=None,
                cases=(CASE, HO_CASE),
                service="",
            ),
        ),
        "desk_mail_checks": (
            SendEmail(template="desk_mail", role="link_officer", to=("omb@anytown.gov.uk",)),
            context(
                questions=(CHECK,),
                asked=numbered([HELD, of_question(CHECK)]),
                reply_token=TOKEN,
                case=None,
                cases=(CASE,),
                service="",
            ),
        ),
        "warning": (
            mail("warning", role="link_officer", tasks=(REQUEST,)),
            context(tasks=(REQUEST,), today=date(2026, 11, 25)),
        ),
        "warning_several": (
            mail(
                "warning",
                role="head",
                tasks=(RECOMMENDATION, ORDER),
                facts=(("stage", "Our internal date has passed."), ("owners", ORDER.owner)),
            ),
            context(tasks=(RECOMMENDATION, ORDER), today=date(2026, 11, 30), **ho),
        ),
        "warning_owner_received": (
            mail("warning", tasks=(_received(ORDER),), facts=(("missing", "proof of payment"),)),
            context(tasks=(_received(ORDER),), today=date(2026, 12, 4), **ho),
        ),
        "crossed_chaser": (
            mail(
                "crossed_chaser",
                role="link_officer",
                facts=(*LETTER[:4], ("items", f"{REQUEST.title}: submitted on 24 November 2026")),
            ),
            context(today=date(2026, 11, 30)),
        ),
        "recovery_notice": (
            mail(
                "recovery_notice",
                role="head",
                facts=(("items", f"{REQUEST.title}: answered on 8 December 2026\n{ORDER.title}: not wanted any more"),),
            ),
            context(today=on_dec_7),
        ),
        "alert": (
            mail(
                "alert",
                role="link_officer",
                facts=(what, ("detail", "21 mails since 09:00"), ("todo", "Look at the outbox.\nApprove what may go.")),
            ),
            context(case=None, ombudsman=None, service=""),
        ),
        "alert_alarm": (an_alarm(), context(case=None, ombudsman=None, service="")),
        "alert_letter": (mail("alert", role="ceo_office", facts=(("letter", "Public report"), *LETTER[1:])), context()),
        "weekly_list": (
            SendReport(
                template="weekly_list", role="head_of_resident_contact", to=("hrc@anytown.gov.uk",), due_on=on_dec_7
            ),
            context(rows=ROWS, case=None, ombudsman=None, service="", today=date(2026, 11, 30)),
        ),
        **report_scenes(context(case=None, ombudsman=None, service="", today=date(2027, 1, 4))),
        "daily_list": (
            SendReport(template="daily_list", role="head", to=("hrc@anytown.gov.uk",), due_on=on_dec_7),
            context(rows=(), case=None, ombudsman=None, service="Economy", today=date(2026, 12, 1)),
        ),
    }


def _received(task: Task) -> Task:
    from dataclasses import replace

    return replace(task, state=TaskState.RECEIVED)


SCENES = _scenes() | evidence_scenes(REQUEST, CASE, {"case": HO_CASE, "ombudsman": HO}, context, TOKEN)
