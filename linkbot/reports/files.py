"""A report as files: always the workbook, and a PDF of those that people print and read in meetings."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.model.report import Report, ReportName
from linkbot.whole_file import readable_name

_PRINTED = frozenset({ReportName.QUARTERLY, ReportName.ANNUAL, ReportName.MEMBER_UPDATE})


@dataclass(frozen=True)
class ReportFile:
    name: str
    media_type: str
    octets: bytes


def files_of(report: Report) -> tuple[ReportFile, ...]:
    """The same report gives the same octets. What makes them is heavy and is loaded only here."""
    from linkbot.reports.xlsx import XLSX, xlsx

    name = readable_name(report.file_name)
    files = [ReportFile(f"{name}.xlsx", XLSX, xlsx(report))]
    if report.name in _PRINTED:
        from linkbot.reports.pdf import PDF, pdf

        files.append(ReportFile(f"{name}.pdf", PDF, pdf(report)))
    return tuple(files)
