"""Another ombudsman is a file; a wrong file tells every fault with its line."""

from __future__ import annotations

from pathlib import Path

from linkbot.engine.facts.reference_forms import sightings
from linkbot.rulebook.gates import load_gates
from linkbot.rulebook.ombudsmen import load_ombudsmen
from linkbot.toml_document import Fault

GOODS = """
id = "goods"
name = "Home Goods Ombudsman"
short_name = "HGO"
domains = ["goods-ombudsman.example"]
names = ["Home Goods Ombudsman"]
[reference]
digits = '7\\d{6}'
groups = "3 4"
"""


def test_a_new_ombudsman_is_one_toml_file_with_its_own_form_of_reference(tmp_path: Path) -> None:
    path = tmp_path / "goods.toml"
    path.write_text(GOODS, encoding="utf-8")
    faults: list[Fault] = []
    loaded = load_ombudsmen({"goods": path}, faults)
    assert faults == []
    assert loaded.of_domain("mail.goods-ombudsman.example") is loaded.by_id("goods")
    assert [one.reference for one in sightings("Our ref 723-4567 and 1234567", loaded)] == ["723 4567"]


def test_every_fault_of_an_ombudsmans_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "goods.toml"
    path.write_text(
        GOODS.replace("'7\\d{6}'", "'7('").replace('"3 4"', '"x"').replace("short_name", "shortname"), "utf-8"
    )
    faults: list[Fault] = []
    load_ombudsmen({"goods": path}, faults)
    told = "\n".join(str(fault) for fault in faults)
    assert "regular expression" in told and "groups" in told and "did you mean 'short_name'" in told


def test_a_table_of_gates_without_the_gate_for_fakes_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[[gate]]\nid = "x"\ncheck = "words"\nheaders = ["nonsense", "a: ("]\n', encoding="utf-8")
    faults: list[Fault] = []
    load_gates(path, faults)
    told = "\n".join(str(fault) for fault in faults)
    assert "forged" in told and "name: pattern" in told and "regular expression" in told
