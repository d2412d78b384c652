"""Scanned pages to text by the `tesseract` program, where the configuration switches it on. Off by default.

What OCR reads is only a proposal: it is marked in the reader's name, and everything read so goes to a person.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkbot.model.mail import OCR

if TYPE_CHECKING:  # settings are made into this in processes that read no PDF
    import pypdfium2

DOTS = 200  # an inch: enough for typed letters, and a page a second
MOST_DOTS = 12_000_000  # of a page, whatever size it says it has


@dataclass(frozen=True)
class Ocr:
    """How the program is called, and how much it is given."""

    program: str = "tesseract"
    languages: str = "eng"
    seconds_per_page: int = 30
    most_pages: int = 10

    @property
    def name(self) -> str:
        """What the texts are marked with."""
        return f"{OCR} tesseract {self.languages}"

    @property
    def seconds(self) -> float:
        """The longest a file may take besides its other reading."""
        return float(self.seconds_per_page * self.most_pages)

    def command(self) -> list[str]:
        return [self.program, "stdin", "stdout", "-l", self.languages, "--psm", "3", "--dpi", str(DOTS)]

    def pages(self, document: pypdfium2.PdfDocument, numbers: Sequence[int]) -> dict[int, str]:
        """The text of each page that could be read; beyond the limit none is tried."""
        found = {}
        for number in numbers[: self.most_pages]:
            text = self.picture(_rendered(document, number))
            if text is not None:
                found[number] = text
        return found

    def picture(self, octets: bytes) -> str | None:
        """The text of one image file; None when the program fails, is missing, too slow, or finds no words."""
        try:
            done = subprocess.run(
                self.command(),
                input=octets,
                capture_output=True,
                timeout=self.seconds_per_page,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError):
            return None
        text = done.stdout.decode("utf-8", "replace").replace("\f", "").strip()
        return text or None


def _rendered(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """The page as a grey picture in the portable format, which needs no library to write."""
    page = document[number]
    width, height = page.get_size()
    scale = min(DOTS / 72, (MOST_DOTS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
    octets = bytes(bitmap.buffer)
    rows = octets if stride == wide else b"".join(octets[at * stride : at * stride + wide] for at in range(high))
    bitmap.close()
    page.close()
    return b"P5 %d %d 255\n" % (wide, high) + rows


def missing(program: str, languages: str) -> str | None:
    """Why the program could not be used, None when it is there and knows the languages."""
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=True)
    except FileNotFoundError:
        return f"The program {program} is not there."
    except (OSError, subprocess.SubprocessError) as error:
        return f"{program} --list-langs fails: {error}."
    known = set(done.stdout.decode("utf-8", "replace").split())
    lacking = [name for name in languages.split("+") if name not in known]
    return f"{program} does not know the language {', '.join(lacking)}." if lacking else None
