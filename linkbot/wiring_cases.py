"""The case system of a configuration: what it takes, and the adapter that writes it. Beneath `wiring.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from linkbot.model.case_system import CaseSystemAbilities, Deed
from linkbot.model.rulebook import Rulebook
from linkbot.ports import ActionsSource, CaseSystem, DirectorySource, Examinable, Outgoing, Permanent
from linkbot.settings.case_system import CaseSystemKind, ForwardAs, RemindersBy
from linkbot.settings.icasework import PLACE, IcaseworkAuth
from linkbot.settings.values import Settings
from linkbot.toml_document import Fault, Faulty
from linkbot.wiring_sign_in import secret_of

if TYPE_CHECKING:
    from linkbot.casesystems.icasework.system import Icasework


@dataclass(frozen=True)
class CaseSystemBundle:
    """Whatever one connection to a case system gives."""

    case_system: CaseSystem
    actions: ActionsSource | None = None
    directory: DirectorySource | None = None
    examinable: Examinable | None = None
    close: Callable[[], None] = lambda: None
    tidy: Callable[[], None] | None = None


def abilities_of(settings: Settings, rulebook: Rulebook) -> CaseSystemAbilities:
    """What is written there by linkbot and what by hand. Raises `Faulty` for an Ombudsman's address to forward to."""
    case_system = settings.case_system
    if case_system.kind is CaseSystemKind.LOCAL:
        return CaseSystemAbilities()
    address = case_system.forward.address
    if address and any(one.owns(address.rpartition("@")[2]) for one in rulebook.ombudsmen.all):
        words = f"case_system.forward.address {address} is an Ombudsman's: linkbot never sends to one"
        raise Faulty((Fault(str(settings.file or settings.folder), None, words),))
    does = _does(settings)
    by_hand = set(case_system.by_hand) - does
    takes_files = case_system.kind is CaseSystemKind.FORWARD or case_system.icasework.documents_folder is not None
    if takes_files:
        by_hand.discard(Deed.FILES)
    return CaseSystemAbilities(
        name="the case system" if case_system.kind is CaseSystemKind.FORWARD else "iCasework",
        does=frozenset(does),
        by_hand=frozenset(by_hand),
        reminds=case_system.reminders_by is RemindersBy.ICASEWORK,
        takes_the_letter=takes_files,
    )


def _does(settings: Settings) -> set[Deed]:
    if settings.case_system.kind is CaseSystemKind.FORWARD:
        return {Deed.LETTER}
    icasework = settings.case_system.icasework
    named = {
        Deed.ATTRIBUTES: icasework.attributes,
        Deed.LINK: icasework.attribute_complaint,
        Deed.TASK_DONE: icasework.task_done_form,
        Deed.CLOSED: icasework.closed_form,
    }
    return {Deed.LETTER, *(deed for deed, name in named.items() if name)}


def case_system_of(
    settings: Settings, abilities: CaseSystemAbilities, *, outgoing: Outgoing, folder: Path
) -> CaseSystemBundle:
    """Says no word to any server. `folder`: of local slips. Raises `Permanent` when a secret is missing."""
    kind = settings.case_system.kind
    match kind:
        case CaseSystemKind.LOCAL:
            from linkbot.casesystems.local import LocalCaseSystem

            return CaseSystemBundle(LocalCaseSystem(folder))
        case CaseSystemKind.FORWARD:
            return CaseSystemBundle(_forward(settings, abilities, outgoing))
        case CaseSystemKind.ICASEWORK:
            one = icasework_of(settings, abilities)
            return CaseSystemBundle(one.case_system, one.actions, one.directory, one.examinable, one.close, one.tidy)
        case _:
            assert_never(kind)


def _forward(settings: Settings, abilities: CaseSystemAbilities, outgoing: Outgoing) -> CaseSystem:
    from linkbot.casesystems.forward import ForwardCaseSystem
    from linkbot.engine.wording.mime import Sender

    forward, organisation = settings.case_system.forward, settings.organisation
    sender = Sender(settings.smtp.sender or organisation.mailboxes[0], f"{organisation.name} Ombudsman desk (linkbot)")
    return ForwardCaseSystem(
        outgoing,
        forward.address,
        outside=frozenset({forward.outside} if forward.outside else ()),
        whole=forward.wrapped is ForwardAs.ATTACHMENT,
        organisation=organisation,
        sender=sender,
        abilities=abilities,
    )


def icasework_of(settings: Settings, abilities: CaseSystemAbilities) -> Icasework:
    try:
        from linkbot.casesystems.icasework.system import icasework
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise Permanent("iCasework needs httpx: install linkbot with [icasework].") from None
    from linkbot.casesystems.icasework.line import Account
    from linkbot.casesystems.icasework.terms import ActionColumns, Terms

    said = settings.case_system.icasework
    secret = secret_of(settings, file=said.secret_file, variable=said.secret_env, place=PLACE, name="secret")
    account = Account(
        said.api_key, secret or "", said.base, said.reports or "", said.db or "", said.auth is IcaseworkAuth.SIGNATURE
    )
    terms = Terms(
        case_type=said.case_type,
        request_method=said.request_method,
        prefix=said.external_id_prefix,
        fields=said.pairs,
        mark_field=said.mark_field,
        mark_shown_as=said.mark_shown_as,
        complaint_field=said.complaint_field or "",
        complainant=said.send_complainant,
        letter_form=said.letter_form or "",
        letter_field=said.letter_field,
        task_done_form=said.task_done_form or "",
        task_done_code=said.task_done_code or "",
        closed_form=said.closed_form or "",
        attributes=said.attributes,
        format=said.format.value,
        documents_folder=settings.resolve(said.documents_folder) if said.documents_folder else None,
        documents_url=said.documents_url or "",
        documents_keep_hours=said.documents_keep_hours,
        trail_report=said.trail_report or "",
        trail_column=said.trail_column or "",
    )
    columns = ActionColumns(
        report=said.actions_report or "",
        id=said.actions_id,
        task=said.actions_task,
        state=said.actions_state,
        done=said.actions_done,
        owner=said.actions_owner,
        by=said.actions_by,
        at=said.actions_at,
    )
    return icasework(
        account,
        terms,
        abilities=abilities,
        now=_now,
        timeout=said.timeout_seconds,
        columns=columns,
        directory_report=said.directory_report or "",
        report_format=said.report_format.value,
    )


def _now() -> datetime:
    return datetime.now(UTC)
