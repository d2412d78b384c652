"""Who keeps the list of complaints: where it comes from, and the pull that is under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linkbot.model.services import ServiceRules
from linkbot.ports import DirectorySource
from linkbot.worker.directory.columns import Mapped
from linkbot.worker.directory.feeds import FileFeed
from linkbot.worker.directory.pulling import Pull


@dataclass
class Running:
    """A pull under way. `mark`: what is remembered when all of it is saved."""

    feed: str
    pull: Pull
    begun: datetime
    mark: str | None = None
    kept: int = 0
    bad: int = 0
    doubts: int = 0
    newest: str = ""
    told: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Keeper:
    """Where the list comes from. Lives as long as the office; what must outlive the process stands in the store."""

    file: FileFeed | None
    source: DirectorySource | None
    mapped: Mapped
    every: timedelta
    services: ServiceRules | None = None
    running: Running | None = None

    def stop(self) -> None:
        if self.running is not None:
            self.running.pull.stop()
            self.running = None
