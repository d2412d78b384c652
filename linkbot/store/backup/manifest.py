"""What a backup says of itself, in `manifest.json` beside its database: written last, so that one without is none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from linkbot.ports import Permanent

FILE = "manifest.json"
FORM = 1


@dataclass(frozen=True)
class Manifest:
    """`octets` counts the messages' files it needs, `octets_digest` is over their sorted digests.

    `missing` are those that were lost or damaged in the store already when it was taken.
    """

    taken_at: datetime
    linkbot: str
    schema: str
    database_digest: str
    database_size: int
    octets: int
    octets_digest: str
    missing: tuple[str, ...] = ()
    config_digest: str | None = None

    def to_json(self) -> str:
        told = {"form": FORM, **asdict(self), "taken_at": self.taken_at.isoformat()}
        return json.dumps(told, indent=1) + "\n"


def read_manifest(backup: Path) -> Manifest:
    """Raises Permanent when there is none or it makes no sense."""
    try:
        told = json.loads((backup / FILE).read_text(encoding="utf-8"))
        if told.pop("form") != FORM:
            raise Permanent(f"The backup {backup} was made by a newer linkbot: install that one to restore it.")
        at = datetime.fromisoformat(told.pop("taken_at"))
        if at.tzinfo is None:
            raise ValueError("no time zone")
        return Manifest(taken_at=at, missing=tuple(told.pop("missing")), **told)
    except FileNotFoundError as error:
        raise Permanent(f"{backup} is no backup: it holds no {FILE}.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Permanent(f"The backup {backup} cannot be used: its {FILE} cannot be read ({error}).") from error


def digest_of_all(digests: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def digest_of_file(path: Path) -> str:
    """Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
