"""Finding complaints: by key for matching, by word for a person; and the aliases people have taught."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select

from linkbot.engine.likeness.names import initial_of, rough_key, surname_keys
from linkbot.engine.likeness.naming import is_typo
from linkbot.model.complaint import Complaint
from linkbot.model.matching import Alias, Candidates
from linkbot.store.keys import postcode_key, reference_key
from linkbot.store.parts.part import Part, batches
from linkbot.store.rows.complaints import alias
from linkbot.store.tables.base import table_of
from linkbot.store.tables.complaints import (
    ComplaintAliasKeyRow,
    ComplaintAliasRow,
    ComplaintRow,
    ComplaintSurnameRow,
)

FREQUENT = 25
"""Of a surname that more complaints bear, those with another initial are left out: too little could speak for them."""
AT_MOST = 200

_KEPT, _BORNE = table_of(ComplaintRow), table_of(ComplaintSurnameRow)
_REFERENCE, _SURNAME = _KEPT.c.reference_key, _BORNE.c.surname_key
_WRITTEN = (_REFERENCE, _KEPT.c.name, _KEPT.c.postcode_key, _KEPT.c.address)
_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
_KEY: BindParameter[str] = bindparam("key")
_WHOLE = (_REFERENCE, *(_KEPT.c[one.name] for one in fields(Complaint)))
"""The key, and the complaint's own values in their order: a value is made of them without a row between."""
_made: Callable[..., Complaint] = Complaint


def _bearers(*which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return select(*_WHOLE).where(_REFERENCE.in_(select(_BORNE.c.reference_key).where(*which)))


# Made once: putting a statement together takes longer than answering it.
_QUOTED = select(*_WHOLE).where(_REFERENCE.in_(_KEYS))
_THERE = select(*_WHOLE).where(_KEPT.c.postcode_key.in_(_KEYS))
_SPELT_ALIKE = _bearers(_BORNE.c.rough_key.in_(_KEYS))
_BEARERS = _bearers(_SURNAME == _KEY)
_NEWEST_BEARERS = _BEARERS.order_by(_REFERENCE.desc()).limit(AT_MOST)
_OF_INITIAL = _bearers(_SURNAME == _KEY, or_(_BORNE.c.initial == bindparam("initial"), _BORNE.c.initial.is_(None)))
_COUNTS = select(_SURNAME, func.count()).where(_SURNAME.in_(_KEYS)).group_by(_SURNAME)
_ALIASES = (
    select(table_of(ComplaintAliasRow))
    .where(
        table_of(ComplaintAliasRow).c.act.in_(
            select(table_of(ComplaintAliasKeyRow).c.act).where(table_of(ComplaintAliasKeyRow).c.surname_key.in_(_KEYS))
        )
    )
    .order_by(table_of(ComplaintAliasRow).c.act)
)
_TOTAL = select(func.count()).select_from(_KEPT)


class ComplaintSearchPart(Part):
    def candidates(self, references: Sequence[str], name: str | None, postcode: str | None) -> Candidates:
        aliases = self._aliases(name)
        names = dict.fromkeys((name, *(one.known_name for one in aliases)))
        initials = {key: initial_of(one, key) for one in names for key in surname_keys(one)}
        places = {postcode_key(text) for text in (postcode, *(one.known_postcode for one in aliases)) if text} - {""}
        counts = self._counts(list(initials))
        found: dict[str, Complaint] = {}
        quoted = [key for key in {reference_key(reference) for reference in references} if key]
        for keys in batches(quoted):
            found |= self._found(_QUOTED, keys=keys)
        if places:
            found |= self._found(_THERE, keys=sorted(places))
        for key, count in counts.items():
            found |= self._bearing(key, count, initials[key])
        if initials and not counts:
            found |= self._found(_SPELT_ALIKE, keys=[rough_key(key) for key in initials])
        complaints = tuple(found[key] for key in sorted(found))
        others = {key for one in complaints for key in surname_keys(one.name)} - set(counts)
        near = sorted(key for key in others if any(is_typo(key, mine) for mine in initials))
        (total,) = self._connection.execute(_TOTAL).scalars()
        return Candidates(complaints, total, counts | self._counts(near), aliases)

    def search_complaints(self, words: Sequence[str], limit: int) -> tuple[Complaint, ...]:
        wanted = select(*_WHOLE)
        for word in words:
            plain = reference_key(word)
            likes: list[ColumnElement[bool]] = [column.ilike(f"%{_escaped(word)}%", escape="\\") for column in _WRITTEN]
            if plain:
                likes += [_REFERENCE.contains(plain), _KEPT.c.postcode_key.contains(postcode_key(word))]
                likes.append(_REFERENCE.in_(select(_BORNE.c.reference_key).where(_SURNAME.in_([plain]))))
            wanted = wanted.where(or_(*likes))
        newest = wanted.order_by(_KEPT.c.stage1_received_on.desc(), _REFERENCE.desc()).limit(limit)
        return tuple(self._found(newest).values())

    def _aliases(self, name: str | None) -> tuple[Alias, ...]:
        keys = surname_keys(name)
        return tuple(alias(row) for row in self._connection.execute(_ALIASES, {"keys": keys})) if keys else ()

    def _bearing(self, surname: str, count: int, initial: str | None) -> dict[str, Complaint]:
        if count <= FREQUENT:
            return self._found(_BEARERS, key=surname)
        if initial is None:
            return self._found(_NEWEST_BEARERS, key=surname)
        return self._found(_OF_INITIAL, key=surname, initial=initial)

    def _counts(self, surnames: Sequence[str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for keys in batches(surnames):
            counts |= {str(key): int(count) for key, count in self._connection.execute(_COUNTS, {"keys": keys})}
        return counts

    def _found(self, statement: Select[tuple[object, ...]], **held: object) -> dict[str, Complaint]:
        """By reference key; of a statement for `_WHOLE`."""
        return {str(row[0]): _made(*row[1:]) for row in self._connection.execute(statement, held)}


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
