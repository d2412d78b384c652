"""Templates are checked when they are loaded: a slip is told with file and line, not in the night a mail needs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linkbot.engine.wording.facts import FACTS
from linkbot.engine.wording.vocabulary import NAMES, PARTS, SUBJECT_NAMES
from linkbot.model.effect import Template
from linkbot.rulebook.templates import load_templates
from linkbot.toml_document import Fault

SHIPPED = Path(__file__).parents[2] / "templates"


def faults_of(overlay: Path, name: str, text: str) -> list[tuple[int | None, str]]:
    """Faults when a council's overlay has this one file."""
    path = overlay / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    load_templates([overlay, SHIPPED], faults)
    assert all(fault.file == str(path) for fault in faults)
    return [(fault.line, fault.message) for fault in faults]


def test_an_overlay_wins_file_by_file(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "task/en.txt", "Subject: Ours {{ token }}\nHello\n") == []
    assert faults_of(tmp_path, "poem/en.txt", "Subject: A new one\nHello\n") == []
    templates = load_templates([tmp_path, SHIPPED], [])
    assert templates.sources["task/en.txt"].startswith("Subject: Ours")
    assert templates.choose("poem", "slt_director") == "poem/en.txt"
    assert templates.choose("acknowledgement", "ombudsman", "lgsco") == "acknowledgement/lgsco.txt"
    assert templates.choose("determination_notice", "slt_director", "ho") == "determination_notice/slt_director.txt"
    assert templates.choose("sonnet") is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Hello\n", 1, "the first line must be the subject"),
        ("Subject:\nHello\n", 1, "the first line must be the subject"),
        ("Subject: {{ complainant }}\n", 1, "'complainant' means nothing in a subject"),
        ("Subject: {{ threat }}\n", 1, "'threat' means nothing in a subject"),
        ("Subject: x\n\n{{ organization }}\n", 3, "'organization' means nothing here (did you mean 'organisation'?)"),
        ("Subject: x\n{% for task in tasks %}\n{{ task.titel }}{% endfor %}\n", 3, "no 'titel' (did you mean 'title'"),
        ("Subject: x\n{% for t in tasks %}{{ t.title }}{% endfor %}\n", 2, "write 'for task in tasks'"),
        ("Subject: x\n{% for t in tasks | sort %}{{ t.title }}{% endfor %}\n", 2, "write 'for task in tasks'"),
        ("Subject: x\n\n{% if due %}\nHello\n", 4, "cannot be understood"),
        ("Subject: x\n{{ due | uper }}\n", 2, "no filter or test 'uper' (did you mean 'upper'?)"),
        ('Subject: x\n{% include "parts/feet.txt" %}\n', 2, "no template 'parts/feet.txt'"),
        ("Subject: x\n{% include due %}\n", 2, "no template None"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    found = faults_of(tmp_path, "task/en.txt", text)
    assert [(at, words in message) for at, message in found] == [(line, True)], found


def test_a_shared_piece_and_the_frame_are_checked_too(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "a", "parts/foot.txt", "{{ oops }}\n")[0][0] == 1
    assert faults_of(tmp_path / "b", "frame.html", "{{ oops }}\n")[0][0] == 1


def test_a_file_that_is_no_utf_8_is_a_fault_and_the_rest_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "task").mkdir()
    (tmp_path / "task/en.txt").write_bytes(b"Subject: \xa3\n")
    faults: list[Fault] = []
    templates = load_templates([tmp_path, SHIPPED], faults)
    assert [fault.message for fault in faults] == ["is not UTF-8: save it again as UTF-8"]
    assert "reminder/en.txt" in templates.sources and "task/en.txt" not in templates.sources


def test_every_missing_template_is_told_at_once(tmp_path: Path) -> None:
    faults: list[Fault] = []
    load_templates([tmp_path], faults)
    assert len(faults) == len(Template) + 1


def test_the_readme_lists_every_name_and_every_field_and_marks_those_of_subjects() -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("## Names") :]
    named = re.findall(
        r"`([a-z_]+)`( \*)?", "".join(row.split("|")[1] for row in table.splitlines() if row.startswith("| `"))
    )
    assert {name for name, _ in named} == NAMES
    assert {name for name, star in named if star} == SUBJECT_NAMES
    assert set(FACTS) <= NAMES
    for loop, fields in PARTS.values():
        described = table[table.index(f"`{loop}`") :]
        assert all(f"`{field}`" in described for field in fields)
