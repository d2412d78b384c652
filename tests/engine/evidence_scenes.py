"""What a service, the validators and the link officer get of a task's evidence, as scenes of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from linkbot.engine.evidence.receipt import missing_lines
from linkbot.engine.replies.answerable import numbered, of_seat, of_submission
from linkbot.model.casework import Case, Task, TaskState
from linkbot.model.compose_context import ComposeContext, Worded
from linkbot.model.effect import DraftReply, Facts, SendEmail

Scene = tuple[Worded, ComposeContext]
CODE = (
    "code",
    (
        "The Housing Ombudsman's Code of 2024. In force when the complaint was made.\n"
        "Acknowledgement at stage 1 (6.2, must): due 12 May 2026, done 14 May 2026: late by 2 working days"
    ),
)


def evidence_scenes(
    request: Task, case: Case, ho: dict[str, object], context: Callable[..., ComposeContext], token: str
) -> dict[str, Scene]:
    part = replace(request, state=TaskState.RECEIVED, received=(1,))
    missing = "\n".join(missing_lines(part))

    def mail(template: str, role: str, *facts: tuple[str, str]) -> SendEmail:
        given: Facts = tuple(facts)
        reader = "omb@anytown.gov.uk"
        return SendEmail(
            template=template, role=role, to=(reader,), case=case.id, task=request.id, tasks=(request.id,), facts=given
        )

    seat = of_seat(f"{request.id}|ad_resident_contacts|v", f"{request.id}: {request.title}, as AD resident contacts",
                   "repairs log.xlsx (from owen.hale@anytown.gov.uk, 9 November 2026)")  # fmt: skip
    gone = numbered([of_submission(request.id, request.title)])
    along, out = ("got", "repairs log.xlsx\npolicy.pdf"), ("refused", "all.zip: it is an archive: unpack it")
    return {
        "evidence_receipt": (
            mail("evidence_receipt", "sender", along, out, ("doubles", "photo 1.jpg"), ("missing", missing),
                 ("said", "more_time")),
            context(tasks=(part,)),
        ),
        "evidence_receipt_words": (
            mail("evidence_receipt", "sender", ("missing", missing), ("said", "finished\nnot_ours")),
            context(tasks=(request,)),
        ),
        "reminder_part": (mail("reminder", "owner"), context(tasks=(part,))),
        "validation": (
            mail("validation", "ad_resident_contacts"),
            context(tasks=(request,), asked=numbered([seat]), reply_token=token),
        ),
        "submission": (
            mail("submission", "link_officer", along, out, ("part", "2")),
            context(tasks=(request,), asked=gone, reply_token=token),
        ),
        "submission_portal": (
            mail("submission", "link_officer", along, ("why", "the AD agreed by telephone"), CODE),
            context(**ho, asked=gone, reply_token=token),
        ),
        "submission_draft": (
            DraftReply(template="submission_draft", to=("jo.bell@lgo.org.uk",), answers="m1", case=case.id,
                       task=request.id, facts=(("items", request.title), along, ("part", "1 of 2"))),
            context(answers_subject="Enquiries: 23 012 345"),
        ),
    }  # fmt: skip
