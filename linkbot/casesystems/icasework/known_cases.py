"""Which case of iCasework's is ours: asked by our own id for it, and by the id an earlier answer gave.

Asked before anything is written, because iCasework itself lets two cases have one ExternalId.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linkbot.casesystems.icasework.answers import NoAnswer, cases
from linkbot.casesystems.icasework.faults import Refused
from linkbot.casesystems.icasework.line import Line
from linkbot.casesystems.icasework.terms import Terms
from linkbot.model.case_system import CaseEntry
from linkbot.model.casework import Case
from linkbot.ports import Permanent, Transient

_RECEIPT = re.compile(r"icasework:(\S+)")
CASE_ID = "CaseDetails.CaseId"


@dataclass(frozen=True)
class Found:
    """A case of iCasework's. `mark`: where that of the letter that opened it stands; None when it is not shown."""

    id: str
    mark: str | None


def mark_of(key: str) -> str:
    """Of an effect, short enough to stand in a label beside words for people."""
    return f"linkbot {key[:12]}"


def external_id(case: Case, terms: Terms) -> str:
    """`omb:HO-202312345`: of the Ombudsman's case, so that it is the same for each letter and each linkbot."""
    return terms.prefix + re.sub(r"[^A-Za-z0-9]+", "-", case.id)


def receipt_id(receipt: str) -> str | None:
    found = _RECEIPT.match(receipt)
    return found[1] if found else None


class KnownCases:
    def __init__(self, line: Line, terms: Terms) -> None:
        self._line, self._terms = line, terms

    def of(self, entry: CaseEntry) -> Found | None:
        """None when iCasework has none yet. Raises Transient, and Permanent when a person must say which it is."""
        ours = external_id(entry.case, self._terms)
        found = self.by(ExternalId=ours)
        written = [id for receipt in entry.receipts if (id := receipt_id(receipt))]
        if len(found) == 1:
            return found[0]
        if found:
            named = [one for one in found if one.id in written]
            if len({one.id for one in named}) == 1:
                return named[0]
            ids = ", ".join(one.id for one in found)
            raise Permanent(
                f"iCasework has {len(found)} cases with the ExternalId {ours}: {ids}. Merge them there, or take the "
                "ExternalId from all but one, then let linkbot try again."
            )
        for id in dict.fromkeys(reversed(written)):
            by_number = self.by(CaseId=id)
            if by_number:
                return by_number[0]
        if written:
            raise Permanent(
                f"iCasework no longer has case {written[-1]}, which linkbot wrote to before, nor one with the "
                f"ExternalId {ours}. Give that ExternalId to the case that stands for it now, then try again."
            )
        return None

    def by(self, **id: str) -> tuple[Found, ...]:
        """By CaseId or ExternalId. None found is an answer; anything else but cases is none."""
        what = "Asking iCasework for a case"
        query = {**id, "Format": self._terms.format}
        try:
            rows = cases(self._line.get("getcasedetails", what, query).content)
        except Refused as error:
            if error.no_such_case:
                return ()
            raise
        except NoAnswer as error:
            raise Transient(f"{what} was answered with {error}.") from None
        return tuple(self._found(row) for row in rows)

    def _found(self, row: Mapping[str, str]) -> Found:
        id = row.get(CASE_ID, "").strip()
        if not id:
            raise Permanent(f"iCasework tells a case without {CASE_ID}: ask for it to be shown in getcasedetails.")
        label = row.get(self._terms.mark_shown_as) if self._terms.mark_field else None
        return Found(id, label)
