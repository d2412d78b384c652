"""An officer's answer to an entry of the server's own diary bears the name the server gave it, and is found by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import test_ews_worker
import test_graph_worker

from linkbot.model.casework import Attendance, Invitation
from linkbot.model.place import Place, place_of
from tests.journeys.diary_replies import Given, outlook

Council = test_graph_worker.Council | test_ews_worker.Council


def by_graph(council: Council) -> str:
    assert isinstance(council, test_graph_worker.Council)
    (entry,) = council.exchange.events.values()
    return entry.uid


def by_ews(council: Council) -> str:
    assert isinstance(council, test_ews_worker.Council)
    (entry,) = council.exchange.within("calendar")
    return entry.uid


def invitation(council: Council) -> Invitation:
    with council.office() as office, office.store.begin() as tx:
        (found,) = tx.invitations()
        return found


@pytest.mark.parametrize(
    ("made", "uid_of"), [(test_graph_worker.Council, by_graph), (test_ews_worker.Council, by_ews)], ids=["graph", "ews"]
)
def test_a_no_is_found_by_the_servers_own_name_of_the_entry(
    made: Callable[[Path], Council], uid_of: Callable[[Council], str], tmp_path: Path
) -> None:
    council = made(tmp_path)
    council.morning()
    assert council.works(2)
    row = invitation(council)
    uid = uid_of(council)
    assert uid != row.id and row.attendance is None
    given = Given(uid, "DECLINED", by=row.attendee, day=f"{row.entry_on:%Y%m%d}", sequence=1)
    council.exchange.arrive(outlook(given, council.clock.now(), 9), council.clock.now())
    assert council.works(2)
    assert invitation(council).attendance is Attendance.DECLINED
    with council.office() as office, office.store.begin() as tx:
        asked = [question.about.value for question in tx.questions()]
        (answer,) = [
            one for one in tx.messages() if place_of(one.folder) is Place.INBOX and "answer" in str(one.message_id)
        ]
    assert asked.count("declined") == 1 and answer.disposition == "review"
    council.all_is_accounted_for()
