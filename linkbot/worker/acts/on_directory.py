"""The list of the council's own complaints by a person's word: erased, with what was learnt of the people in it."""

from __future__ import annotations

from linkbot.engine.casework.deeds import Refused
from linkbot.model.question import Act
from linkbot.worker.office import Office

ALL = "all complaints"


def forget_complaints(office: Office, act: Act) -> str:
    """`act.target`: references apart by blanks, or `all complaints`. Raises `Refused` when there is none of them."""
    references = None if act.target.strip() == ALL else act.target.split()
    with office.store.begin() as tx:
        count = tx.forget_complaints(references)
        if count == 0:
            raise Refused(f"No complaint {act.target.strip()} is in the list.")
        tx.add_act(act)
    return f"{count} erased from the list, with what was learnt of their names. Cases keep their reference."
