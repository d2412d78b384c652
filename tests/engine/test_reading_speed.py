"""A long decision is read in little time: what was found to be slow once must not creep in again."""

from __future__ import annotations

import time

from tests.engine.hand_written import everything

_PARAGRAPH = (
    "{n}. The resident reported the leak on {day} May 2026 and was told that somebody would come within ten working "
    "days. On {day} June 2026 she wrote again. The landlord's policy says that repairs of this kind take 28 days. An "
    "operative came on {day} July 2026, and the job was closed on 3 August 2026 although the ceiling was still wet.\n\n"
)


def test_a_long_decision_is_read_in_a_fraction_of_a_second() -> None:
    story = "".join(_PARAGRAPH.format(n=n, day=n % 27 + 1) for n in range(1, 60))
    text = f"Findings\n{story}Orders\nThe landlord must pay £300 by 14 April 2027.\n"
    assert len(text) > 17_000
    everything(text, kind="final_determination", ombudsman="ho")  # the patterns are compiled
    began = time.process_time()
    found = everything(text.replace("leak", "flood"), kind="final_determination", ombudsman="ho")
    assert time.process_time() - began < 0.25  # about 0.02 s on a quiet machine
    assert [(each.purpose, str(each.on)) for each in found.deadlines] == [("order 1", "2027-04-14")]
