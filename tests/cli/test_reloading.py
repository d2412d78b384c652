"""A worker at work whose configuration, rules, wording and password change under it: seen as the people see it."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from linkbot.rewiring import ConfigurationFiles, shift_of, version_of
from linkbot.rulebook.shipped import shipped
from linkbot.wiring import SystemClock, office_of, set_up
from linkbot.worker.log import Action, Log, LogObserver
from linkbot.worker.reloading import Reloading
from linkbot.worker.tick import tick
from tests.contracts.smtp_relay import Relay
from tests.contracts.smtp_relay import running as relay_running

from .conftest import LETTERS, Council
from .test_running import POSIX, running


class Bench:
    """The worker of a council, turned by hand: what it logs and what it would send lies open."""

    def __init__(self, council: Council, meanwhile: Callable[[], object] | None = None) -> None:
        self.council, self.lines = council, list[str]()
        self.pause: Callable[[], object] = lambda: None  # what happens between two looks
        version = version_of(council.config)
        setup = set_up(council.config)
        if meanwhile:
            meanwhile()
        log = Log(SystemClock(), write=self.lines.append)
        self.office = office_of(setup, LogObserver(log))
        self.roster = Reloading(
            shift_of(setup, self.office),
            ConfigurationFiles(council.config, setup.settings),
            version=version,
            log=log,
            pause=lambda _seconds: self.pause(),
        )

    def turn(self) -> None:
        tick(self.roster.current().office)

    def told(self, action: Action) -> list[str]:
        return [line for line in self.lines if line.split()[1] == action.value]

    def alerts(self) -> list[str]:
        found = []
        for path in sorted((self.council.folder / "sent").glob("*.eml")):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain",))
            assert body is not None
            text = " ".join(str(body.get_content()).split())
            found += [text] if "configuration" in text else []
        return found

    def rewrite(self, old: str, new: str) -> None:
        text = self.council.config.read_text(encoding="utf-8")
        assert old in text
        self.council.config.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def at_the_bench(council: Council, meanwhile: Callable[[], object] | None = None) -> Iterator[Bench]:
    bench = Bench(council, meanwhile)
    try:
        yield bench
    finally:
        bench.office.extractor.close()
        bench.office.store.close()


def test_what_rests_is_not_built_again(council: Council) -> None:
    with at_the_bench(council) as bench:
        first = bench.roster.current()
        os.utime(council.config, (1, 1))  # touched, and the same as before
        assert bench.roster.current() is first
        assert bench.lines == []


def test_what_changes_while_the_worker_starts_is_noticed_in_its_first_turn(council: Council) -> None:
    text = council.config.read_text(encoding="utf-8").replace('mode = "act"', 'mode = "draft"')
    with at_the_bench(council, lambda: council.config.write_text(text, encoding="utf-8")) as bench:
        assert bench.roster.current().office.mode.value == "draft"
        assert len(bench.told(Action.RELOADED)) == 1


def test_a_new_owner_of_a_service_holds_from_the_next_turn_on(council: Council) -> None:
    with at_the_bench(council) as bench:
        bench.turn()
        bench.rewrite("bea.sandiford@", "lena.frost@")
        bench.rewrite("nadia.whitlock@", "lena.frost@")
        council.deliver(*LETTERS)
        bench.turn()
        with bench.office.store.begin() as tx:
            assert {task.owner for task in tx.open_tasks()} == {"lena.frost@anytown.gov.uk"}
        assert len(bench.told(Action.RELOADED)) == 1
        assert bench.roster.current().office.store is bench.office.store


def test_a_faulty_configuration_is_told_once_by_line_and_mail_and_the_old_one_works_on(council: Council) -> None:
    with at_the_bench(council) as bench:
        bench.rewrite('mode = "act"', 'mode = "akt"')
        bench.rewrite("poll_seconds = 5", "pol_seconds = 5")
        council.deliver(LETTERS[0])
        for _ in range(3):
            bench.turn()
        (line,) = bench.told(Action.RELOAD_REFUSED)
        number = 1 + council.config.read_text(encoding="utf-8").splitlines().index('mode = "akt"')
        assert "faults=2" in line
        assert f"linkbot.toml:{number}" in line
        assert "akt" not in line, "places only: what stands in a configuration is not for a log"
        (alert,) = bench.alerts()
        assert f"linkbot.toml:{number}" in alert
        assert "did you mean 'poll_seconds'" in alert
        with bench.office.store.begin() as tx:
            assert tx.open_tasks(), "the letter was handled under the old one"
        bench.rewrite('mode = "akt"', 'mode = "act"')
        bench.rewrite("pol_seconds", "poll_seconds")
        bench.turn()
        bench.turn()
        assert len(bench.told(Action.RELOADED)) == 1
        assert len(bench.alerts()) == 1
        assert bench.roster.refusals == 1


def test_a_file_that_is_just_being_written_is_not_called_faulty(council: Council) -> None:
    whole = council.config.read_text(encoding="utf-8").replace('mode = "act"', 'mode = "draft"')
    with at_the_bench(council) as bench:
        council.config.write_text(whole[: len(whole) // 2] + "[", encoding="utf-8")
        bench.pause = lambda: council.config.write_text(whole, encoding="utf-8")
        assert bench.roster.current().office.mode.value == "draft"
        assert not bench.told(Action.RELOAD_REFUSED)
        (council.folder / ".linkbot.toml.swp").write_text("an editor's own", encoding="utf-8")
        bench.turn()
        assert len(bench.told(Action.RELOADED)) == 1


def test_each_faulty_version_is_told_and_the_same_one_only_once(council: Council) -> None:
    with at_the_bench(council) as bench:
        good = council.config.read_text(encoding="utf-8")
        for text in ("[organisation", good.replace("[smtp]", "[smpt]"), "[organisation", good):
            council.config.write_text(text, encoding="utf-8")
            bench.turn()
        assert len(bench.told(Action.RELOAD_REFUSED)) == 3
        assert len(bench.alerts()) == 2
        assert len(bench.told(Action.RELOADED)) == 1


def test_a_rule_and_a_wording_of_the_councils_own_change_and_a_broken_one_is_refused(council: Council) -> None:
    own = council.folder / "ours"
    (own / "rules").mkdir(parents=True)
    rule = own / "rules" / "deadlines.toml"
    shutil.copy(shipped("rules") / "deadlines.toml", rule)
    council.config.write_text(
        council.config.read_text(encoding="utf-8") + '[rules]\noverlay = "ours"\n', encoding="utf-8"
    )
    with at_the_bench(council) as bench:
        rule.write_text(rule.read_text(encoding="utf-8") + "\n[nonsense\n", encoding="utf-8")
        bench.turn()
        assert "deadlines.toml:" in bench.told(Action.RELOAD_REFUSED)[0]
        assert "deadlines.toml" in bench.alerts()[0]
        rule.unlink()
        bench.turn()
        assert len(bench.told(Action.RELOADED)) == 1
        wording = own / "templates" / "task" / "en.txt"
        wording.parent.mkdir(parents=True)
        shutil.copy(shipped("templates") / "task" / "en.txt", wording)
        wording.write_text(wording.read_text(encoding="utf-8") + "\nRing us if it is urgent.\n", encoding="utf-8")
        council.deliver(LETTERS[1])
        bench.turn()
        assert len(bench.told(Action.RELOADED)) == 2
        sent = b"".join(path.read_bytes() for path in (council.folder / "sent").glob("*.eml"))
        assert b"Ring us if it is urgent." in sent


def test_an_overlay_named_only_by_a_refused_configuration_is_watched_too(council: Council) -> None:
    """Else the correction in the rule file would never be noticed."""
    rule = council.folder / "ours" / "rules" / "deadlines.toml"
    rule.parent.mkdir(parents=True)
    rule.write_text("[nonsense", encoding="utf-8")
    with at_the_bench(council) as bench:
        council.config.write_text(
            council.config.read_text(encoding="utf-8") + '[rules]\noverlay = "ours"\n', encoding="utf-8"
        )
        bench.turn()
        assert len(bench.told(Action.RELOAD_REFUSED)) == 1
        shutil.copy(shipped("rules") / "deadlines.toml", rule)
        bench.turn()
        assert len(bench.told(Action.RELOADED)) == 1


def test_another_store_needs_a_restart_and_the_rest_holds_at_once(council: Council) -> None:
    with at_the_bench(council) as bench:
        bench.rewrite('mode = "act"', 'mode = "draft"')
        text = council.config.read_text(encoding="utf-8")
        council.config.write_text(text + '[store]\nfolder = "elsewhere"\n', encoding="utf-8")
        bench.turn()
        bench.turn()
        assert bench.roster.current().office.mode.value == "draft"
        assert bench.roster.current().office.store is bench.office.store
        assert not (council.folder / "elsewhere").exists()
        (line,) = bench.told(Action.RESTART_NEEDED)
        assert "keys=store.folder" in line
        assert [("store.folder" in alert, "start it again" in alert) for alert in bench.alerts()] == [(True, True)]


def test_a_new_password_is_used_for_the_next_mail(council: Council) -> None:
    secret = council.folder / "password.txt"
    secret.write_text("wrong\n", encoding="utf-8")
    with relay_running(Relay(), login=True) as relay:
        bench_text = council.config.read_text(encoding="utf-8").replace(
            'outbox_folder = "sent"',
            f'host = "127.0.0.1"\nport = {relay.port}\nusername = "linkbot"\npassword_file = "password.txt"',
        )
        council.config.write_text(bench_text, encoding="utf-8")
        with at_the_bench(council) as bench:
            council.deliver(LETTERS[1])
            bench.turn()
            assert relay.logins
            assert not relay.taken
            secret.write_text("right\n", encoding="utf-8")
            shutil.copy(council.folder / "mail" / "new" / LETTERS[1], council.folder / "mail" / "new" / LETTERS[0])
            council.deliver(LETTERS[0])
            bench.turn()
            assert relay.logins[-1] == (b"linkbot", b"right")
            assert relay.taken
            secret.unlink()
            bench.turn()
            assert bench.told(Action.RELOAD_REFUSED), "a password that has gone is told before a mail needs it"


@POSIX
def test_a_running_worker_takes_up_a_change_at_once_when_asked(council: Council) -> None:
    text = council.config.read_text(encoding="utf-8").replace("poll_seconds = 5", "poll_seconds = 3600")
    council.config.write_text(text, encoding="utf-8")
    with running(council) as worker:
        worker.wait_for_any(Action.WORKING)
        council.config.write_text(text.replace('mode = "act"', 'mode = "draft"'), encoding="utf-8")
        worker.process.send_signal(signal.SIGHUP)
        worker.wait_for_any(Action.RELOADED)
        assert [line["mode"] for line in worker.lines() if line["action"] == "reloaded"] == ["draft"]
        worker.process.send_signal(signal.SIGTERM)
        assert worker.ended() == 0


def test_figures_an_ombudsman_has_published_are_taken_up_and_a_slip_in_them_is_refused(council: Council) -> None:
    theirs = council.folder / "theirs.toml"
    words = '[[published]]\nsource = "Annual letter"\nombudsman = "lgsco"\nperiod = "2026"\n[published.figures]\n'
    theirs.write_text(words + "received = 90\n", encoding="utf-8")
    council.config.write_text(
        council.config.read_text(encoding="utf-8") + '[reports]\npublished = "theirs.toml"\n', encoding="utf-8"
    )
    with at_the_bench(council) as bench:
        theirs.write_text(words + "received = 95\n", encoding="utf-8")
        (published,) = bench.roster.current().office.desk.reports.published
        assert published.value("received") == 95
        theirs.write_text(words + "recieved = 96\n", encoding="utf-8")
        (published,) = bench.roster.current().office.desk.reports.published
        assert published.value("received") == 95
        (line,) = bench.told(Action.RELOAD_REFUSED)
        assert "theirs.toml:6" in line
