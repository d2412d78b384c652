"""`linkbot export person`: everything that is held about somebody, others flagged, on record without their name."""

from __future__ import annotations

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from .conftest import HO, Council

NAME = "Leroy Pemberton"


def a_mail(council: Council, name: str, *, subject: str, body: str, file: tuple[str, bytes] | None = None) -> None:
    """From a colleague, about nothing linkbot acts on."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Dee Marsh <dee.marsh@anytown.gov.uk>", "ombudsman@anytown.gov.uk"
    mail["Subject"], mail["Date"], mail["Message-ID"] = subject, "Mon, 18 Jan 2027 10:00:00 +0000", f"<{name}@x>"
    mail.set_content(body)
    if file:
        mail.add_attachment(file[1], maintype="application", subtype="pdf", filename=file[0])
    (council.folder / "mail" / "new" / name).write_bytes(mail.as_bytes())


@pytest.fixture
def with_more(at_work: Council) -> Council:
    a_mail(at_work, "one", subject="Repairs rota", body="Mr L Pemberton rang. So did Ms Gale, 01632 960 321.")
    a_mail(at_work, "two", subject="Parking", body="Ms Pemberton of Elm Row has moved to ZX9 8YW.")
    a_mail(at_work, "three", subject="Lunch", body="The menu is attached.", file=("menu.pdf", b"%PDF-1.4 broken"))
    a_mail(at_work, "four", subject="Stairs", body="The stairs are swept.")
    at_work.linkbot("poll")
    table = at_work.folder / "complaints.csv"
    table.write_text(
        "reference,name,postcode,address\nCRM-1,Mr Leroy Pemberton,,9 Teasel Court\nCRM-2,Ann Other,ZX9 8YW,\n"
        "CRM-3,Sue Pemberton,,\n",
        encoding="utf-8",
    )
    assert at_work.linkbot("import", "complaints", str(table)).code == 0
    return at_work


def export(council: Council, *words: str, name: str = "person.zip") -> tuple[dict[str, object], dict[str, bytes], Path]:
    out = council.folder / name
    said = council.linkbot(
        "export", "person", *words, "--out", str(out), "--by", "Ines", "--reason", "SAR 12", "--json"
    )
    assert said.code == 0, said.err
    with zipfile.ZipFile(out) as archive:
        return said.rows[0], {name: archive.read(name) for name in archive.namelist()}, out


def test_messages_cases_and_complaints_are_found_with_how_sure_it_is(with_more: Council) -> None:
    told, files, out = export(with_more, "--name", NAME)
    whole = json.loads(files["person.json"])
    assert whole["cases"] == told["cases"] == [HO] and f"cases/{HO.replace(' ', '-')}/index.html" in files
    sure = {str(one["page"]): one["sure"] for one in whole["messages"]}
    pages = {name: octets.decode() for name, octets in files.items() if name in sure}
    by_subject = {
        title: sure[name]
        for title in ("Repairs rota", "Parking")
        for name in pages
        if f"<h1>{title}</h1>" in pages[name]
    }
    assert by_subject == {"Repairs rota": "yes", "Parking": "title and surname only"}
    assert not any("Stairs" in page or "Lunch" in page for page in pages.values())
    complaints = {c["complaint"]["reference"]: c["sure"] for c in whole["complaints"]}
    assert complaints == {"CRM-1": "yes", "CRM-3": "surname only: perhaps another"}
    assert all(name.replace(".html", ".eml") in files for name in sure)
    assert any("menu.pdf" in str(one["why"]) for one in whole["unsearched"])
    assert out.stat().st_mode & 0o077 == 0


def test_other_people_are_marked_and_nothing_is_markup(with_more: Council) -> None:
    _, files, _ = export(with_more, "--name", NAME)
    rota = next(page.decode() for name, page in files.items() if b"<h1>Repairs rota</h1>" in page)
    assert '<mark class="me" title="the person">Mr L Pemberton</mark>' in rota or '">L Pemberton</mark>' in rota
    assert (
        '<mark class="other" title="name">Ms Gale</mark>' in rota and 'title="telephone">01632 960 321</mark>' in rota
    )
    assert "Not redacted" in rota and "Not redacted" in files["index.html"].decode()
    assert all(b"<script" not in page for page in files.values())


def test_by_postcode_and_by_case(with_more: Council) -> None:
    told, files, _ = export(with_more, "--postcode", "zx98yw")
    assert told["cases"] == [] and told["messages"] == 1
    assert [c["complaint"]["reference"] for c in json.loads(files["person.json"])["complaints"]] == ["CRM-2"]
    told, _, _ = export(with_more, "--case", HO, name="case.zip")
    assert told["cases"] == [HO] and int(str(told["messages"])) >= 2


def test_it_is_on_record_without_the_name_and_needs_somebody_to_look_for(with_more: Council) -> None:
    export(with_more, "--name", NAME)
    (row,) = [row for row in with_more.rows("audit") if row["what"] == "exported"]
    assert (row["about"], row["case"]) == ("person", HO) and "Pemberton" not in str(row)
    for words in ((), ("--name", " "), ("--name", NAME, "--case", "HO 299900000")):
        assert with_more.linkbot("export", "person", *words, "--out", str(with_more.folder / "x.zip")).code != 0
    assert not (with_more.folder / "x.zip").exists()
    assert with_more.linkbot("export", "person", "--name", NAME).code == 2
