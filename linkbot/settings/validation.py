"""`[validation]`: the posts that must approve of evidence before it goes to an Ombudsman."""

from __future__ import annotations

from linkbot.model.approval import VALIDATORS
from linkbot.model.people import ROLES
from linkbot.toml_document import Table


def validation_posts(table: Table) -> tuple[str, ...]:
    posts = table.texts("posts") if table.is_list("posts") else VALIDATORS
    for post in posts:
        if post not in ROLES:
            table.fault(f"validation.posts: {post!r} is no post; it may be {', '.join(ROLES)}", "posts")
    table.finish()
    return tuple(dict.fromkeys(posts))
