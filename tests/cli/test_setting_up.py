"""init, config show, doctor, status: from an empty folder to a council at work, and what a wrong file is told."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from linkbot.cli import clock
from linkbot.cli.main import main
from linkbot.settings.load import load_settings
from tests.architecture.config_keys import accepted_keys, named

from .conftest import Council, Said

POSIX = pytest.mark.skipif(os.name == "nt", reason="rights are lists there")


def _findings(council: Council) -> dict[str, dict[str, object]]:
    return {str(row["check"]): row for row in council.rows("doctor")}


def test_init_makes_a_careful_configuration_and_the_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {step}. " in told for step in (1, 2, 3))
    settings = load_settings(tmp_path / "linkbot.toml")
    assert settings.worker.mode.value == "watch"
    assert settings.worker.begin_on == clock.today(), "the mailbox's past is never acted on by accident"
    assert {path.name for path in (tmp_path / "mail").iterdir()} == {"new", "cur", "tmp"}
    assert (tmp_path / "store").is_dir()
    assert main(["poll"]) == 0, "in mode watch the example's mail server and password are not needed"


def test_init_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "linkbot.toml"
    config.write_text("# mine", encoding="utf-8")
    assert main(["init", "--config", str(config)]) == 2
    assert "left as it is" in capsys.readouterr().err
    assert config.read_text(encoding="utf-8") == "# mine"
    assert [path.name for path in tmp_path.iterdir()] == ["linkbot.toml"]


def test_the_file_that_init_writes_holds_every_section_of_the_example(tmp_path: Path) -> None:
    config = tmp_path / "linkbot.toml"
    assert main(["init", "--config", str(config)]) == 0
    made = tomllib.loads(config.read_text(encoding="utf-8"))
    example = tomllib.loads((Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8"))
    assert made.keys() == example.keys()
    assert {**made["worker"], "begin_on": None} == {**example["worker"], "begin_on": None}


@pytest.mark.parametrize("command", [["status"], ["poll"], ["run"], ["tasks"], ["rules", "check"], ["config", "show"]])
def test_without_a_configuration_each_command_says_how_to_get_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert main([*command, "--config", str(tmp_path / "none.toml")]) == 2
    assert "Run `linkbot init`" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


WRONG = """[organisation]
nme = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["ombudsman at anytown"]
[worker]
mode = "acting"
poll_second = 60
[smtp]
password = "hunter2"
[people.link_officer]
email = "marian.osei@anytown.gov.uk"
[people.deputy]
email = "callum.reyes@anytown.gov.uk"
deputy = "nobody"
"""
EXPECTED = [
    (1, "organisation.name is missing"),
    (2, "unknown key organisation.nme (did you mean 'name'?)"),
    (4, "'ombudsman at anytown' is not an e-mail address"),
    (6, "worker.mode is 'acting'; it may be watch, draft, act (did you mean 'act'?)"),
    (7, "unknown key worker.poll_second (did you mean 'poll_seconds'?)"),
    (9, "smtp.password must not stand in this file"),
    (14, "nobody is called 'nobody'"),
]


@pytest.mark.parametrize("command", [["poll"], ["status"], ["config", "show"], ["tasks", "done", "26031408/1"]])
def test_a_wrong_configuration_is_told_whole_with_file_line_and_the_nearest_key(
    council: Council, command: list[str]
) -> None:
    council.config.write_text(WRONG, encoding="utf-8")
    said = council.linkbot(*command)
    assert said.code == 2
    lines = said.err.splitlines()
    assert "7 faults" in lines[0]
    for number, words in EXPECTED:
        assert any(line.startswith(f"{council.config}:{number}: ") and words in line for line in lines), words
    assert "hunter2" not in said.err
    assert not (council.folder / "store").exists()


def test_doctor_tells_a_wrong_configuration_as_a_finding(council: Council) -> None:
    council.config.write_text(WRONG, encoding="utf-8")
    said = council.linkbot("doctor", "--json")
    assert (said.code, [row["check"] for row in said.rows]) == (1, ["config.sound"])
    assert all(words in str(said.rows[0]["seen"]) for _, words in EXPECTED)


def test_config_show_tells_every_key_there_is_and_where_each_came_from(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {str(row["key"]): row for row in council.rows("config", "show")}
    with monkeypatch.context() as patch:
        accepted = accepted_keys(council.config, patch)
    assert {named(key) for key in rows} >= accepted
    assert rows["worker.mode"] == {"key": "worker.mode", "value": "act", "file": str(council.config), "line": 9}
    assert rows["worker.desk_mail_at"]["value"] == "08:30"
    assert rows["worker.desk_mail_at"]["file"] is None
    assert rows["services.homelessness.owner"]["value"] == "bea.sandiford@anytown.gov.uk"


def test_config_show_names_the_place_of_a_secret_and_never_the_secret(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2")
    smtp = '[smtp]\nhost = "localhost"\nusername = "omb"\npassword_env = "SMTP_PASSWORD"'
    text = council.config.read_text(encoding="utf-8").replace('[smtp]\noutbox_folder = "sent"', smtp)
    council.config.write_text(text, encoding="utf-8")
    told = council.linkbot("config", "show").out
    assert "SMTP_PASSWORD" in told
    assert "hunter2" not in told


def test_doctor_finds_nothing_wrong_with_a_council_at_work_and_changes_nothing(at_work: Council) -> None:
    before = {path: path.stat().st_mtime_ns for path in sorted(at_work.folder.rglob("*"))}
    said = at_work.linkbot("doctor", "--json")
    states = {str(row["check"]): row["state"] for row in said.rows}
    assert (said.code, "wrong" in states.values()) == (0, False), said.out
    assert states.keys() >= {
        *("config.sound", "rules.sound", "roles.filled", "authentication.receivers", "templates.complete"),
        *("store.schema", "store.writable", "mailbox.reach", "drafts.writable", "smtp.reach", "workbook.free"),
        *("outbox.stuck", "parked.any", "secrets.mode", "calendar.covers", "clock.sane"),
    }
    after = {path: path.stat().st_mtime_ns for path in sorted(at_work.folder.rglob("*"))}
    assert {path.name for path in after.keys() ^ before.keys()} <= {"linkbot.db-wal", "linkbot.db-shm"}
    assert all(after[path] == when for path, when in before.items() if path.is_file() and path in after)


def test_doctor_says_which_posts_fall_to_the_link_officer(council: Council) -> None:
    finding = _findings(council)["roles.filled"]
    assert finding["state"] == "note"
    assert "slt_director" in str(finding["seen"])
    assert "link officer" in str(finding["why"])
    assert "[people.slt_director]" in str(finding["todo"])


def _without_receivers(council: Council) -> None:
    text = council.config.read_text(encoding="utf-8").replace('receivers = ["mx.anytown.gov.uk"]', "")
    council.config.write_text(text, encoding="utf-8")


def _without_mailbox(council: Council) -> None:
    (council.folder / "mail" / "new").rmdir()


def _dead_server(council: Council) -> None:
    text = council.config.read_text(encoding="utf-8")
    dead = text.replace('outbox_folder = "sent"', 'host = "127.0.0.1"\nport = 9')
    council.config.write_text(dead, encoding="utf-8")


def _open_store(council: Council) -> None:
    (council.folder / "store").mkdir(mode=0o755)
    (council.folder / "store").chmod(0o755)


def _foreign_store(council: Council) -> None:
    (council.folder / "store").mkdir(mode=0o700)
    (council.folder / "store" / "linkbot.db").write_bytes(b"not a database at all" * 100)


def _unknown_service(council: Council) -> None:
    with council.config.open("a", encoding="utf-8") as file:
        file.write('[services.wizardry]\nowner = "bea.sandiford@anytown.gov.uk"\n')


def _no_password(council: Council) -> None:
    text = council.config.read_text(encoding="utf-8")
    asked = 'host = "127.0.0.1"\nport = 9\nusername = "omb"\npassword_file = "pw.txt"'
    council.config.write_text(text.replace('outbox_folder = "sent"', asked), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (_without_receivers, "authentication.receivers"),
        (_without_mailbox, "mailbox.reach"),
        (_dead_server, "smtp.reach"),
        pytest.param(_open_store, "secrets.mode", marks=POSIX),
        (_foreign_store, "store.schema"),
        (_unknown_service, "services.known"),
        (_no_password, "secrets.mode"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_doctor_names_what_is_wrong_why_it_matters_and_what_to_do(council: Council, spoil, check: str) -> None:  # type: ignore[no-untyped-def]
    spoil(council)
    said = council.linkbot("doctor", "--json")
    (finding,) = [row for row in said.rows if row["state"] == "wrong" and row["check"] == check]
    assert said.code == 1
    assert finding["seen"]
    assert finding["why"]
    assert finding["todo"]


def test_doctor_says_what_waits_for_a_person(at_work: Council) -> None:
    at_work.config.write_text(at_work.config.read_text(encoding="utf-8").replace('"act"', '"draft"'), encoding="utf-8")
    at_work.linkbot("tasks", "reassign", "26031408/1", "kofi.lambert@anytown.gov.uk", "--by", "Marian")
    finding = _findings(at_work)["outbox.stuck"]
    assert (finding["state"], "held for a person" in str(finding["seen"])) == ("note", True)


def test_status_before_and_after_the_first_poll(council: Council) -> None:
    (row,) = council.rows("status")
    assert (row["mode"], row["registered"], row["worker"]) == ("act", False, None)
    assert "messages" not in row
    assert "linkbot poll" in council.linkbot("status").out
    assert not (council.folder / "store").exists()


def test_status_counts_what_came_what_waits_and_what_is_due(at_work: Council) -> None:
    (row,) = at_work.rows("status")
    assert isinstance(row["messages"], dict)
    assert isinstance(row["outbox"], dict)
    assert isinstance(row["polls"], list)
    assert row["messages"] == {"received": 0, "decided": 2, "parked": 0, "discarded": 0}
    assert (row["cases_open"], row["tasks_open"], row["questions_open"], row["worker"]) == (2, 2, 0, None)
    assert row["outbox"]["done"] >= 10
    assert (row["polls"][0]["mailbox"], row["polls"][0]["fault"]) == ("ombudsman@anytown.gov.uk", None)
    told = at_work.linkbot("status").out
    assert "2 decided" in told
    assert "none is running" in told


def test_a_mailbox_that_is_gone_is_told_and_the_rest_goes_on(at_work: Council) -> None:
    (at_work.folder / "mail").rename(at_work.folder / "gone")
    said: Said = at_work.linkbot("poll")
    assert said.code == 1
    assert "is not a Maildir now" in said.err
    assert "FAILED" in at_work.linkbot("status").out
    (at_work.folder / "gone").rename(at_work.folder / "mail")
    assert at_work.linkbot("poll").code == 0
    assert "FAILED" not in at_work.linkbot("status").out


def test_in_mode_act_without_a_way_to_send_poll_says_so_before_it_makes_anything(council: Council) -> None:
    text = council.config.read_text(encoding="utf-8").replace('[smtp]\noutbox_folder = "sent"\n', "")
    council.config.write_text(text, encoding="utf-8")
    said = council.linkbot("poll")
    assert (said.code, "neither smtp.host nor smtp.outbox_folder" in said.err) == (1, True)
    assert not (council.folder / "store").exists()


def test_doctor_looks_after_the_watched_folder(council: Council) -> None:
    assert "intake.reach" not in _findings(council)
    text = council.config.read_text(encoding="utf-8") + '\n[intake]\nfolder = "intake"\n'
    council.config.write_text(text, encoding="utf-8")
    assert _findings(council)["intake.reach"]["state"] == "ok"
    assert not (council.folder / "intake").exists()
    (council.folder / "intake" / "ho").mkdir(parents=True)
    (council.folder / "intake" / "ho" / "letter.pdf").write_bytes(b"%PDF-")
    assert "1 letter " in str(_findings(council)["intake.reach"]["seen"])
    (council.folder / "intake" / "letter.pdf").write_bytes(b"%PDF-")
    finding = _findings(council)["intake.reach"]
    assert finding["state"] == "note" and "letter.pdf" in str(finding["seen"]) and "ho" in str(finding["todo"])
    (council.folder / "intake" / "lgsco").write_bytes(b"a file")
    assert _findings(council)["intake.reach"]["state"] == "wrong"


def test_an_export_of_complaints_is_looked_at_where_one_is_named(council: Council) -> None:
    assert "complaints.kept" not in _findings(council)
    config = council.folder / "linkbot.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[complaints]\npath = "exports"\n', encoding="utf-8")
    assert _findings(council)["complaints.kept"]["state"] == "wrong"
    (council.folder / "exports").mkdir()
    assert _findings(council)["complaints.kept"]["state"] == "note"
    export = council.folder / "exports" / "monday.csv"
    export.write_text("name\nAnn Lee\n", encoding="utf-8")
    os.utime(export, (1, 1))
    assert "no column for the reference" in str(_findings(council)["complaints.kept"]["seen"])
    export.write_text("reference,name\nCRM-1,Ann Lee\n", encoding="utf-8")
    os.utime(export, (2, 2))
    assert _findings(council)["complaints.kept"]["state"] == "ok"


@pytest.mark.parametrize(
    ("command", "state", "seen"),
    [("true", "ok", "looks at each"), ("false", "wrong", "infected"), ("no-such-scanner", "wrong", "did not run")],
)
def test_doctor_lets_the_virus_scanner_look_at_a_harmless_file(
    council: Council, command: str, state: str, seen: str
) -> None:
    assert _findings(council)["evidence.scan"]["state"] == "ok"
    said = f'\n[evidence]\nscan_command = ["{command}"]\n'
    council.config.write_text(council.config.read_text(encoding="utf-8") + said, encoding="utf-8")
    finding = _findings(council)["evidence.scan"]
    assert finding["state"] == state and seen in str(finding["seen"])
