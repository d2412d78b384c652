"""Which column of a council's own Ombudsman spreadsheet holds what, guessed from the titles such columns usually bear.

The guess is shown and saved for a person to correct. What could mean two things (a bare "Response date") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from linkbot.worker.spreadsheet import TITLE_ROWS, Cell, Row, Tab

_WHO = r"(?:ombudsman|lgsco|ho)"
_ANY_WHO = rf"{_WHO}(?: (?:or |and )?{_WHO})*"
_NO = r"(?:ref|no|id)(?: no)?"
_DUE = r"(?:due(?: date| by| on)?|deadline(?: date)?|target(?: date)?)"
_ORDINAL = r"(?:1st|2nd|3rd|first|second|third|final|last)"
_OURS = r"(?:our|council s?|landlord s?|internal|stage [12]|icasework|crm|corporate|original|local)"
_TO_DO = "(?:case|task|action|assigned|responsible|lead|allocated|responding|response|contact)"
_ASKED = "(?:do|done|asks?|asked|requests?|requested|requires?|required|orders?|ordered|wants?|wanted|needs?|needed)"
_SENT_ON = r"(?: on| date| y n)?"

SURE: Mapping[str, tuple[str, ...]] = {
    "reference": (rf"{_ANY_WHO}(?: s)?(?: case| complaint| file)? {_NO}", rf"{_NO} {_ANY_WHO}"),
    "ombudsman": (
        "ombudsman(?: body| name| service)?",
        "which ombudsman",
        rf"{_WHO} (?:or )?{_WHO}(?: other)?",
        "body",
    ),
    "complaint": (
        rf"{_OURS}(?: case| complaint)? {_NO}",
        rf"complaint {_NO}",
        "icasework",
    ),
    "complainant": (
        r"(?:complainant|customer|resident|tenant|client|applicant|service user)(?: s)?(?: name| initials)?",
        "name of (?:the )?(?:complainant|resident|customer|tenant)",
    ),
    "postcode": ("post ?code",),
    "service": ("(?:responsible )?(?:service|department|directorate|division|team)(?: area| team)?", "service dept"),
    "owner": (
        rf"(?:{_TO_DO} )?(?:officer|owner)(?: responsible| email| name)?",
        "(?:assigned|allocated|given) to",
        "assignee|action by|handler|case handler|responsible(?: person)?|service contact|lead",
    ),
    "kind": (
        "(?:request |action |item |case |task )?(?:type|kind|stage)",
        "type of (?:request|action|item|contact|letter)",
        "order (?:or )?rec(?:ommendation)?",
        "current stage",
    ),
    "number": ("(?:order|rec|recommendation|item|action|remedy)(?: rec| recommendation)? no", "order rec no"),
    "text": (
        "(?:actions?|information|evidence|remedy|documents?) (?:required|requested|wanted|needed|outstanding)",
        rf"what (?:\w+ ){{0,4}}{_ASKED}(?: for| of us| by (?:the )?{_WHO})?",
        "information requests?|requests? for information|enquir(?:y|ies)(?: made)?|things? to do|to do",
        "(?:details? of )?(?:the )?(?:request|order|recommendation|remedy|action|task|requirement)s?",
        "(?:request|order|recommendation|remedy|action|task)s? (?:text|details?|wording)",
        "orders? (?:and |or )?rec(?:ommendation)?s?",
        "(?:agreed|outstanding|corrective|required) actions?(?: tasks?)?",
        "request(?:ed)? details?|details|description|action to take",
    ),
    "due": (
        rf"(?:{_WHO} |response |reply |compliance |evidence |information |order |action |remedy |task )?{_DUE}",
        rf"{_WHO} s (?:date|{_DUE})",
        "(?:response|reply|answer|evidence|information|compliance) (?:required|due|deadline)(?: by| on| date)?",
        f"(?:respond|reply|comply|required|due|answer|complete) by(?: date)?|by when|date due|due to {_WHO}",
        "(?:date|deadline|due date) for (?:response|reply|compliance|evidence|information|comments)",
    ),
    "extended_to": (
        "extended (?:to|until|due date|deadline)(?: date)?",
        "extension (?:granted |agreed )?(?:to|until|agreed|due date|deadline|new date)",
        rf"(?:new|revised|extended|amended) (?:date|{_DUE})",
    ),
    "extension_asked": ("(?:date )?extension (?:asked|asked for|requested|request|sought)(?: on| date| y n)?",),
    "letter_on": (
        "date (?:of|on)(?: the)? (?:letter|request|decision|determination|final decision|enquiry|report|notification)",
        "(?:letter|decision|determination|final decision|request|enquiry|report) (?:date|dated)",
        "date (?:requested|decided)",
    ),
    "received_on": (
        "(?:date )?(?:case )?(?:received|opened|notified|registered|logged)(?: on| date| from ombudsman)?",
        "notification date|date case opened|date rec d",
    ),
    "chased": (
        rf"(?:date |dates )?(?:of )?chas(?:ed|er|ers)(?: received| so far| dates?| on)*(?: by {_WHO})?(?: on)?",
        rf"(?:date (?:of )?)?{_ORDINAL} (?:chaser|chased)(?: date| received| on)*",
        rf"chaser [1-3](?: date)?|no of chasers|{_WHO} chas(?:er|ers|ed)(?: dates?| on)?",
        rf"(?:{_ORDINAL} )?reminders? (?:from|by) (?:the )?{_WHO}(?: date| on)?",
    ),
    "status": ("(?:case |current |task |action |order )?(?:status|state)", "open (?:or )?closed", "outcome status"),
    "closed": (
        rf"(?:date )?(?:case )?(?:closed|completed?|complied|satisfied|concluded){_SENT_ON}",
        "(?:closure|closed|closing) date|date of closure",
        rf"(?:compliance confirmed|{_WHO} satisfied|remedy completed?|date {_WHO} satisfied){_SENT_ON}",
    ),
    "submitted_on": (
        rf"(?:date )?(?:submitted|(?:response|reply|evidence) (?:sent|submitted)){_SENT_ON}(?: to {_WHO})?{_SENT_ON}",
        rf"(?:date )?(?:sent|submitted|responded|replied) to {_WHO}{_SENT_ON}",
    ),
    "amount_gbp": ("(?:compensation|payment|amount)(?: ordered| amount| to pay| due)?", "(?:remedy|order) amount"),
}
"""Our fields, each with the titles it may bear: patterns over the title's bare words, `ref`, `no`, `ho` for all their
spellings."""

_NOT_DUE = "internal|service|our|officer|draft|stage|original|old|days|extension|extended|revised|new|amended|no|status"
_NOT_ASKED = "date|on|by$|no|due|officer|owner|status|type|actions? taken|completed?|sent|extension|received|ref|amount"
_NOT_OWNER = "ombudsman|lgsco|ho|link|director|head|date|service|team|days|comments?"
_NOT_NAME = "ref|no|id|address|date|contact|email|phone|notified|told|informed|on|service|type"

WEAK: Mapping[str, tuple[str, ...]] = {
    "reference": (
        rf"(?:case |file )?{_NO}",
        rf"{_ANY_WHO}(?: case| complaint)?",
        rf".*\b{_WHO}\b.*\b(?:ref|no|id)\b.*",
    ),
    "complaint": (rf"case {_NO}|{_NO}",),
    "complainant": (
        "name|full name|initials",
        rf"(?!.*\b(?:{_NOT_NAME})\b).*\b(?:complainant|resident|customer|tenant)\b.*",
    ),
    "number": ("no|item|order",),
    "text": (
        "summary|text|wording|issue|next action|next steps?",
        rf"(?!.*\b(?:{_NOT_ASKED})(?!\w)).*\b(?:required|requested|needed|actions?|remed(?:y|ies)|orders?|requests?)\b.*",
    ),
    "due": ("due|date required|when", rf"(?!.*\b(?:{_NOT_DUE})\b).*\b(?:due|deadline)\b.*"),
    "status": ("progress|position", r"(?!.*\b(?:rag|service)\b).*\bstatus\b.*"),
    "owner": (
        "who|with|contact",
        rf"(?!.*\b(?:{_NOT_OWNER})\b).*\b(?:officer|owner|assigned|allocated|responsible|responsibility)\b.*",
    ),
}
"""Titles that say it only where nothing else does."""

FIELDS = tuple(SURE)
MANY = frozenset({"reference", "chased"})
"""Fields that a spreadsheet may spread over several columns: a column an ombudsman, a column a chaser."""

_SPELLINGS = (
    (r"\b(?:the )?housing ombudsman(?: service)?\b", "ho"),
    (r"\b(?:the )?local government (?:and social care )?ombudsman\b", "lgsco"),
    (r"\b(?:lgo|lgsco s|lgscos)\b", "lgsco"),
    (r"\bhos\b", "ho"),
    (r"\bomb(?:uds)?\b", "ombudsman"),
    (r"\bref(?:s|erences?|erance)?\b", "ref"),
    (r"\b(?:number|num|nr|nos)\b", "no"),
    (r"\b(?:dd mm yy(?:yy)?|mandatory|please (?:select|state)|optional)\b", ""),
)


def plain_title(title: Cell) -> str:
    """A title's bare words: `Omb. Ref No. (dd/mm/yyyy)` is `ombudsman ref no`."""
    words = " ".join(re.sub(r"[\W_]+", " ", str(title or "").replace("#", " no ").casefold()).split())
    for form, word in _SPELLINGS:
        words = re.sub(form, word, words)
    return " ".join(words.split())


Columns = dict[str, tuple[str, ...]]
"""Our field to the titles of its columns, as they stand in the file."""


@dataclass(frozen=True)
class Titled:
    """A tab with its title row found: `titles` by place, the rows below, the columns as guessed."""

    tab: Tab
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: Columns


def find_titles(tab: Tab, *, is_reference: Callable[[Cell], bool]) -> Titled | None:
    """The row of the first few that reads most like titles; None when none does.

    Titles may stand in two rows, the upper one merged: an empty cell then takes what stands above it.
    """
    best: Titled | None = None
    for position, row in enumerate(tab.rows[:TITLE_ROWS]):
        above = tab.rows[position - 1] if position else None
        below = tab.rows[position + 1 :]
        for cells in (row.cells, _joined(row, above)):
            titles = tuple(" ".join(str(cell or "").split()) for cell in cells)
            columns = guess(titles, below, is_reference=is_reference)
            if len(columns) >= 2 and "reference" in columns and (best is None or len(columns) > len(best.columns)):
                best = Titled(tab, titles, below, columns)
    return best


def titled_by(tab: Tab, columns: Mapping[str, Sequence[str]]) -> Titled | None:
    """The row that holds most of the titles a person has named, the reference's among them; None when none does."""
    named = {_bare(name) for names in columns.values() for name in names}
    references = {_bare(name) for name in columns.get("reference", ())}
    best: tuple[int, Titled] | None = None
    for position, row in enumerate(tab.rows[:TITLE_ROWS]):
        for cells in (row.cells, _joined(row, tab.rows[position - 1] if position else None)):
            titles = tuple(" ".join(str(cell or "").split()) for cell in cells)
            there = {_bare(title) for title in titles}
            score = len(named & there)
            if references & there and (best is None or score > best[0]):
                kept = {field: tuple(names) for field, names in columns.items()}
                best = score, Titled(tab, titles, tab.rows[position + 1 :], kept)
    return best[1] if best else None


def _bare(title: str) -> str:
    return " ".join(title.casefold().split())


def _joined(row: Row, above: Row | None) -> tuple[Cell, ...]:
    if above is None or row.line - above.line != 1:
        return row.cells
    width = max(len(row.cells), len(above.cells))
    return tuple(row.at(place) or above.at(place) for place in range(width))


def guess(titles: Sequence[str], rows: Sequence[Row], *, is_reference: Callable[[Cell], bool]) -> Columns:
    """Sure titles first, weak ones for what is still missing; a column is one thing only."""
    plain = [plain_title(title) for title in titles]
    taken: dict[int, str] = {}
    for table in (SURE, WEAK):
        for field, forms in table.items():
            if table is WEAK and field in taken.values():
                continue
            for place, words in enumerate(plain):
                if place in taken or not words or not re.fullmatch("|".join(f"(?:{form})" for form in forms), words):
                    continue
                if table is WEAK and field == "reference" and not _holds(place, rows, is_reference):
                    continue
                if field in MANY or field not in taken.values():
                    taken[place] = field
    found = {field: [titles[place] for place, one in sorted(taken.items()) if one == field] for field in FIELDS}
    return {field: tuple(dict.fromkeys(names)) for field, names in found.items() if names}


def _holds(place: int, rows: Sequence[Row], is_reference: Callable[[Cell], bool]) -> bool:
    """Whether a column that may be ours as well as the Ombudsman's holds the Ombudsman's references."""
    cells = [cell for row in rows[:50] if (cell := row.at(place)) not in (None, "")]
    return bool(cells) and sum(map(is_reference, cells)) * 2 >= len(cells)
