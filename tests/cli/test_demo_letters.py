"""How the letters of the demo are read: what a newcomer sees first must not change unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linkbot.cli.main import main

DEMO = Path(__file__).parents[2] / "linkbot" / "demo"
READ = {
    "001": ("act", "new_notification"),
    "002": ("file", "newsletter"),
    "003": ("act", "new_notification"),
    "004": ("review", "service_evidence"),
    "005": ("act", "information_request"),
    "006": ("act", "information_request"),
    "007": ("act", "information_request"),
    "008": ("file", "automatic_reply"),
    "009": ("file", "newsletter"),
    "010": ("act", "final_chaser"),
    "011": ("act", "information_request"),
    "012": ("act", "information_request"),
    "013": ("review", "delivery_failure"),
    "014": ("review", "information_request"),
    "015": ("act", "first_chaser"),
    "016": ("act", "new_notification"),
    "017": ("act", "new_notification"),
    "018": ("act", "final_chaser"),
    "019": ("act", "extension_decision"),
    "020": ("review", "final_chaser"),
    "021": ("act", "final_determination"),
    "022": ("act", "information_request"),
    "023": ("review", "portal_notice"),
    "024": ("review", "draft_decision"),
    "025": ("file", "automatic_reply"),
    "026": ("review", "complainant_mail"),
    "027": ("act", "first_chaser"),
    "028": ("act", "closed_without_investigation"),
    "029": ("review", "service_evidence"),
    "030": ("review", "final_determination"),
    "031": ("review", "information_request"),
    "032": ("review", "portal_notice"),
    "033": ("act", "final_determination"),
    "034": ("act", "final_determination"),
    "035": ("review", "final_determination"),
    "036": ("act", "compliance_confirmation"),
    "037": ("act", "annual_letter"),
    "038": ("act", "final_determination"),
    "039": ("act", "compliance_confirmation"),
    "040": ("file", "unrelated"),
    "041": ("act", "compliance_confirmation"),
}


def test_each_letter_of_the_demo_is_read_as_its_story_needs(capsys: pytest.CaptureFixture[str]) -> None:
    letters = sorted((DEMO / "mailbox").glob("*.eml"))
    main(["explain", "--json", "--config", str(DEMO / "linkbot.toml"), *map(str, letters)])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {Path(one["file"]).name[:3]: (one["disposition"], one["kind"]) for one in told} == READ
    asked = {(one["letter_date"], due["on"]) for one in told for due in one["deadlines"]}
    assert not {pair for pair in asked if pair[0] == pair[1]}  # the date at a letter's head is no date to answer by
    assert ("2027-03-02", "2027-03-09") in asked
