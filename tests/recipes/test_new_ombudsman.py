"""A new ombudsman: one TOML file says domains, form of reference and names. No Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import HERE, Explained, effects

SAMPLE = "001-information_request-blocked-drain"


def test_its_file_is_sound_and_its_sample_reads_as_it_should(rules: Callable[..., str]) -> None:
    assert "3 ombudsmen" in rules("water", "check")
    told = rules("water", "test", str(HERE / "water" / "samples"))
    assert "wrong actions: 0" in told
    assert "needless questions: 0" in told


def test_its_mail_is_trusted_its_reference_read_and_its_case_opened(explain: Callable[[str, str], Explained]) -> None:
    told = explain("water", SAMPLE)
    assert told["authentication"]["verdict"] == "trusted"  # type: ignore[index,call-overload]
    assert (told["ombudsman"], told["references"]) == ("water", ["4471 208"])
    assert (told["kind"], told["disposition"], told["complainant"]) == ("information_request", "act", "Mr Idris Pemble")
    assert told["match"]["case"] == "WATER 4471 208"  # type: ignore[index,call-overload]
    assert ("draft_reply", "acknowledgement", ("rowan.estrada@water-redress.example",)) in effects(told)


def test_without_its_file_the_same_mail_never_acts(tmp_path: Path, explain: Callable[[str, str], Explained]) -> None:
    """The file is what makes it trusted, not its looks."""
    plain = tmp_path / "linkbot.toml"
    text = (HERE / "water" / "linkbot.toml").read_text(encoding="utf-8")
    plain.write_text(text.replace('overlay = "."', ""), encoding="utf-8")
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / f"{SAMPLE}.eml").write_bytes((HERE / "water" / "samples" / f"{SAMPLE}.eml").read_bytes())
    told = explain(str(tmp_path), SAMPLE)
    assert told["authentication"]["verdict"] == "unverified"  # type: ignore[index,call-overload]
    assert told["disposition"] == "review"
    assert {deed for deed, _, _ in effects(told)} <= {"ask_person", "register_in_case_system", "update_sheet"}
