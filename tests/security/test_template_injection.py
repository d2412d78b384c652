"""Words of a letter are never a template, and a template never reaches Python, however it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkbot.engine.wording.compose import FRAME, TemplateFault, compose
from linkbot.model.templates import Templates
from linkbot.rulebook.template_check import doubts_about
from tests.engine.mail_scenes import HO_CASE, REQUEST, context, draft, mail
from tests.engine.test_compose import TEMPLATES

PAYLOADS = (
    "{{ 7*7 }}",
    "{% for a in b %}x{% endfor %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{# gone #}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "${7*7}",
    "#{7*7}",
    "{%raw%}",
    "%s%n{0}{0.__class__}",
)
ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ tasks|map(attribute='__class__')|list }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum.__globals__ }}",
    "{{ tasks|attr('__class__') }}",
    "{{ '{0.__class__.__mro__}'.format('') }}",
    "{{ '%s'.__mod__('x') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ today.__reduce__() }}",
    "{{ dict.mro() }}",
    "{% set x = [].append %}{{ x.__self__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../linkbot.toml' %}",
    "{% import 'os' as os %}{{ os }}",
)
ENDLESS = (
    "{% for a in range(10**9) %}{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'x'|center(10**9) }}",
    "{{ [1] * 10**9 }}",
    "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "{% include 'task/en.txt' %}",
    "{{ 1 // 0 }}",
)
WRAP = "<html><head></head><body>{% for block in blocks %}{{ block.rows }}{% endfor %}</body></html>"


def filled(body: str) -> str:
    """Subject, text and HTML of a task mail with this template."""
    templates = Templates({"task/en.txt": f"Subject: x\n{body}", FRAME: WRAP})
    composed = compose(mail("task", tasks=(REQUEST,)), context=context(tasks=(REQUEST,)), templates=templates)
    return f"{composed.subject}{composed.text}{composed.html}"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_a_letter_are_printed_as_they_are(payload: str) -> None:
    """In the name, the subject, the text, a point, a fact: wherever a letter's words go."""
    task = replace(REQUEST, title=payload, text=payload, checklist=(payload,))
    case = replace(HO_CASE, complainant=payload, postcode=payload)
    made = context(tasks=(task,), case=case, answers_subject=payload)
    facts = (("letter", payload), ("why", payload), ("change", payload))
    for effect in (
        mail("task", tasks=(task,), facts=facts),
        mail("alert", facts=facts),
        draft("holding_reply", case, ()),
    ):
        composed = compose(effect, context=made, templates=TEMPLATES)
        told = f"{composed.subject}\n{composed.text}"
        assert "49" not in told.replace(REQUEST.id, "") and "<class" not in told and "uid=" not in told
    composed = compose(mail("task", tasks=(task,), facts=facts), context=made, templates=TEMPLATES)
    assert payload in composed.text
    assert payload in compose(draft("holding_reply", case, ()), context=made, templates=TEMPLATES).subject


@pytest.mark.parametrize("body", ESCAPES)
def test_a_template_gets_nowhere_near_python(body: str) -> None:
    try:
        told = filled(body)
    except TemplateFault:
        return
    assert not any(sign in told for sign in ("<class", "&lt;class", "module", "builtin", "root:", "function", "0x"))


@pytest.mark.parametrize("body", ENDLESS)
def test_a_template_without_end_is_a_fault_that_is_told(body: str) -> None:
    with pytest.raises(TemplateFault, match=r"task/en\.txt"):
        filled(body)


def test_a_template_that_prints_without_measure_is_stopped() -> None:
    lists = "[" + "1," * 100 + "]"
    loops = "".join(f"{{% for {name} in {lists} %}}" for name in "abc")
    with pytest.raises(TemplateFault, match="more than"):
        filled(loops + "abc" + "{% endfor %}" * 3)


def test_loops_deeper_than_any_mail_needs_are_told_by_rules_check() -> None:
    deep = "{% for task in tasks %}{% for a in [1] %}{% for b in [1] %}{% for c in [1] %}x" + "{% endfor %}" * 4
    found = doubts_about("task/en.txt", f"Subject: x\n{deep}", ["task/en.txt"])
    assert any("loops more than 3 deep" in doubt.message for doubt in found)


@pytest.mark.parametrize("name", ["safe", "attr", "random", "center", "format", "urlize"])
def test_a_filter_that_is_not_here_is_told_by_rules_check(name: str) -> None:
    assert any(
        name in doubt.message for doubt in doubts_about("task/en.txt", f"Subject: x\n{{{{ today|{name} }}}}", [])
    )


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</td></tr></table><h1>Approved</h1>",
        "&lt;b&gt;",
        "javascript:alert(1)//<a href='javascript:1'>",
        "<!--",
        "\u2028<svg/onload=1>",
    ],
)
def test_words_of_a_letter_are_no_html_in_a_mail_of_ours(words: str) -> None:
    task = replace(REQUEST, title=words, text=words, checklist=(words,))
    case = replace(HO_CASE, complainant=words)
    facts = (("letter", words), ("why", words), ("change", words))
    for effect in (
        mail("task", tasks=(task,), facts=facts),
        mail("alert", facts=facts),
        draft("holding_reply", case, ()),
    ):
        html = compose(effect, context=context(tasks=(task,), case=case), templates=TEMPLATES).html or ""
        for tag in ("<script", "<img", "<h1>Approved", "<svg", "<a href='javascript", "onerror=alert(1)>", "<!--"):
            assert tag not in html.replace("<!doctype", "")
