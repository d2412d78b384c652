"""iCasework looked at from the outside in: network, sign-in, rights, names. Asks only, and changes nothing there."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.casesystems.icasework.answers import NoAnswer, cases
from linkbot.casesystems.icasework.faults import PLACE, NotLetIn, Refused
from linkbot.casesystems.icasework.line import Line
from linkbot.casesystems.icasework.reports import Reports
from linkbot.casesystems.icasework.terms import ActionColumns, Terms
from linkbot.ports import Examined, Permanent, Transient

NOBODY = "linkbot-doctor-asks"
WHY = "Nothing is registered in iCasework until this is put right; nothing is lost, it waits in the outbox."


class IcaseworkExamined:
    """Implements `ports.Examinable`."""

    def __init__(
        self, line: Line, terms: Terms, reports: Reports, *, columns: ActionColumns, directory_report: str
    ) -> None:
        self._line, self._terms, self._reports = line, terms, reports
        self._columns, self._directory_report = columns, directory_report

    def examine(self) -> Iterator[Examined]:
        signed_in = self._sign_in()
        yield signed_in
        if not signed_in.fine:
            return
        asked = self._cases()
        yield asked
        if not asked.fine:
            return
        wanted = (
            ("icasework.trail", self._terms.trail_report, (self._terms.trail_column,), "trail_report"),
            ("icasework.actions", self._columns.report, self._action_names(), "actions_report"),
            ("icasework.directory", self._directory_report, (), "directory_report"),
        )
        for check, report, columns, setting in wanted:
            if report:
                yield self._report(check, report, tuple(name for name in columns if name), setting)
        yield Examined(
            "icasework.forms",
            True,
            f"iCasework cannot be asked for its forms without writing: {self._forms()} were not tried.",
        )

    def _sign_in(self) -> Examined:
        check, host = "icasework.sign_in", self._line.account.base
        if self._line.account.legacy:
            return Examined(check, True, f"{host}: signed call by call (auth = signature); the next line tells.")
        try:
            self._line.token()
        except (Transient, Permanent) as error:
            return Examined(check, False, str(error), WHY, _todo(error))
        return Examined(check, True, f"{host} takes linkbot's key: a token was given.")

    def _cases(self) -> Examined:
        """A case that cannot be there must be answered with "no such case", or a missing one would not be known."""
        check = "icasework.cases"
        query = {"ExternalId": self._terms.prefix + NOBODY, "Format": self._terms.format}
        try:
            found = cases(self._line.get("getcasedetails", "Asking iCasework for a case", query).content)
        except Refused as error:
            if error.no_such_case:
                return Examined(check, True, "Cases can be asked for by ExternalId.")
            return Examined(check, False, str(error), WHY, _todo(error))
        except (Transient, Permanent) as error:
            return Examined(check, False, str(error), WHY, _todo(error))
        except NoAnswer as error:
            seen = f"Asked for a case that is not there, iCasework answered with {error}."
            return Examined(check, False, seen, WHY, f"Check {PLACE}.base and {PLACE}.db with Civica.")
        if found:
            seen = f"A case bears the ExternalId {query['ExternalId']}, which nobody should have given."
            return Examined(check, False, seen, WHY, "Take it from that case.")
        return Examined(check, True, "Cases can be asked for by ExternalId.")

    def _report(self, check: str, report: str, columns: tuple[str, ...], setting: str) -> Examined:
        why = "What was done in iCasework is not read back, or complaints are not found, until this is put right."
        todo = f"Check {PLACE}.{setting} (the id in the report's permanent link) and {PLACE}.reports."
        try:
            row = next(self._reports.rows(report, since=None), None)
        except (Transient, Permanent) as error:
            return Examined(check, False, str(error), why, f"{_todo(error)} {todo}")
        if row is None:
            return Examined(check, True, f"Report {report} can be read; it is empty, so its columns were not seen.")
        missing = [name for name in columns if name not in row]
        if missing:
            seen = f"Report {report} has no column {', '.join(missing)}; it has {', '.join(sorted(row))}."
            return Examined(check, False, seen, why, f"Correct the names of its columns in [{PLACE}].")
        return Examined(check, True, f"Report {report} can be read and has its {len(row)} columns.")

    def _action_names(self) -> tuple[str, ...]:
        one = self._columns
        return (one.id, one.task, one.state, one.owner, one.by, one.at)

    def _forms(self) -> str:
        terms = self._terms
        named = (terms.case_type, terms.letter_form, terms.task_done_form, terms.closed_form)
        return ", ".join(f"“{name}”" for name in named if name)


def _todo(error: Transient | Permanent) -> str:
    if isinstance(error, Permanent | NotLetIn):
        return "Do what the line above says, then run linkbot doctor again."
    return f"Let this machine through to {PLACE}.base and .reports (https, port 443), then run linkbot doctor again."
