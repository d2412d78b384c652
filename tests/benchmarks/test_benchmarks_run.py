"""The benchmarks run and say what they are to say. How long anything takes is never judged here."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from benchmarks import documents, hostile, idle, imap, matching, reading, startup, throughput
from benchmarks.letters import BLOCK, mails
from linkbot.engine.read import read
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.decision import Known
from linkbot.wiring import set_up
from linkbot.worker.reading import look_at

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "linkbot" / "demo" / "linkbot.toml"


def test_the_invented_mail_is_the_same_every_time_and_every_block_holds_the_same_mixture() -> None:
    twice = mails(2 * BLOCK)
    assert mails(30) == twice[:30]
    assert len({mail.octets for mail in twice}) == 2 * BLOCK
    assert [mail.at for mail in twice] == sorted(mail.at for mail in twice)
    subjects = [Counter(_words(mail.octets) for mail in block) for block in (twice[:BLOCK], twice[BLOCK:])]
    assert subjects[0] == subjects[1]


def _words(octets: bytes) -> str:
    subject = next(line for line in octets.decode().split("\r\n") if line.startswith("Subject:"))
    return " ".join(word for word in subject.split() if word.islower())


def test_the_invented_mail_is_read_as_what_it_is_meant_to_be() -> None:
    """Else it would be the cost of asking people that is measured."""
    reader = set_up(DEMO).reader
    kinds: Counter[str | None] = Counter()
    for mail in mails(60):
        seen, _ = look_at(mail.octets, received_on=date(2027, 1, 5), reader=reader, extractor=DirectExtractor())
        kinds[read(seen, known=Known(checked=False), reader=reader).classification.kind] += 1
    assert {"new_notification", "information_request", "newsletter", "automatic_reply", "unrelated"} <= set(kinds)
    assert kinds[None] == 0


def test_throughput_reads_decides_and_delivers_everything(capsys: pytest.CaptureFixture[str]) -> None:
    throughput.main(["20", "--here", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["mails"], told["received"], told["decided"]) == (20, 20, 20)
    assert told["delivered"] > 20
    stages = told["cpu_ms_a_mail"]["by_stage"]
    assert set(stages) == {"fetch", "read", "commit", "fall due", "deliver", "workbook"}
    committed = stages["fetch"] + stages["read"] + stages["commit"]
    assert told["cpu_ms_a_mail"]["committed"] == pytest.approx(committed, abs=0.05)


def test_idle_turns_are_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "SETTLED", 0.0)
    idle.main(["20", "--json", "--turns", "2"])
    told = json.loads(capsys.readouterr().out)
    assert told["mails_read"] == 20
    assert all(ms > 0 for ms in told["cpu_ms"].values())


def test_starting_is_measured() -> None:
    assert startup.median(1, "--help") != 0


def test_reading_a_pdf_is_measured_and_all_its_orders_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    documents.main(rounds=1)
    assert "3 orders" in capsys.readouterr().out


def test_reading_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    reading.main([str(DEMO), str(DEMO.parent / "mailbox")])
    assert capsys.readouterr().out.startswith("plain mail: ")


def test_hostile_mail_is_measured_wherever_a_run_can_stand() -> None:
    reader = set_up(DEMO).reader
    attacks = list(hostile.attacks(reader.policy.receivers[0]))
    names = [attack.name for attack in attacks]
    assert len(names) == len(set(names)) > 300
    for attack in attacks[::40]:
        assert 1_500 <= len(attack.mail(2_000)) <= 5_000
        assert hostile.cost(attack.mail(2_000), reader) >= 0


def test_an_imap_account_is_read_whole(capsys: pytest.CaptureFixture[str]) -> None:
    imap.main(["60", "--json"])
    out = capsys.readouterr().out
    if out.startswith("Not measured: dovecot is not installed"):
        pytest.skip(out.strip())
    told = json.loads(out)
    assert told["mails"] == 60
    assert told["idle_look_cpu_ms"] >= 0


def test_matching_is_measured_and_wrong_ties_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    matching.main(["1", "--complaints", "1500", "--letters", "150", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["complaints"], told["letters"], told["wrong"]) == (1500, 150, 0)
    assert told["auto"] > 0.6 and told["precision"] == 1.0 and told["blocking_recall"] > 0.97
