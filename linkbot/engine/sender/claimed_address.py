"""Does a message claim to come from an ombudsman or from us? Only such mail is worth suspecting when unverified."""

from __future__ import annotations

from linkbot.model.authentication import Authentication
from linkbot.model.mail import Message
from linkbot.model.organisation import Organisation


def claims_to_be_official(message: Message, authentication: Authentication, *, organisation: Organisation) -> bool:
    """From in an ombudsman's domain or ours, or a From that is missing or doubled and so claims anything."""
    if authentication.ombudsman or message.from_ is None or len(message.all_headers("from")) > 1:
        return True
    if any(one.signal == "authentication:from" for one in authentication.evidence):
        return True
    return organisation.owns(message.from_.address)
