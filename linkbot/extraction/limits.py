"""How much of a file is read at most, and how a reader says no. Figures measured against hostile files."""

from __future__ import annotations

from linkbot.model.mail import TextStatus

LARGEST_FILE = 25 * 1024 * 1024
MOST_PAGES = 200
LARGEST_MEMBER = 20 * 1024 * 1024  # of a zip, unpacked
LARGEST_PACKAGE = 100 * 1024 * 1024
HIGHEST_RATIO = 200  # unpacked to packed
MOST_MEMBERS = 2_000
MOST_CHARACTERS = 1_000_000  # of one file: 200 pages have half of that
MOST_WORDS = 20_000  # of a page, where a full one has 700
LETTERS_A_PAGE = 50  # fewer, and the page is a picture
MEMORY = 1024 * 1024 * 1024
SECONDS = 20.0


class Unreadable(Exception):
    """A file that gives no text: the status it gets, and a sentence that tells a person what to do."""

    def __init__(self, status: TextStatus, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason
