"""One iCasework as a bundle: writing, the two reports that are read, being examined; one connection, one sign-in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import httpx

from linkbot.casesystems.icasework.actions import IcaseworkActions
from linkbot.casesystems.icasework.directory import IcaseworkDirectory
from linkbot.casesystems.icasework.documents import Documents
from linkbot.casesystems.icasework.examined import IcaseworkExamined
from linkbot.casesystems.icasework.known_cases import KnownCases
from linkbot.casesystems.icasework.line import Account, Line
from linkbot.casesystems.icasework.reports import Reports
from linkbot.casesystems.icasework.terms import ActionColumns, Terms
from linkbot.casesystems.icasework.trail import Trail
from linkbot.casesystems.icasework.waiting import Pace
from linkbot.casesystems.icasework.writing import IcaseworkCaseSystem
from linkbot.model.case_system import CaseSystemAbilities

CONNECT_SECONDS = 15.0


@dataclass(frozen=True)
class Icasework:
    case_system: IcaseworkCaseSystem
    examinable: IcaseworkExamined
    close: Callable[[], None]
    directory: IcaseworkDirectory | None = None
    actions: IcaseworkActions | None = None
    tidy: Callable[[], None] | None = None  # to be called now and then, when files are laid out


def icasework(
    account: Account,
    terms: Terms,
    *,
    abilities: CaseSystemAbilities,
    now: Callable[[], datetime],
    timeout: float = 60.0,
    columns: ActionColumns | None = None,
    directory_report: str = "",
    report_format: str = "xml",
    transport: httpx.BaseTransport | None = None,
    pace: Pace | None = None,
) -> Icasework:
    """Says no word to any server. `transport`: a test's."""
    for library in ("httpx", "httpcore"):
        logging.getLogger(library).setLevel(logging.WARNING)  # they would write every address that is asked for
    columns = columns or ActionColumns()
    client = httpx.Client(timeout=httpx.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout)), transport=transport)
    line = Line(client, account, now, pace or Pace())
    reports = Reports(line, format=report_format)
    documents = Documents(terms, secret=account.secret, now=now)
    return Icasework(
        case_system=IcaseworkCaseSystem(
            line,
            terms,
            known=KnownCases(line, terms),
            trail=Trail(reports, terms),
            documents=documents,
            abilities=abilities,
        ),
        examinable=IcaseworkExamined(line, terms, reports, columns=columns, directory_report=directory_report),
        close=line.close,
        directory=IcaseworkDirectory(reports, directory_report) if directory_report else None,
        actions=IcaseworkActions(reports, columns) if columns.report else None,
        tidy=documents.tidy if terms.documents_folder else None,
    )
