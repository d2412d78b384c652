"""linkbot's own marks on what it writes in a mailbox of Exchange: named properties that people do not see and Exchange
keeps, the same by whichever way linkbot comes. Nothing of a mail stands in them.
"""

from __future__ import annotations

SET = "5c0f9a52-8f36-4a53-9d0e-1b7c6a7e42d1"
KEY = "LinkbotKey"
"""The key of the effect that wanted it so: on drafts, on sent mail, on entries of the diary."""
WHOLE = "LinkbotWhole"
"""Written last, when nothing is missing any more: what the draft looked like then."""
UID = "LinkbotUid"
"""On entries of the diary: the uid that stays the same while the entry moves."""
SEQUENCE = "LinkbotSequence"
"""On entries of the diary: how often the entry has moved; an older state never comes back over a newer one."""
