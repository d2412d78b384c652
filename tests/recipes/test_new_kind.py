"""A new kind of letter: one TOML file, its wording and its samples in an overlay folder. No Python."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import HERE, Explained, effects

LINK_OFFICER = "marian.osei@anytown.gov.uk"
REPAIRS = "nadia.whitlock@anytown.gov.uk"


def test_the_overlay_is_sound_and_its_samples_read_as_they_should(rules: Callable[..., str]) -> None:
    assert "25 kinds" in rules("site_visit", "check")
    told = rules("site_visit", "test", str(HERE / "site_visit" / "samples"))
    assert "2 samples" in told
    assert "kind                      2 of 2" in told, told
    assert "wrong actions: 0" in told, told


def test_a_letter_of_the_new_kind_is_recognised_and_acted_on(explain: Callable[[str, str], Explained]) -> None:
    told = explain("site_visit", "001-site_visit-damp-flat")
    assert (told["kind"], told["disposition"], told["certainty"]) == ("site_visit", "act", "certain")
    deeds = effects(told)
    assert ("send_email", "site_visit", (LINK_OFFICER,)) in deeds
    assert [deed for deed, template, to in deeds if template == "task"] == ["send_email"]
    assert "create_task" in {deed for deed, _, _ in deeds}
    assert ("draft_reply", "acknowledgement", ("ines.calloway@housing-ombudsman.org.uk",)) in deeds


def test_the_kinds_it_competes_with_are_read_as_before(explain: Callable[[str, str], Explained]) -> None:
    told = explain("site_visit", "002-information_request-no-visit")
    assert told["kind"] == "information_request"
    assert "site_visit" not in {template for _, template, _ in effects(told)}
