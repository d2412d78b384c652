"""A long decision: its story is full of dates, and only the order's counts. Speed is for benchmarks/reading.py."""

from __future__ import annotations

from tests.engine.hand_written import everything

_PARAGRAPH = (
    "{n}. The resident reported the leak on {day} May 2026 and was told that somebody would come within ten working "
    "days. On {day} June 2026 she wrote again. The landlord's policy says that repairs of this kind take 28 days. An "
    "operative came on {day} July 2026, and the job was closed on 3 August 2026 although the ceiling was still wet.\n\n"
)


def test_of_a_long_story_only_the_order_gives_a_date() -> None:
    story = "".join(_PARAGRAPH.format(n=n, day=n % 27 + 1) for n in range(1, 60))
    text = f"Findings\n{story}Orders\nThe landlord must pay £300 by 14 April 2027.\n"
    assert len(text) > 17_000
    found = everything(text, kind="final_determination", ombudsman="ho")
    assert [(each.purpose, str(each.on)) for each in found.deadlines] == [("order 1", "2027-04-14")]
