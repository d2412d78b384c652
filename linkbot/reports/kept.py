"""A report as JSON and back, so that what was counted on its day is what leaves, however much later that is."""

from __future__ import annotations

from pydantic import TypeAdapter

from linkbot.model.report import Report

_ADAPTER: TypeAdapter[Report] = TypeAdapter(Report)


def written(report: Report) -> str:
    return _ADAPTER.dump_json(report).decode()


def read(text: str) -> Report:
    """Raises ValueError for what is no report."""
    return _ADAPTER.validate_json(text)
