"""Whole decisions in many wordings: every item with its date, sum, parts and post, and what was found on each point."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from linkbot.engine.facts.findings import find_findings
from linkbot.model.item import Item
from tests.engine.hand_written import acting, items

DECISIONS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("decisions.toml").read_text(encoding="utf-8"))[
    "decision"
]


def bare(words: str) -> str:
    return re.sub(r"[^a-z0-9£]", "", words.lower())


def holds(item: Item, want: dict[str, Any]) -> bool:
    wanted = [want["has"]] if isinstance(want["has"], str) else want["has"]
    return item.kind.value == want["kind"] and all(bare(words) in bare(item.text) for words in wanted)


def told(item: Item) -> dict[str, object]:
    return {
        "due": str(item.deadline.on) if item.deadline and item.deadline.on else None,
        "amount": item.amount_gbp,
        "breakdown": [part.amount_gbp for part in item.parts],
        "already": item.already_gbp,
        "less_paid": item.less_paid,
        "who": item.by_whom,
        "binding": item.binding,
    }


def wanted(want: dict[str, Any]) -> dict[str, object]:
    return {
        "due": want.get("due"),
        "amount": want.get("amount"),
        "breakdown": want.get("breakdown", []),
        "already": want.get("already"),
        "less_paid": want.get("less_paid", False),
        "who": want.get("who"),
        "binding": want["kind"] == "order",
    }


@pytest.mark.parametrize("decision", DECISIONS, ids=[decision["name"] for decision in DECISIONS])
def test_every_item_of_a_decision_is_read_with_what_belongs_to_it(decision: dict[str, Any]) -> None:
    found = list(items(decision["text"], ombudsman=decision["ombudsman"].lower()).items)
    for want in decision["items"]:
        mine = [item for item in found if holds(item, want)]
        assert len(mine) == 1, (want, [item.text for item in found])
        found.remove(mine[0])
        assert told(mine[0]) == wanted(want)
    assert [bare(item.text) for item in found] == [bare(decision.get("twice", ""))] * (2 if "twice" in decision else 0)


FOUND = [decision for decision in DECISIONS if "findings" in decision]


@pytest.mark.parametrize("decision", FOUND, ids=[decision["name"] for decision in FOUND])
def test_each_complaint_point_has_its_finding(decision: dict[str, Any]) -> None:
    found = find_findings(acting(decision["text"], ombudsman=decision["ombudsman"].lower()))
    assert [finding.outcome.value for finding in found] == [outcome for _, outcome in decision["findings"]]
    for finding, (point, _) in zip(found, decision["findings"], strict=True):
        assert point in finding.point
        assert str(finding) == f"{finding.outcome.value}: {finding.point}"


@pytest.mark.parametrize(
    "talk",
    [
        "Where we find service failure, maladministration or severe maladministration we can make orders.",
        "It accepted that there was service failure in its first reply.",
        "Our guidance says that maladministration may lead to an award of up to £600.",
        "The resident asked whether there was maladministration.",
    ],
)
def test_talk_of_a_finding_is_none(talk: str) -> None:
    assert find_findings(acting(f"Our investigation\n{talk}", ombudsman="ho")) == ()


def test_fault_in_a_boiler_is_no_finding_of_the_housing_ombudsman() -> None:
    text = "There was maladministration in the landlord’s handling of a fault in the boiler."
    (finding,) = find_findings(acting(text, ombudsman="ho"))
    assert finding.point == "a fault in the boiler"


def test_a_decision_of_the_other_ombudsman_is_told_in_its_own_words() -> None:
    text = "Decision\nI uphold the complaint. I found fault causing injustice to Mrs Roe."
    (finding,) = find_findings(acting(text, ombudsman="lgsco"))
    assert finding.outcome.value == "Fault causing injustice"
    assert "fault causing injustice" in str(finding)
