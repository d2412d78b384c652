"""The folders of the mailbox, as Exchange tells them, and the one that something is to be moved to."""

from __future__ import annotations

from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.words import Element, every, field, first, id_of, local, m, t, text
from linkbot.mailsystems.exchange.faults import Refused
from linkbot.mailsystems.exchange.folder import PLACES, Folder, folder_in, shown_name
from linkbot.ports import Permanent

ROOT, CALENDAR = "msgfolderroot", "calendar"
_WELL_KNOWN = (*PLACES, "drafts", "outbox", "conversationhistory", "syncissues", CALENDAR, ROOT)
_NO_MAIL = (
    *("IPF.Appointment", "IPF.Contact", "IPF.Task", "IPF.StickyNote", "IPF.Journal", "IPF.Configuration", "IPF.Files"),
    *("IPF.ShortcutFolder", "IPF.Reminder"),
)
_PAGE = 500
_MOST = 20_000
_DEEPEST = 20


class Folders:
    """Asked anew each round; the ids of the well-known ones never change and are kept."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def all(self) -> tuple[Folder, ...]:
        """Those that can hold mail."""
        known = {id: name for name, id in self.well_known().items()}
        below: dict[str, list[tuple[str, str]]] = {}
        listed = self._listed()
        there = {id for id, _, _ in listed}
        for id, name, parent in listed:
            below.setdefault(parent if parent in there else "", []).append((id, name))
        found: list[Folder] = []
        self._grow(None, below, known, found)
        return tuple(found)

    def well_known(self) -> dict[str, str]:
        """Those the mailbox has. Raises Permanent when it has no inbox that may be seen."""
        if not self._line.well_known:
            asked = [self.known(name) for name in _WELL_KNOWN]
            what = "Looking for the folders"
            payload = m("GetFolder", m("FolderShape", t("BaseShape", "IdOnly")), m("FolderIds", *asked))
            answer = self._line.ask_each(Request("GetFolder", payload, what))
            ids: dict[str, str] = {}
            for name, reply in zip(_WELL_KNOWN, answer.replies, strict=False):
                folder = first(reply.element, "m:Folders/*")
                if reply.fault is None and folder is not None:
                    ids[name] = id_of(folder, "t:FolderId")[0]
            if "inbox" not in ids:
                self._line.ask(Request("GetFolder", _one(self.known("inbox")), "Looking for the inbox"))
                raise Permanent(f"{what}: Exchange shows none of {self._line.access.mailbox}.")
            self._line.well_known.update(ids)
        return self._line.well_known

    def known(self, name: str) -> Element:
        """A well-known folder of this mailbox: an account of another name means its own otherwise."""
        mailbox = t("Mailbox", t("EmailAddress", self._line.access.mailbox))
        return t("DistinguishedFolderId", mailbox, Id=name)

    def ids(self) -> tuple[str, ...]:
        """All that can hold mail, where it mostly lies first."""
        known = self.well_known()
        usual = [known[name] for name in ("drafts", "sentitems", "outbox", "inbox", "deleteditems") if name in known]
        return tuple(dict.fromkeys([*usual, *(one.id for one in self.all())]))

    def target(self, shown: str) -> Folder:
        """The folder with this path, made where it is missing; twice is once. Raises as `Line.ask`."""
        levels = [level for level in shown.split("/") if level.strip()]
        if not levels:
            raise Permanent(f"{shown!r} is no name of a folder.")
        here: Folder | None = None
        for depth, name in enumerate(levels, start=1):
            path = "/".join(levels[:depth])
            here = self.at(path) or self._made(here, name, path)
        assert here is not None
        return here

    def at(self, path: str) -> Folder | None:
        """By the path people see."""
        return next((one for one in self.all() if one.shown.casefold() == path.casefold()), None)

    def _made(self, parent: Folder | None, name: str, path: str) -> Folder:
        inside = t("FolderId", Id=parent.id) if parent else self.known(ROOT)
        made = m("Folders", t("Folder", t("FolderClass", "IPF.Note"), t("DisplayName", name)))
        payload = m("CreateFolder", m("ParentFolderId", inside), made)
        try:
            answer = self._line.ask(Request("CreateFolder", payload, "Making a folder", repeatable=True))
        except Refused as error:
            again = self.at(path) if error.code == "errorfolderexists" else None  # somebody else was first
            if again is None:
                raise
            return again
        folder = first(answer.replies[0].element, "m:Folders/*")
        id = id_of(folder, "t:FolderId")[0] if folder is not None else ""
        return folder_in(id, name, parent, None)

    def _listed(self) -> list[tuple[str, str, str]]:
        """Id, name and the folder it lies in."""
        found: list[tuple[str, str, str]] = []
        offset = 0
        while offset < _MOST:
            answer = self._line.ask(Request("FindFolder", self._page(offset), "Listing the folders"))
            root = first(answer.replies[0].element, "m:RootFolder")
            if root is None:
                break
            for one in every(root, "t:Folders/*"):
                kind = text(one, "t:FolderClass")
                if local(one) == "Folder" and not kind.startswith(_NO_MAIL):
                    inside = id_of(one, "t:ParentFolderId")[0]
                    found.append((id_of(one, "t:FolderId")[0], shown_name(text(one, "t:DisplayName")), inside))
            following = root.get("IndexedPagingOffset", "")
            if root.get("IncludesLastItemInRange", "true") == "true" or not following.isdecimal():
                break
            if int(following) <= offset:
                break
            offset = int(following)
        return found

    def _page(self, offset: int) -> Element:
        wanted = t("AdditionalProperties", *(field(f"folder:{name}") for name in _FIELDS))
        return m(
            "FindFolder",
            m("FolderShape", t("BaseShape", "IdOnly"), wanted),
            m("IndexedPageFolderView", MaxEntriesReturned=str(_PAGE), Offset=str(offset), BasePoint="Beginning"),
            m("ParentFolderIds", self.known(ROOT)),
            Traversal="Deep",
        )

    def _grow(
        self, parent: Folder | None, below: dict[str, list[tuple[str, str]]], known: dict[str, str], found: list[Folder]
    ) -> None:
        for id, name in below.get(parent.id if parent else "", ()):
            folder = folder_in(id, name, parent, known.get(id))
            found.append(folder)
            if folder.level < _DEEPEST:
                self._grow(folder, below, known, found)


_FIELDS = ("DisplayName", "ParentFolderId", "FolderClass")


def _one(folder: Element) -> Element:
    return m("GetFolder", m("FolderShape", t("BaseShape", "IdOnly")), m("FolderIds", folder))


def inbox_of(line: Line) -> tuple[str, int]:
    """The far side's clock, and how many messages the inbox holds. Raises as `Line.ask`."""
    wanted = t("AdditionalProperties", field("folder:TotalCount"))
    inbox = Folders(line).known("inbox")
    payload = m("GetFolder", m("FolderShape", t("BaseShape", "IdOnly"), wanted), m("FolderIds", inbox))
    answer = line.ask(Request("GetFolder", payload, "Looking into the inbox"))
    count = text(answer.replies[0].element, "m:Folders/t:Folder/t:TotalCount")
    return answer.date, int(count) if count.isdecimal() else 0
