"""`[case_system]` of the configuration: which way a council's case system is told, and what is left to people there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from linkbot.model.case_system import Deed
from linkbot.model.organisation import Organisation
from linkbot.settings.icasework import IcaseworkSettings, icasework_settings
from linkbot.toml_document import Table

BY_HAND = (Deed.LINK, Deed.FILES, Deed.TASK, Deed.TASK_MOVED, Deed.TASK_DONE, Deed.CLOSED)


class CaseSystemKind(StrEnum):
    LOCAL = "local"  # linkbot's own register is all there is
    FORWARD = "forward"  # the mail is passed on to a mailbox that the case system reads
    ICASEWORK = "icasework"


class RemindersBy(StrEnum):
    """Who writes to officers every three days. Never both."""

    LINKBOT = "linkbot"
    ICASEWORK = "icasework"


class ForwardAs(StrEnum):
    ATTACHMENT = "attachment"  # the mail whole, as a file
    BODY = "body"  # its own text and files, under a header of ours


@dataclass(frozen=True)
class ForwardSettings:
    """`outside` repeats an address that lies in none of the organisation's domains, so that nobody mistypes one."""

    address: str = ""
    outside: str | None = None
    wrapped: ForwardAs = ForwardAs.ATTACHMENT


@dataclass(frozen=True)
class CaseSystemSettings:
    kind: CaseSystemKind = CaseSystemKind.LOCAL
    reminders_by: RemindersBy | None = None  # no default where iCasework is: nobody may guess
    by_hand: tuple[Deed, ...] = BY_HAND
    system_addresses: tuple[str, ...] = ()
    forward: ForwardSettings = field(default_factory=ForwardSettings)
    icasework: IcaseworkSettings = field(default_factory=IcaseworkSettings)

    @property
    def undecided(self) -> bool:
        """Nobody has said who reminds the officers: nothing may go to them."""
        return self.kind is CaseSystemKind.ICASEWORK and self.reminders_by is None


def case_system_settings(table: Table, organisation: Organisation) -> CaseSystemSettings:
    default = CaseSystemSettings()
    kind = table.choice("kind", CaseSystemKind, default.kind)
    reminders = table.choice("reminders_by", RemindersBy, RemindersBy.LINKBOT)
    value = CaseSystemSettings(
        kind=kind,
        reminders_by=reminders if "reminders_by" in table else None,
        by_hand=table.choices("by_hand", Deed) if "by_hand" in table else default.by_hand,
        system_addresses=tuple(one.casefold() for one in table.texts("system_addresses")),
        forward=_forward(table.table("forward"), organisation, wanted=kind is CaseSystemKind.FORWARD),
        icasework=icasework_settings(table.table("icasework"), wanted=kind is CaseSystemKind.ICASEWORK),
    )
    for address in value.system_addresses:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            table.fault(f"case_system.system_addresses: {address!r} is not an e-mail address", "system_addresses")
    if kind is CaseSystemKind.LOCAL and value.reminders_by is RemindersBy.ICASEWORK:
        table.fault('case_system.reminders_by "icasework" needs case_system.kind "icasework" or "forward"', "kind")
    table.finish()
    return value


def _forward(table: Table, organisation: Organisation, *, wanted: bool) -> ForwardSettings:
    value = ForwardSettings(
        address=table.text("address", required=wanted).casefold(),
        outside=(table.optional_text("outside") or "").casefold() or None,
        wrapped=table.choice("wrapped", ForwardAs, ForwardAs.ATTACHMENT),
    )
    place = "case_system.forward"
    if value.address and not re.fullmatch(r"[^@\s]+@[^@\s]+", value.address):
        table.fault(f"{place}.address: {value.address!r} is not an e-mail address", "address")
    elif value.address in organisation.mailboxes:
        table.fault(f"{place}.address is the mailbox that linkbot reads: it would read its own mail", "address")
    elif value.address and not organisation.owns(value.address) and value.outside != value.address:
        table.fault(
            f"{place}.address {value.address} lies in none of organisation.domains. If it is really the case system's "
            f'own mailbox, allow it by name: outside = "{value.address}"',
            "address",
        )
    table.finish()
    return value
