"""What lies in the Portal in these stories: a request and a notice of it, as files somebody downloads and brings."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path

from linkbot.extraction.direct import DirectExtractor
from linkbot.mailsystems.intake_folder import IntakeMailbox, prepare
from linkbot.model.vouch import Vouch
from linkbot.ports import MessageStatus
from linkbot.worker.intake import poll
from linkbot.worker.tick import tick

from .conversation import Conversation
from .letters import OURS, RECEIVER, Mail

HO_REF = "202604377"
HO_CASE = f"HO {HO_REF}"
OTHER_REF = "202611111"
PORTAL = Mail(
    "Housing Ombudsman Portal <portal@housing-ombudsman.org.uk>",
    f"New message on the Portal: case {HO_REF}",
    f"You have a new message in the Housing Ombudsman Portal for case {HO_REF}.\n\n"
    "Please log in to the Portal to read it.\n\nThis is an automated message. Please do not reply to this email.\n",
)
LETTER = """Housing Ombudsman Service

2 November 2026

Our reference: {reference}
Resident: Ms Zofia Quill

Dear landlord

We are investigating this complaint about housing repairs: a leaking roof and damp in the bedroom of her home.
Please provide the following information{by}:

1. A copy of the housing repairs log from 1 January 2026.
2. An explanation of the delay in repairing the roof after 4 March 2026.
3. Your housing repairs policy.

Yours sincerely

Sam Reed
Adjudicator
Housing Ombudsman Service
"""
REQUEST_TEXT = LETTER.format(reference=HO_REF, by=" by 27 November 2026")


def a_pdf(text: str) -> bytes:
    """A page of text as a PDF; without text a page that only a person can read."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    octets = BytesIO()
    canvas = Canvas(octets, pagesize=A4, invariant=True)
    page = canvas.beginText(70, 770)
    for line in text.splitlines():
        page.textLine(line)
    canvas.drawText(page)
    canvas.rect(70, 40, 100, 20, fill=True)
    canvas.save()
    return octets.getvalue()


def reply(*files: tuple[str, bytes], words: str = "Here it is.", number: int = 1) -> EmailMessage:
    """A colleague's mail with the downloaded files."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "officer@anytown.gov.uk", OURS, "Re: Open the Portal"
    message["Message-ID"] = f"<brought-{number}@anytown.gov.uk>"
    message.set_content(words)
    for name, octets in files:
        message.add_attachment(octets, maintype="application", subtype="pdf", filename=name)
    return message


def they_bring(story: Conversation, vouch: Vouch, *files: tuple[str, bytes], words: str = "Here it is.") -> str:
    """The mail comes, somebody's word for it is put on its row, and it is decided; answers the row's id."""
    story.letters += 1
    message = reply(*files, words=words, number=story.letters)
    stamp = format_datetime(story.clock.now())
    message["Date"] = stamp
    message["Received"] = f"from desk.anytown.gov.uk ([10.1.2.3]) by {RECEIVER} with ESMTP; {stamp}"
    return they_bring_mail(story, vouch, message.as_bytes())


def they_bring_mail(story: Conversation, vouch: Vouch, octets: bytes) -> str:
    story.mailbox.arrive(octets, story.clock.now())
    poll(story.office)
    with story.office.store.begin() as tx:
        (row,) = tx.messages(MessageStatus.RECEIVED)
        tx.save_message(replace(row, vouch=vouch))
    tick(story.office)
    return row.id


def begun(story: Conversation) -> Conversation:
    """Files are read in this process, as `benchmarks` do: what a killable child adds has tests of its own."""
    story.office.extractor.close()
    story.office = replace(story.office, extractor=DirectExtractor())
    return story


def watch_a_folder(story: Conversation, root: Path) -> Path:
    """From now on the story's worker reads this folder too; answers the place of the Housing Ombudsman's letters."""
    prepare(root, ("ho", "lgsco"))
    story.office = replace(
        story.office,
        mailboxes=(
            *story.office.mailboxes,
            *(
                IntakeMailbox(root, one, settle_seconds=0, now=lambda: story.clock.now().timestamp())
                for one in ("ho", "lgsco")
            ),
        ),
    )
    return root / "ho"
