"""A person's data as one archive: an overview, a page a message with the original beside it, and their case files."""

from __future__ import annotations

import json
from contextlib import suppress

from linkbot.worker.jsonable import plain
from linkbot.worker.office import Office
from linkbot.worker.records.bundle import bundle_of, letter_of
from linkbot.worker.records.case_zip import case_files, zipped
from linkbot.worker.records.names import plain_name
from linkbot.worker.records.person_pages import SURE, message_page, overview
from linkbot.worker.records.person_search import Found


def person_zip(office: Office, found: Found) -> bytes:
    files: dict[str, bytes] = {}
    cases = []
    for file in found.cases:
        folder = f"cases/{plain_name(file.case.id)}"
        files |= {f"{folder}/{name}": octets for name, octets in case_files(bundle_of(office, file.case.id)).items()}
        cases.append((file.case.id, f"{folder}/index.html"))
    pages = []
    for number, one in enumerate(found.messages, 1):
        closed = letter_of(office, one.row).confidential
        stem = f"{number:03}-{one.row.received_at:%Y-%m-%d}{'-CONFIDENTIAL' if closed else ''}"
        where = f"messages/{stem}.html"
        files[where], count = message_page(one, found.person, found.known, confidential=closed)
        with suppress(KeyError):  # its file is lost: there is nothing to lay beside the page
            files[f"messages/{stem}.eml"] = office.store.octets(one.row.octets_digest)
        pages.append((one, where, closed, count))
    files["index.html"] = overview(found, pages=pages, cases=cases)
    told = {
        "person": found.person,
        "cases": [file.case.id for file in found.cases],
        "messages": [
            {"id": one.row.id, "page": where, "sure": SURE[one.sure], "confidential": closed, "of_others": count}
            for one, where, closed, count in pages
        ],
        "complaints": [{"complaint": one, "sure": SURE[sure]} for one, sure in found.complaints],
        "rows": [{"sort": r.sort, "id": r.id, "case": r.case, "sure": SURE[r.sure]} for r in found.rows],
        "unsearched": [{"id": row.id, "why": why} for row, why in found.unsearched],
    }
    files["person.json"] = json.dumps(plain(told), ensure_ascii=False, indent=1, sort_keys=True).encode(
        "utf-8", "replace"
    )
    return zipped(files)
