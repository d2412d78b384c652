"""What names in an answer can stand for, and the word that an answer is not beyond doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linkbot.model.people import Directory
from linkbot.model.playbook import Playbook
from linkbot.model.reply import ReplyWords
from linkbot.model.services import ServiceRules


class Unsure(Exception):
    """The answer is not understood beyond doubt; the message says what would be."""


@dataclass(frozen=True)
class Lexicon:
    """What names in an answer can stand for."""

    words: ReplyWords
    playbooks: Sequence[Playbook]
    services: ServiceRules
    directory: Directory
    domains: tuple[str, ...]
    today: date
    our_references: tuple[str, ...] = ()  # regular expressions
