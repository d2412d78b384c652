"""CPU time of reading one mail with a four-page PDF determination, readers and engine. Reported, never a failing test.

python -m benchmarks.documents
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import linkbot
from linkbot.engine.read import Reader, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.decision import Known
from linkbot.wiring import set_up
from linkbot.worker.reading import look_at

DEMO = Path(linkbot.__file__).parent / "demo" / "linkbot.toml"
ROUNDS = 30
AIM = 20.0  # milliseconds
_PARAGRAPH = (
    "The resident reported a leak from the flat above and told the landlord that the ceiling of her bedroom was wet. "
    "The landlord inspected it after some weeks, agreed that a repair was needed, and did not raise one until she "
    "complained. It did not keep her informed, and its answer to her complaint did not say why. "
)
_ROWS = (
    ("Order", "What the landlord must do", "Due date"),
    ("1", "Apology order: apologise in writing to the resident for the failures in this report.", "14 May 2027"),
    ("2", "Compensation order: pay the resident £650 for distress and inconvenience.", "14 May 2027"),
    ("3", "Repair order: complete the repairs to the ceiling and tell us when that was.", "11 June 2027"),
)


def four_pages() -> bytes:
    """A determination as PDF: letterhead, four pages of text, an orders table drawn with lines, page numbers."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    def edges(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 800, "Housing Ombudsman Service")
        canvas.drawString(72, 40, f"Determination 202604377    Page {document.page}")

    style, out = getSampleStyleSheet()["Normal"], BytesIO()
    table = Table([[Paragraph(cell, style) for cell in row] for row in _ROWS], colWidths=[40, 290, 100])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    words = [
        "Case ID: 202604377",
        "16 April 2027",
        "Determination",
        *[f"{n}. {_PARAGRAPH}" for n in range(1, 43)],
        "Orders",
    ]
    story = [Paragraph(text, style) for text in words]
    SimpleDocTemplate(out, pagesize=A4).build([*story, table], onFirstPage=edges, onLaterPages=edges)
    return out.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    domain = "housing-ombudsman.org.uk"
    message["Authentication-Results"] = (
        f"mx.anytown.gov.uk; dmarc=pass header.from={domain}; spf=pass smtp.mailfrom={domain}"
    )
    message["From"], message["To"] = f"Sam Reed <sam.reed@{domain}>", "ombudsman@anytown.gov.uk"
    message["Subject"], message["Date"] = "Determination 202604377", "Fri, 16 Apr 2027 10:00:00 +0000"
    message.set_content("Dear landlord\n\nPlease find our determination attached.\n\nSam Reed\n")
    message.add_attachment(four_pages(), maintype="application", subtype="pdf", filename="determination.pdf")
    return message.as_bytes()


def once(octets: bytes, reader: Reader) -> tuple[float, float, int]:
    """Milliseconds of the whole and of the documents in it, and how many orders were read."""
    took = 0.0

    class Timed(DirectExtractor):
        def extract(self, attachments: Sequence[object]) -> tuple[object, ...]:  # type: ignore[override]
            nonlocal took
            began = time.process_time()
            found = super().extract(attachments)  # type: ignore[arg-type]
            took = time.process_time() - began
            return found

    began = time.process_time()
    seen, _ = look_at(octets, received_on=date(2027, 4, 16), reader=reader, extractor=Timed())
    found = read(seen, known=Known(checked=False), reader=reader)
    return (time.process_time() - began) * 1000, took * 1000, len(found.items)


def main(rounds: int = ROUNDS) -> None:
    reader, octets = set_up(DEMO).reader, mail()
    once(octets, reader)  # compiled and warm
    figures = [once(octets, reader) for _ in range(rounds)]
    whole, documents = (statistics.median(figure[at] for figure in figures) for at in (0, 1))
    told = f"{whole:.1f} ms ({documents:.1f} ms of it the PDF), aim {AIM:.0f}; {figures[0][2]} orders"
    print(f"a mail with a four-page PDF: {told}")


if __name__ == "__main__":
    main()
