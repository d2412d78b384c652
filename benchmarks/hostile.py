"""Twice the hostile mail, how much more work: CPU of reading runs of n and of 2n, wherever a run can stand in a mail.

python -m benchmarks.hostile [OCTETS]      about 2 is honest work; 4 is a pattern or a loop that tries too much
"""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linkbot.engine.read import Reader, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.decision import Known
from linkbot.wiring import set_up
from linkbot.worker.reading import look_at

_DEMO = Path(__file__).resolve().parents[1] / "linkbot" / "demo" / "linkbot.toml"
_TEXT_RUNS = (
    *(
        " ",
        "1",
        "a",
        "-",
        ",",
        ".",
        ">",
        "=",
        "(",
        "\t",
        "\n",
        "\\",
        '"',
        "<",
        "&",
        "é",
        "ا",
        "\u200b",
        "*",
        "|",
        "/",
        ":",
    ),
    *(
        "1 ",
        "a ",
        "A. ",
        "A-B ",
        "Mr A-B ",
        "£1 ",
        "1/",
        "and ",
        "a, ",
        "- ",
        "( ",
        '" ',
        "x\n",
        "X\n",
        "\n> x",
        "\n- a",
    ),
    *(
        "\n1. ",
        "1. a\n",
        "a) b\n",
        "Dear Jo\n",
        "From: a@lgo.org.uk\n",
        "From: A\nSent: 1 May 2026\nTo: B\nSubject: C\n\n",
    ),
    *("On 1 May 2026 a@b.uk wrote:\n", "-----Original Message-----\n", "________\n", "| a | b |\n", "Order 1\n"),
    *(
        "26 001 111 ",
        "202612345 ",
        "by 1 May 2027 ",
        "within 5 days ",
        "1 May ",
        "5pm ",
        "please send the file ",
        "SW1A 1AA ",
    ),
    *(
        "Our ref: ",
        "Name: x\n",
        "We have not received it. ",
        "within four weeks of this letter ",
        "Mr Jo Bell of 1 High St ",
    ),
    *(
        "http://a.b/",
        "a@b.uk ",
        "not ",
        "no later than ",
        "and/or ",
        "the Council should pay £100 ",
        "yours sincerely\n",
    ),
)
_HTML_RUNS = (
    *(
        "<div>",
        "<p>",
        "<b>",
        "<table><tr><td>",
        "<td>",
        "<tr>",
        "<ul><li>",
        "<li>",
        "<br>",
        "<!--",
        "<a href=x>y</a>",
        "&#65;",
    ),
    *(
        "&nbsp;",
        "<blockquote>",
        "<span style='color:red'>",
        "</div>",
        "<td colspan=9>x</td>",
        "<tr><td>a<td>b</tr>",
        "<style>",
    ),
    *(
        "<p>From: <b>a@b.uk</b></p>",
        "<hr>",
        "<div>a</div>",
        "<pre>",
        "<ol><li>a</ol>",
        "<h1>x</h1>",
        "<o:p></o:p>",
        "<font>",
    ),
)
_HEADER_RUNS = (
    *(
        "a",
        " a",
        ";",
        "; a=b",
        "(",
        ")",
        '"',
        "\\",
        "<",
        ">",
        ",",
        "@",
        ":",
        "=?utf-8?q?a?= ",
        "a@b.uk, ",
        "<a@b.uk> ",
        "é",
    ),
    *("; dkim=pass header.d=a.uk", " (a) ", ' "a" ', "=?", "a.", "from a by b ", "[", "x <a@b.uk>, ", "*0=a; ", "a:;"),
)
_HEADERS = (
    "From",
    "To",
    "Subject",
    "References",
    "Authentication-Results",
    "Received",
    "Content-Type",
    "Date",
    "X-Any",
)
_HEAD = (
    "Authentication-Results: {receiver}; dmarc=pass header.from=lgo.org.uk\nFrom: Jo Bell <jo@lgo.org.uk>\n"
    "To: ombudsman@anytown.gov.uk\nSubject: Enquiry 26 001 111\nDate: Mon, 2 Nov 2026 09:00:00 +0000\n"
)


@dataclass(frozen=True)
class Attack:
    name: str
    mail: Callable[[int], bytes]  # of about so many octets


def attacks(receiver: str) -> Iterator[Attack]:
    head = _HEAD.format(receiver=receiver)

    def body(run: str, n: int) -> bytes:
        return (
            f"{head}Content-Type: text/plain; charset=utf-8\n\nDear Link Officer\n{run * (n // len(run))}\nx".encode()
        )

    def page(run: str, n: int) -> bytes:
        return f"{head}Content-Type: text/html; charset=utf-8\n\n<p>Dear</p>{run * (n // len(run))}x".encode()

    def field(name: str, run: str, n: int) -> bytes:
        return f"{name}: x {run * (n // len(run))}\n{head}\nDear Link Officer".encode()

    def fields(name: str, run: str, n: int) -> bytes:
        return f"{name}: x {run}\n".encode() * (n // (len(name) + len(run) + 5)) + f"{head}\nDear".encode()

    def file(run: str, n: int) -> bytes:
        content = base64.encodebytes((run * (n // len(run))).encode()).decode()
        part = (
            "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64"
        )
        return f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n{part}\n\n{content}\n--b--\n".encode()

    def nested(run: str, n: int) -> bytes:
        inner = b"Subject: x\n\nDear"
        for level in range(n // 200):
            inner = b"Content-Type: multipart/mixed; boundary=n%d\n\n--n%d\n%s\n\n%s" % (
                level,
                level,
                run.encode(),
                inner,
            )
        return head.encode() + inner

    for run in _TEXT_RUNS:
        yield Attack(f"text {run!r}", lambda n, run=run: body(run, n))  # type: ignore[misc]
        yield Attack(f"file {run!r}", lambda n, run=run: file(run, n))  # type: ignore[misc]
    for run in _HTML_RUNS:
        yield Attack(f"html {run!r}", lambda n, run=run: page(run, n))  # type: ignore[misc]
    for name in _HEADERS:
        for run in _HEADER_RUNS:
            yield Attack(f"{name}: {run!r}", lambda n, name=name, run=run: field(name, run, n))  # type: ignore[misc]
        yield Attack(f"many {name}", lambda n, name=name: fields(name, "a@b.uk", n))  # type: ignore[misc]
    for run in ("Content-Type: message/rfc822", "Content-Type: text/plain\n\nx\n--q"):
        yield Attack(f"nested {run!r}", lambda n, run=run: nested(run, n))  # type: ignore[misc]


def cost(octets: bytes, reader: Reader) -> float:
    """CPU seconds of one reading."""
    began = time.process_time()
    seen, _ = look_at(octets, received_on=date(2026, 11, 2), reader=reader, extractor=DirectExtractor())
    read(seen, known=Known(checked=False), reader=reader)
    return time.process_time() - began


def main(words: Sequence[str]) -> None:
    size = int(words[0]) if words else 30_000
    reader = set_up(_DEMO).reader
    cost(next(attacks("x")).mail(100), reader)  # compiled and warm
    rows = []
    for attack in attacks(reader.policy.receivers[0]):
        once, twice = cost(attack.mail(size), reader), cost(attack.mail(2 * size), reader)
        rows.append((twice / max(once, 0.02), twice, attack.name))
    print(f"{len(rows)} kinds of run, {size} and {2 * size} octets: dearest {max(row[1] for row in rows):.2f} s of CPU")
    for ratio, twice, name in sorted(rows, reverse=True)[:25]:
        print(f"  x{ratio:4.1f}  {twice:6.2f} s  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
