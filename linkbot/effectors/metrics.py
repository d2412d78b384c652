"""The file in which a monitoring agent finds linkbot's figures: replaced whole, so that no half of it is ever read."""

from __future__ import annotations

from pathlib import Path

from linkbot.whole_file import disk_fault, write_whole


class MetricsFile:
    """Implements `worker.signs.FiguresFile`."""

    name = "metrics_file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, text: str) -> None:
        """Raises Transient or Permanent."""
        new = not self._path.exists()
        try:
            write_whole(self._path, text.encode("utf-8"))
            if new:  # counts only, and the agent that reads them runs under another account
                self._path.chmod(0o644)
        except OSError as error:
            raise disk_fault(error, "The metrics file") from error
