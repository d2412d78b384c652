"""What people write in these stories: an investigator of each Ombudsman, a colleague, the chief executive's office."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

OURS = "ombudsman@anytown.gov.uk"
RECEIVER = "mx.anytown.gov.uk"


@dataclass(frozen=True)
class Mail:
    """`passes` None: our receiver said nothing of it."""

    sender: str
    subject: str
    body: str
    to: str = OURS
    cc: str | None = None
    passes: bool | None = True
    replies_to: str | None = None
    forwards: bytes | None = None
    message_id: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=())
    files: tuple[tuple[str, bytes], ...] = field(default=())

    def octets(self, at: datetime, number: int) -> bytes:
        domain = self.sender.rpartition("@")[2].rstrip(">")
        message = EmailMessage()
        stamp = format_datetime(at)
        if not domain.endswith("anytown.gov.uk"):
            message["Received"] = f"from out.{domain} (out.{domain} [192.0.2.7]) by {RECEIVER} with ESMTPS; {stamp}"
        else:
            message["Received"] = f"from desk.anytown.gov.uk ([10.1.2.3]) by {RECEIVER} with ESMTP; {stamp}"
        if self.passes is not None:
            word = "pass" if self.passes else "fail"
            message["Authentication-Results"] = (
                f"{RECEIVER}; spf={word} smtp.mailfrom={domain}; dkim={word} header.d={domain}; "
                f"dmarc={word} header.from={domain}"
            )
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        if self.cc:
            message["Cc"] = self.cc
        message["Date"] = stamp
        message["Message-ID"] = f"<{self.message_id or f'story-{number}@{domain}'}>"
        if self.replies_to:
            message["In-Reply-To"] = f"<{self.replies_to}>"
        for name, value in self.headers:
            message[name] = value
        message.set_content(self.body)
        for name, octets in self.files:
            message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
        if self.forwards is not None:
            from email import message_from_bytes
            from email.policy import default

            message.add_attachment(message_from_bytes(self.forwards, policy=default))
        return message.as_bytes()

    def but(self, **changes: object) -> Mail:
        return replace(self, **changes)  # type: ignore[arg-type]


def answer_to(original: EmailMessage, sender: str, words: str, **more: object) -> Mail:
    """A reply as Outlook writes it: the new words, then the header block and the old text, unmarked."""
    body = original.get_body(preferencelist=("plain",))
    quoted = (
        f"From: {original['From']}\nSent: 16 November 2026 08:30\nTo: {original['To']}\n"
        f"Subject: {original['Subject']}\n\n{body.get_content() if body else ''}"
    )
    references = f"{original['References'] or ''} {original['Message-ID']}".strip()
    return Mail(
        sender,
        f"RE: {original['Subject']}",
        f"{words}\n\n{quoted}",
        replies_to=str(original["Message-ID"]).strip("<>"),
        headers=(("References", references),),
    ).but(**more)


def lgsco(subject: str, body: str, **more: object) -> Mail:
    signed = f"Dear Chief Executive\n\n{body}\n\nYours sincerely\n\nJo Bell\nInvestigator\nLocal Government and Social Care Ombudsman\n"  # noqa: E501
    return Mail("Jo Bell <jo.bell@lgo.org.uk>", subject, signed, **more)  # type: ignore[arg-type]


def ho(subject: str, body: str, **more: object) -> Mail:
    signed = f"Dear colleague\n\n{body}\n\nKind regards\n\nSam Reed\nAdjudicator\nHousing Ombudsman Service\n"
    return Mail("Sam Reed <sam.reed@housing-ombudsman.org.uk>", subject, signed, **more)  # type: ignore[arg-type]


def the_chief_executives_office_forwards(letter: bytes, subject: str) -> Mail:
    return Mail(
        "Chief Executive's Office <ceo@anytown.gov.uk>", f"FW: {subject}", "For you, please.\n", forwards=letter
    )


def joined(*parts: str) -> str:
    return "\n\n".join(parts)


# The Local Government and Social Care Ombudsman

REF = "26 104 377"
NOTICE = lgsco(
    f"New complaint {REF}",
    joined(
        f"Complaint by: Ms Zofia Quill\nOur reference: {REF}",
        "We have received a complaint about your Council's handling of housing repairs: a leaking roof and damp in "
        "the bedroom of her council home. We have decided to investigate it. An investigator will write to you "
        "separately. You do not need to send us anything at this stage.",
    ),
)
REQUEST = lgsco(
    f"Enquiries: {REF}",
    joined(
        f"Complaint by: Ms Zofia Quill\nOur reference: {REF}",
        "Further to our letter about this complaint, I now have enquiries of the Council about its housing repairs, "
        "the leaking roof and the damp. Please send me the following information by 27 November 2026:",
        "1. A copy of the housing repairs log from 1 January 2026.\n"
        "2. An explanation of the delay in repairing the roof after 4 March 2026.\n"
        "3. The Council's housing repairs policy.",
    ),
)
CHASER = lgsco(
    f"Reminder: {REF}",
    joined(
        f"Complaint by: Ms Zofia Quill\nOur reference: {REF}",
        "I wrote to you on 2 November 2026 with my enquiries about housing repairs. I asked for the Council's "
        "response by 27 November 2026 but I have not received it. Please let me have the outstanding information by "
        "8 December 2026.",
    ),
)
FINAL = lgsco(
    f"Final reminder before a witness summons: {REF}",
    joined(
        f"Complaint by: Ms Zofia Quill\nOur reference: {REF}",
        "Despite my reminder of 1 December 2026 the Council has still not provided the information I asked for. It "
        "is now overdue. If I do not receive it by 16 December 2026 I will issue a witness summons under section 29 "
        "of the Local Government Act 1974, requiring an officer to attend with the papers.",
    ),
    cc="ceo@anytown.gov.uk",
)
EXTENSION = lgsco(
    f"Your request for more time: {REF}",
    joined(
        f"Our reference: {REF}",
        "Thank you for asking for more time to answer my enquiries about housing repairs. I agree to extend the "
        "deadline. Please send the information by 11 December 2026.",
    ),
)
DECISION = lgsco(
    f"Final decision: {REF}",
    joined(
        f"Complaint by: Ms Zofia Quill\nOur reference: {REF}",
        "I enclose my final decision. I have upheld the complaint about housing repairs: I found fault causing "
        "injustice.",
        "Agreed action\n\nThe Council has agreed to, by 29 January 2027:",
        "1. apologise to Ms Quill in writing for the delay;\n"
        "2. pay Ms Quill £350 to recognise her distress; and\n"
        "3. complete the repair of the roof.",
        "The Council should provide us with evidence it has complied with the above actions.",
    ),
)
PARTLY = lgsco(
    f"Remedy: {REF}",
    joined(
        f"Our reference: {REF}",
        "Thank you for the evidence you sent. I am satisfied that actions 1 and 2 have been completed. Action 3 is "
        "still outstanding. Please send evidence of it by 29 January 2027.",
    ),
)
SATISFIED = lgsco(
    f"Remedy complete: {REF}",
    joined(
        f"Our reference: {REF}",
        "Thank you for your letter. I am satisfied that the Council has now completed all the agreed actions and "
        "has complied with our recommendations. We have recorded the remedy as complete and satisfied, and have "
        "closed our file.",
    ),
)

# The Housing Ombudsman

HO_REF = "202604377"
HO_REQUEST = ho(
    f"Case {HO_REF} - evidence request",
    joined(
        f"Case reference: {HO_REF}\nResident: Mr Obadiah Hale",
        "We have accepted this complaint about the landlord's handling of repairs, damp and mould for formal "
        "investigation. Please upload the following evidence to the Portal by 23 November 2026:",
        "- the repairs log\n- all complaint correspondence\n- your damp and mould policy",
    ),
)
HO_CHASER = ho(
    f"Case {HO_REF} - evidence overdue",
    joined(
        f"Case reference: {HO_REF}\nResident: Mr Obadiah Hale",
        "We asked you to upload your evidence by 23 November 2026. We have not received it and it is now overdue. "
        "Please upload the outstanding evidence by 1 December 2026.",
    ),
)
HO_FINAL = ho(
    f"Case {HO_REF} - Complaint Handling Failure Order",
    joined(
        f"Case reference: {HO_REF}\nResident: Mr Obadiah Hale",
        "Despite our reminder you have still not uploaded the evidence we asked for, which is overdue. If you do "
        "not upload it by 9 December 2026 we will issue a Complaint Handling Failure Order against the landlord.",
    ),
    cc="ceo@anytown.gov.uk",
)
HO_DECISION = ho(
    f"Case {HO_REF} - final determination",
    joined(
        f"Case reference: {HO_REF}\nResident: Mr Obadiah Hale",
        "Please find our determination. There was maladministration in the landlord's handling of repairs, damp "
        "and mould.",
        "Orders\n\nWithin four weeks of this determination, by 12 February 2027, the landlord is ordered to:",
        "1. apologise to the resident in writing;\n"
        "2. pay the resident £600 compensation; and\n"
        "3. complete the outstanding repairs to the bathroom.",
        "Recommendations\n\n1. The landlord should review its record keeping.",
        "The landlord must provide us with evidence of compliance with these orders.",
    ),
)
HO_PARTLY = ho(
    f"Case {HO_REF} - compliance with orders",
    joined(
        f"Case reference: {HO_REF}",
        "Thank you for your evidence of compliance. We are satisfied that you have complied with order 1 and order "
        "2. Order 3 remains outstanding. Please send evidence of compliance with it by 12 February 2027.",
    ),
)
HO_SATISFIED = ho(
    f"Case {HO_REF} - orders complied with",
    joined(
        f"Case reference: {HO_REF}",
        "Thank you for the evidence of compliance. We are satisfied that the landlord has complied with all of the "
        "orders and the recommendation. The case is now closed.",
    ),
)
