"""iCasework as a case system: everything is asked for before it is written, and never written twice on a doubt.

A case is looked up by our own id for it and opened only when there is none. Whatever was cut off is asked about at
once; what may still be on its way is left alone until it has surely arrived or not. What nobody can tell is `Doubtful`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from linkbot.casesystems.icasework.answers import NoAnswer, id_of
from linkbot.casesystems.icasework.documents import Documents
from linkbot.casesystems.icasework.faults import NO_SUCH_TASK, Refused, Unsure
from linkbot.casesystems.icasework.forms import (
    Form,
    attributes,
    letter_action,
    new_case,
    trail_entry,
    words,
)
from linkbot.casesystems.icasework.known_cases import Found as Case
from linkbot.casesystems.icasework.known_cases import KnownCases, external_id, mark_of
from linkbot.casesystems.icasework.line import Line
from linkbot.casesystems.icasework.terms import Terms
from linkbot.casesystems.icasework.trail import Trail
from linkbot.casesystems.icasework.waiting import SETTLED
from linkbot.model.case_system import CaseEntry, CaseSystemAbilities, Deed
from linkbot.ports import Answer, Doubtful, Found, Permanent, Receipt, Transient

LOOKS = 3
"""Times a call that was cut off is asked about before it is left for later."""


FIRST_MINUTE, LAST_MINUTE = 2, 55
"""Within them the entry that may have been made a moment ago and the same one now are of one hour, however iCasework
counts it: it keeps one of the two, as it promises (ExcludeRepeats).
"""


class IcaseworkCaseSystem:
    """Implements `ports.CaseSystem`. A receipt is `icasework:` and the case id, with what was written there."""

    def __init__(
        self,
        line: Line,
        terms: Terms,
        *,
        known: KnownCases,
        trail: Trail,
        documents: Documents,
        abilities: CaseSystemAbilities,
    ) -> None:
        self._line, self._terms, self._known = line, terms, known
        self._trail, self._documents = trail, documents
        self.abilities = abilities

    def find(self, key: str, entry: CaseEntry) -> Found:
        match entry.deed:
            case Deed.ATTRIBUTES | Deed.LINK:
                return Answer.ABSENT  # facts as they now stand: writing them again is writing them once
            case Deed.LETTER:
                case = self._known.of(entry)
                if case is None:
                    return Answer.ABSENT  # nothing is written on a case before it is there
                if self._opened_by(key, case, entry):
                    return _receipt(case.id, "opened")
                return self._trail.find(key, since=entry.at, receipt=_receipt(case.id, "letter").reference)
            case Deed.TASK_DONE | Deed.CLOSED:
                case = self._known.of(entry)
                if case is None:
                    return Answer.ABSENT
                return self._trail.find(key, since=entry.at, receipt=_receipt(case.id, "action").reference)
            case Deed.FILES | Deed.TASK | Deed.TASK_MOVED | Deed.UNLINK:
                return Answer.ABSENT  # never written here
            case _:
                assert_never(entry.deed)

    def write(self, key: str, entry: CaseEntry) -> Receipt:
        if entry.deed not in self.abilities.does:
            raise Permanent(f"{self.abilities.name} does not take {entry.deed.value} from a program, as configured.")
        case = self._known.of(entry)
        if entry.deed is Deed.LETTER:
            return self._letter(key, entry, case)
        if case is None:
            raise _not_there_yet(entry, self._terms)
        match entry.deed:
            case Deed.ATTRIBUTES | Deed.LINK:
                return self._facts(entry, case)
            case Deed.TASK_DONE:
                return self._task_done(key, entry, case)
            case Deed.CLOSED:
                return self._closed(key, entry, case)
        raise Permanent(f"{entry.deed.value} is no deed of iCasework's interface.")

    def _letter(self, key: str, entry: CaseEntry, case: Case | None) -> Receipt:
        if entry.event is None or entry.event.case != entry.case.id:
            raise Permanent(f"The letter is not one of {entry.case.id}.")
        if case is None:
            return self._open(key, entry)
        if self._opened_by(key, case, entry):
            return _receipt(case.id, "opened")
        what = f"Registering a letter on case {case.id}"
        receipt = _receipt(case.id, "letter")
        if self._terms.letter_form:
            form = letter_action(key, entry, self._terms, case_id=case.id) | self._documents.of(key, entry)
            return self._once("createaction", what, form, key=key, entry=entry, receipt=receipt)
        form = trail_entry(key, entry, self._terms, case_id=case.id)
        try:
            return self._once("createauditentry", what, form, key=key, entry=entry, receipt=receipt)
        except Doubtful as doubt:
            if not FIRST_MINUTE <= self._line.now().minute <= LAST_MINUTE:
                raise
            try:
                return self._once("createauditentry", what, form, key=key, entry=entry, receipt=receipt)
            except (Transient, Permanent):  # of the second: the first is no less in doubt
                raise doubt from None

    def _open(self, key: str, entry: CaseEntry) -> Receipt:
        """The first letter of a case opens it. Cut off, iCasework is asked; a second case is never made on a guess."""
        if entry.brought_over:
            ours = external_id(entry.case, self._terms)
            raise Permanent(
                f"{entry.case.id} began before linkbot did, so iCasework has a case for it that linkbot does not know. "
                f"Give that case the ExternalId {ours}, then let linkbot try again."
            )
        if not entry.first_letter:  # else nobody could say later which of two letters a case was opened with
            raise Transient(
                f"The letter before this one opens {entry.case.id} in iCasework, and is not there yet.", SETTLED
            )
        form = new_case(key, entry, self._terms) | self._documents.of(key, entry)
        try:
            id = self._id(self._line.post("createcase", "Opening a case in iCasework", form).content)
        except Unsure as error:
            case = self._look_again(lambda: self._known.of(entry))
            if case is None:
                raise Transient(str(error), SETTLED) from None
            id = case.id
        return _receipt(id, "opened")

    def _look_again(self, look: Callable[[], Case | None]) -> Case | None:
        for attempt in range(1, LOOKS + 1):
            self._line.pace.before(attempt)
            try:
                found = look()
            except Transient:
                continue
            if found is not None:
                return found
        return None

    def _opened_by(self, key: str, case: Case, entry: CaseEntry) -> bool:
        """Where iCasework does not show the mark: the first letter opens a case, and no other is taken to have."""
        if case.mark is not None:
            return mark_of(key) in case.mark
        return entry.first_letter and not entry.brought_over

    def _once(self, service: str, what: str, form: Form, *, key: str, entry: CaseEntry, receipt: Receipt) -> Receipt:
        """A call that would be done again when repeated. Raises Doubtful when it was cut off and nobody can say."""
        try:
            self._id(self._line.post(service, what, form).content)
        except Unsure as error:
            self._line.pace.before(LOOKS)
            try:
                found = self._trail.find(key, since=entry.at, receipt=receipt.reference)
            except (Transient, Permanent) as unread:  # what cannot be read now is read before the next try
                raise Transient(str(unread), SETTLED) from None
            if isinstance(found, Receipt):
                return found
            if found is Answer.ABSENT:
                raise Transient(str(error), SETTLED) from None
            raise Doubtful(f"{error} Look for “{mark_of(key)}” in iCasework.") from None
        return receipt

    def _facts(self, entry: CaseEntry, case: Case) -> Receipt:
        what = f"Bringing case {case.id} up to date"
        form = {"CaseId": case.id, "Format": self._terms.format, **attributes(entry, self._terms)}
        try:
            self._id(self._line.post("updatecase", what, form).content)
        except Unsure as error:
            raise Transient(str(error)) from None
        return _receipt(case.id, "facts")

    def _task_done(self, key: str, entry: CaseEntry, case: Case) -> Receipt:
        """iCasework goes by the code of the task, not by the task: so only where there is one it can mean."""
        if entry.open_actions:
            raise Permanent(
                f"{entry.open_actions} more corrective actions of {entry.case.id} are open, and iCasework would "
                "complete whichever bears the configured code: complete this one there by hand."
            )
        form = self._action(key, entry, case, self._terms.task_done_form) | {"Task": self._terms.task_done_code}
        what = f"Completing a task of case {case.id}"
        try:
            return self._once("createaction", what, form, key=key, entry=entry, receipt=_receipt(case.id, "action"))
        except Refused as error:
            if error.code in NO_SUCH_TASK:
                raise Permanent(
                    f"Case {case.id} has no outstanding task {self._terms.task_done_code}: complete it by hand, if it "
                    "is not complete already."
                ) from None
            raise

    def _closed(self, key: str, entry: CaseEntry, case: Case) -> Receipt:
        if entry.attributes.status != "closed":
            raise Permanent(f"iCasework's interface does not open case {case.id} again: do it there by hand.")
        form, what = self._action(key, entry, case, self._terms.closed_form), f"Closing case {case.id}"
        return self._once("createaction", what, form, key=key, entry=entry, receipt=_receipt(case.id, "action"))

    def _action(self, key: str, entry: CaseEntry, case: Case, form: str) -> Form:
        return {
            "CaseId": case.id,
            "Type": form,
            "Format": self._terms.format,
            self._terms.letter_field: words(key, entry),
        }

    @staticmethod
    def _id(content: bytes) -> str:
        """Raises Unsure: 200 with a page, or with nothing, is no word that it was done."""
        try:
            id = id_of(content)
        except NoAnswer as error:
            raise Unsure(f"iCasework answered with {error}.") from None
        if not id:
            raise Unsure("iCasework's answer names no id.")
        return id


def _receipt(id: str, what: str) -> Receipt:
    return Receipt(f"icasework:{id} {what}")


def _not_there_yet(entry: CaseEntry, terms: Terms) -> Transient | Permanent:
    ours = external_id(entry.case, terms)
    if entry.letter_waits:
        return Transient(f"iCasework has no case {ours} yet: its first letter is not written.", SETTLED)
    return Permanent(f"iCasework has no case with the ExternalId {ours}: do it there by hand, or give one that id.")
