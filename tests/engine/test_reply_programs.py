"""The new words of a reply, as seven mail programs send it: what was quoted below must never answer anything."""

# ruff: noqa: E501  (mails as programs write them)

from __future__ import annotations

import pytest

from linkbot.engine.mail.new_words import new_words
from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers

RULES = load_rulebook(rule_layers(None))
HEAD = (
    "From: Marian Osei <officer@anytown.gov.uk>\r\nTo: ombudsman@anytown.gov.uk\r\n"
    "Subject: RE: Desk mail Mon 16 Nov: 2 questions [reply abcdefghij23]\r\nDate: Mon, 16 Nov 2026 09:12:00 +0000\r\n"
    "Message-ID: <r1@anytown.gov.uk>\r\nIn-Reply-To: <k@linkbot.anytown.gov.uk>\r\nMIME-Version: 1.0\r\n"
)
OLD = "Good morning. Today is Monday 16 November 2026.\n\n1. HO 202612345: what kind of letter it is\n\n1 yes\n2 release\n"
OLD_HTML = "<p>Good morning.</p><h2>1. HO 202612345: what kind of letter it is</h2><p>To answer, a line such as: 1 yes</p><p>2 release</p>"
PLAIN = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
HTML = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"

PROGRAMS = {
    "Outlook for Windows, HTML": HTML
    + '<html><body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal"><span>1 no<o:p></o:p></span></p>'
    '<p class="MsoNormal">2 withdraw<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
    "<b>From:</b> Anytown Council Ombudsman desk (linkbot) &lt;ombudsman@anytown.gov.uk&gt; <br><b>Sent:</b> 16 November 2026 08:30<br>"
    "<b>To:</b> Marian Osei &lt;officer@anytown.gov.uk&gt;<br><b>Subject:</b> Desk mail Mon 16 Nov: 2 questions [reply abcdefghij23]"
    f"</p></div></div>{OLD_HTML}</div></body></html>",
    "Outlook on the web": HTML
    + '<html><body><div class="elementToProof" style="font-family:Aptos">1 no</div><div class="elementToProof">2 withdraw</div>'
    '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
    "<font><b>From:</b> Anytown Council Ombudsman desk (linkbot) &lt;ombudsman@anytown.gov.uk&gt;<br><b>Sent:</b> Monday, November 16, 2026 8:30 AM<br>"
    "<b>To:</b> Marian Osei &lt;officer@anytown.gov.uk&gt;<br><b>Subject:</b> Desk mail</font></div>"
    f"<div>{OLD_HTML}</div></body></html>",
    "Outlook for iOS": HTML
    + '<html><body><div dir="ltr">1 no</div><div dir="ltr">2 withdraw<br><br></div><div id="ms-outlook-mobile-signature">'
    'Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%">'
    '<div id="divRplyFwdMsg"><b>From:</b> Ombudsman desk &lt;ombudsman@anytown.gov.uk&gt;<br><b>Sent:</b> Monday, November 16, 2026 8:30:00 AM<br>'
    f"<b>To:</b> Marian Osei<br><b>Subject:</b> Desk mail</div>{OLD_HTML}</body></html>",
    "Apple Mail on a phone": HTML
    + '<html><body dir="auto">1 no<div>2 withdraw<br><div dir="ltr"><div>Sent from my iPhone</div></div><div dir="ltr"><br>'
    '<blockquote type="cite">On 16 Nov 2026, at 08:30, Anytown Council Ombudsman desk (linkbot) &lt;ombudsman@anytown.gov.uk&gt; wrote:<br><br></blockquote></div>'
    f'<blockquote type="cite"><div dir="ltr">{OLD_HTML}</div></blockquote></div></body></html>',
    "Gmail": HTML
    + '<div dir="ltr"><div>1 no</div><div>2 withdraw</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 16 Nov 2026 at 08:30, '
    'Anytown Council Ombudsman desk (linkbot) &lt;<a href="mailto:ombudsman@anytown.gov.uk">ombudsman@anytown.gov.uk</a>&gt; wrote:<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{OLD_HTML}</blockquote></div>',
    "Outlook, plain text": PLAIN
    + "1 no\n2 withdraw\n\n-----Original Message-----\nFrom: Anytown Council Ombudsman desk (linkbot) <ombudsman@anytown.gov.uk>\n"
    f"Sent: 16 November 2026 08:30\nTo: Marian Osei <officer@anytown.gov.uk>\nSubject: Desk mail\n\n{OLD}",
    "Thunderbird": PLAIN
    + "1 no\n2 withdraw\n\nOn 16/11/2026 08:30, Anytown Council Ombudsman desk (linkbot) wrote:\n"
    + "".join(f"> {line}\n" for line in OLD.splitlines()),
}


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_new_words_are_the_senders_own(program: str) -> None:
    message = segment(parse((HEAD + PROGRAMS[program]).encode()), (), RULES.boilerplate)
    words = new_words(message)
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    assert lines[:2] == ["1 no", "2 withdraw"]
    assert "yes" not in words and "release" not in words and "HO 202612345" not in words
