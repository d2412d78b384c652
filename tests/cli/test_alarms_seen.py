"""What `doctor` says of the way alarms take, and `status` of those that stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.store.opening import open_store
from tests.contracts.smtp_relay import Relay, running

from .conftest import Council


def configured(council: Council, alarm: str) -> dict[str, dict[str, object]]:
    with council.config.open("a", encoding="utf-8") as file:
        file.write(f"[alarm]\n{alarm}\n")
    return {str(row["check"]): row for row in council.rows("doctor")}


def test_doctor_says_that_nobody_would_hear_of_a_dead_server(council: Council) -> None:
    found = configured(council, "")
    assert (found["alarm.route"]["state"], found["alarm.readers"]["state"]) == ("note", "note")
    assert "[alarm.smtp]" in str(found["alarm.route"]["todo"]) and "[alarm]" in str(found["alarm.readers"]["todo"])


def test_doctor_is_content_with_a_second_server_that_answers(council: Council) -> None:
    with running(Relay()) as relay:
        found = configured(
            council, f'it = ["it@anytown.gov.uk"]\n[alarm.smtp]\nhost = "127.0.0.1"\nport = {relay.port}'
        )
    assert (found["alarm.route"]["state"], found["alarm.readers"]["state"]) == ("ok", "ok")
    assert relay.taken == []


def test_doctor_names_a_second_server_that_is_dead(council: Council) -> None:
    found = configured(council, '[alarm.smtp]\nhost = "127.0.0.1"\nport = 9')
    assert (found["alarm.route"]["state"], "alarm.smtp.port" in str(found["alarm.route"]["todo"])) == ("wrong", True)
    assert council.linkbot("doctor").code == 1


@pytest.mark.parametrize(
    ("alarm", "state"),
    [
        ('heartbeat_url = "https://monitor.anytown.gov.uk/linkbot"', "ok"),
        ('[alarm.smtp]\noutbox_folder = "alarms"', "note"),
        ('[alarm.smtp]\nhost = "127.0.0.1"\nport = 9', "note"),
    ],
    ids=["a monitor", "files", "the same server"],
)
def test_doctor_weighs_each_second_way(council: Council, alarm: str, state: str) -> None:
    text = council.config.read_text(encoding="utf-8")
    same = 'host = "127.0.0.1"\nport = 9' if "port" in alarm else 'outbox_folder = "sent"'
    council.config.write_text(text.replace('outbox_folder = "sent"', same), encoding="utf-8")
    assert configured(council, alarm)["alarm.route"]["state"] == state


def test_doctor_names_the_missing_password_of_the_second_server(council: Council) -> None:
    secret = '[alarm.smtp]\nhost = "127.0.0.1"\nport = 9\nusername = "alarm"\npassword_file = "nowhere.txt"'
    found = configured(council, secret)["secrets.mode"]
    assert (found["state"], "alarm.smtp" in str(found["seen"])) == ("wrong", True)


def test_status_shows_the_alarms_that_stand(at_work: Council) -> None:
    assert at_work.rows("status")[0]["alarms"] == []
    since = datetime(2026, 11, 6, 16, 45, tzinfo=UTC)
    scopes = {
        AlarmKind.NO_POLL: "ombudsman@anytown.gov.uk",
        AlarmKind.OUTBOX: "sending",
        AlarmKind.NO_MAIL: "",
    }
    assert set(scopes) == set(AlarmKind)
    _raise(at_work.folder, *(Alarm(kind, scope, since, since) for kind, scope in scopes.items()))
    _raise(at_work.folder, Alarm(AlarmKind.OUTBOX, "waiting", since, since, ended_at=since + timedelta(hours=1)))
    (row,) = at_work.rows("status")
    assert isinstance(row["alarms"], list)
    assert {alarm["kind"]: alarm["scope"] for alarm in row["alarms"]} == scopes
    told = at_work.linkbot("status").out
    assert told.count("ALARM:") == 3
    assert "ombudsman@anytown.gov.uk cannot be read, since" in told


def _raise(folder: Path, *alarms: Alarm) -> None:
    store = open_store(folder / "store")
    with store.begin() as tx:
        for alarm in alarms:
            tx.save_alarm(alarm)
    store.close()
