"""The documents stay true: kinds, templates, steps, links, records of decisions, the changelog."""

from __future__ import annotations

import re

import pytest

import linkbot
from linkbot.model.effect import Template
from linkbot.model.playbook import Do, When
from linkbot.model.question import About, Verb

from .house import ROOT, document, tracked

# The ids other programs rely on: none may vanish, and a new one is agreed with them first.
# fmt: off
KINDS = (
    "new_notification", "information_request", "final_determination", "first_chaser", "final_chaser",
    "compliance_confirmation", "draft_decision", "premature_referral", "extension_decision",
    "closed_without_investigation", "early_resolution", "review_requested", "review_outcome", "public_report",
    "press_notice", "annual_letter", "portal_notice", "other_ombudsman", "newsletter", "automatic_reply",
    "delivery_failure", "service_evidence", "complainant_mail", "unrelated",
)
# fmt: on
PAGES = [
    name for name in tracked() if name.endswith(".md") and not name.startswith(("tests/samples/", "linkbot/demo/"))
]


def _in_code_marks(page: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", document(page)))


def test_every_kind_has_its_file_and_stands_in_the_vocabulary() -> None:
    files = {path.stem for path in (ROOT / "rules" / "kinds").glob("*.toml")}
    assert files == set(KINDS)
    assert set(KINDS) <= _in_code_marks("docs/vocabulary.md")


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ([do.value for do in Do], "docs/rules.md"),
        ([when.value for when in When], "docs/rules.md"),
        ([about.value for about in About], "docs/vocabulary.md"),
        ([template.value for template in Template], "docs/vocabulary.md"),
        ([verb.value for verb in Verb], "docs/commands.md"),
    ],
    ids=["steps", "conditions", "questions", "templates", "verbs"],
)
def test_a_closed_set_is_documented_in_full(words: list[str], page: str) -> None:
    marked = {mark.split()[0] for mark in _in_code_marks(page)}
    assert [word for word in words if word not in marked] == []


def test_there_are_pages_to_check() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = re.sub(r"```.*?```", "", document(page), flags=re.DOTALL)
    folder = (ROOT / page).parent
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    broken = []
    for target in targets:
        name, _, anchor = target.partition("#")
        path = folder / name if name else ROOT / page
        if not path.exists() or (anchor and anchor not in _anchors(path.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.casefold()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_a_file_a_page_speaks_of_exists(page: str) -> None:
    wanted = re.findall(
        r"`((?:linkbot|rules|templates|tests|docs|scripts)/[\w./-]+\.(?:py|toml|md|txt|sh))`", document(page)
    )
    real = [name for name in wanted if not re.search(r"\b(?:ID|NAME)\b", name)]
    assert [name for name in real if not (ROOT / name).is_file()] == []


def test_decision_records_are_numbered_and_whole() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [path.name[:4] for path in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    index = document("docs/adr/README.md")
    for path in records:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path.name
        assert f"({path.name})" in index, f"{path.name} is missing from docs/adr/README.md"


def test_the_changelog_knows_this_version() -> None:
    assert f"## {linkbot.__version__}" in document("CHANGELOG.md")


def test_make_commands_of_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", document("Makefile"), re.MULTILINE))
    spoken = {word for page in PAGES for word in re.findall(r"`make ([a-z-]+)`", document(page))}
    assert spoken
    assert spoken <= targets
