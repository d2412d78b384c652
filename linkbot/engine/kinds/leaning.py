"""Whether a covering letter leans on an enclosure that could not be read: then it alone does not say what is wanted.

A date in the covering mail is not the questions in the locked letter; whoever acts on the cover alone passes on an
empty task. It does not judge what was unreadable.
"""

from __future__ import annotations

from linkbot.engine.kinds.divide import cues_of
from linkbot.engine.kinds.matching import cut
from linkbot.engine.kinds.places import without_boilerplate
from linkbot.model.acting import Acting
from linkbot.model.item import Item
from linkbot.model.mail import LetterRole
from linkbot.model.signals import KindRules

_STANDS_ALONE = 2
"""So many points of its own, and the cover says itself what is wanted."""


def leans_on_the_unread(acting: Acting, items: tuple[Item, ...], kinds: KindRules) -> bool:
    """For a message with unreadable parts: its own words point to them and say little else. Raises BadPhrase."""
    if len(items) >= _STANDS_ALONE:
        return False
    covers = [one for one in acting.letters if one.role is not LetterRole.QUOTED and one.filename is None]
    return any(cues_of(kinds).enclosing.find(cut(without_boilerplate(one))) for one in covers)
