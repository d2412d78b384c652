"""`linkbot audit` after a day of work: who did what, and whether it is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from .conftest import HO, Council


def test_what_was_decided_and_done_is_listed_and_verified(at_work: Council) -> None:
    assert at_work.linkbot("tasks", "done", f"{HO}/1", "--by", "Marian Osei", "--reason", "all is in").code == 0
    rows = at_work.rows("audit")
    assert {"decided", "delivered", "acted", "mode"} <= {str(row["what"]) for row in rows}
    (act,) = [row for row in rows if row["what"] == "acted"]
    assert (act["about"], act["case"], act["name"]) == ("done", HO, "Marian Osei")
    assert "Marian" not in str({key: value for key, value in act.items() if key != "name"})
    of_case = at_work.rows("audit", "--case", HO)
    assert of_case and all(row["case"] == HO for row in of_case) and len(of_case) < len(rows)
    assert at_work.rows("audit", "--since", "2999-01-01") == []
    assert "Marian Osei" in at_work.linkbot("audit").out

    (told,) = at_work.rows("audit", "--verify")
    assert told["whole"] and told["entries"] == len(rows)
    head = str(told["head"])
    assert at_work.linkbot("audit", "--expect", head).code == 0
    assert at_work.linkbot("audit", "--expect", "1:00000000").code == 1
    assert at_work.linkbot("audit", "--expect", "yes").code == 2
    (finding,) = [row for row in at_work.rows("doctor") if row["check"] == "audit.whole"]
    assert finding["state"] == "ok"

    with closing(sqlite3.connect(at_work.folder / "store" / "linkbot.db")) as db, db:
        db.execute("DELETE FROM audit WHERE number = ?", (len(rows),))  # the end cut off: only an older head tells
    assert at_work.linkbot("audit", "--verify").code == 0
    assert at_work.linkbot("audit", "--expect", head).code == 1
    with closing(sqlite3.connect(at_work.folder / "store" / "linkbot.db")) as db, db:
        db.execute("UPDATE audit SET who = 'linkbot' WHERE what = 'mode'")
    said = at_work.linkbot("audit", "--verify")
    assert said.code == 1 and "tampered" in said.out
    (finding,) = [row for row in at_work.rows("doctor") if row["check"] == "audit.whole"]
    assert finding["state"] == "wrong"


def test_a_changed_mode_is_on_record(at_work: Council) -> None:
    text = at_work.config.read_text(encoding="utf-8")
    at_work.config.write_text(text.replace('mode = "act"', 'mode = "watch"'), encoding="utf-8")
    at_work.linkbot("poll")
    at_work.linkbot("poll")
    assert [row["about"] for row in at_work.rows("audit") if row["what"] == "mode"] == ["new → act", "act → watch"]
