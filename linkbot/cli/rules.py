"""`linkbot rules check|show|test|trust`: are the rules sound, where does each come from, how well do they read.

Trust has a file of its own.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path, PurePosixPath

from linkbot.cli.arguments import add_act, add_config, add_json, day, setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.cli.trust import trust
from linkbot.model.effect import Template
from linkbot.model.people import ROLES, SERVICE_ROLES
from linkbot.rulebook.origins import origins, strays
from linkbot.wiring import Setup, extractor_of, overlay_of, templates_of
from linkbot.worker.samples import Tally, find_samples, measure

FIELDS = (
    "verdict",
    "gate",
    "kind",
    "also",
    "ombudsman",
    "references",
    "mentioned_references",
    "our_references",
    "complainant",
    "letter_date",
    "disposition",
)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("check", "show", "test", "trust"))
    parser.add_argument(
        "name",
        nargs="*",
        help="show: a kind; test: folders of samples (.eml with a .toml twin); trust: on KIND, off KIND",
    )
    parser.add_argument("--report", action="store_true", help="test: list every miss")
    parser.add_argument("--since", type=day, default=None, metavar="DAY", help="trust: count from this day on")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "trust":
        return trust(arguments)
    setup = setup_of(arguments)
    if arguments.what == "check":
        return _check(setup, as_json=arguments.json)
    if arguments.what == "show":
        return _show(setup, arguments.name, as_json=arguments.json)
    return _test(setup, arguments)


def _check(setup: Setup, *, as_json: bool) -> int:
    """A warning is no fault: a file nobody reads stops nothing, so the exit code stays 0."""
    templates = templates_of(setup.settings)
    rulebook = setup.rulebook
    used = {template.value for template in Template} | {
        step.template for playbook in rulebook.playbooks for step in playbook.steps if step.template
    }
    variants = {"en", *ROLES, *SERVICE_ROLES, *(ombudsman.id for ombudsman in rulebook.ombudsmen.all)}
    warnings = strays(overlay_of(setup.settings), templates=used, variants=variants)
    counts = {
        "kinds": len(rulebook.playbooks),
        "services": len(rulebook.services.services),
        "ombudsmen": len(rulebook.ombudsmen.all),
        "templates": len(templates.sources),
    }
    if as_json:
        print_json({**counts, "warnings": [{"file": stray.path, "message": stray.message} for stray in warnings]})
        return ExitCode.OK
    for stray in warnings:
        print(f"warning: {stray}")
    told = f"{counts['kinds']} kinds, {counts['services']} services, {counts['ombudsmen']} ombudsmen"
    print(f"The rules are sound: {told}, {counts['templates']} template files.")
    return ExitCode.OK


def _show(setup: Setup, names: list[str], *, as_json: bool) -> int:
    found = origins(overlay_of(setup.settings))
    for origin in found:
        if names and not any(_named(origin.name, name) for name in names):
            continue
        if as_json:
            print_json({"name": origin.name, "own": origin.own, "replaces": origin.replaces, "file": origin.path})
            continue
        whose = "shipped" if not origin.own else "the council's own" + ("" if origin.replaces else ", added")
        print(f"{origin.name}: {whose} ({origin.path})")
    for playbook in () if as_json else setup.rulebook.playbooks:
        if playbook.kind in names:
            print(f"\n{playbook.title}: {playbook.disposition.value} by default")
            for step in playbook.steps:
                parts = [step.do.value, step.role or "", step.template or "", f"when {step.when.value}"]
                print("  " + "  ".join(part for part in parts if part))
    return ExitCode.OK


def _named(file: str, name: str) -> bool:
    """`final_chaser` names `rules/kinds/final_chaser.toml`, `task` all of `templates/task/`."""
    path = PurePosixPath(file)
    return name in (file, path.name, path.stem, path.parent.name)


def _test(setup: Setup, arguments: argparse.Namespace) -> int:
    folders = [Path(name) for name in arguments.name] or [Path("tests/samples")]
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        raise UserError(f"There is no folder {missing[0]}. Name folders that hold .eml files with .toml twins.")
    samples = find_samples(folders)
    if not samples:
        raise UserError(f"No .eml with a .toml of the same name in {', '.join(str(folder) for folder in folders)}.")
    extractor = extractor_of(setup.settings)
    try:
        tally = measure(samples, reader=setup.reader, extractor=extractor)
    finally:
        extractor.close()
    if arguments.json:
        print(json.dumps(_numbers(tally), ensure_ascii=False))
    else:
        print(_report(tally, all_misses=arguments.report))
    return ExitCode.OK


def _numbers(tally: Tally) -> dict[str, object]:
    return {
        "samples": tally.samples,
        "fields": {name: list(tally.share(tally.fields, name)) for name in FIELDS},
        "recall": {name: list(tally.share(tally.recall, name)) for name in ("deadlines", "items", "amounts")},
        "precision": {name: list(tally.share(tally.precision, name)) for name in ("deadlines", "items", "amounts")},
        "wrong_actions": tally.wrong_actions,
        "needless_questions": tally.needless,
    }


def _report(tally: Tally, *, all_misses: bool) -> str:
    lines = [f"{tally.samples} samples"]
    for name in FIELDS:
        right, judged = tally.share(tally.fields, name)
        if judged:
            lines.append(f"  {name:<22} {right:>4} of {judged:<4} {right / judged:6.1%}")
    for name in ("deadlines", "items", "amounts"):
        for word, counter in (("recall", tally.recall), ("precision", tally.precision)):
            right, judged = tally.share(counter, name)
            if judged:
                lines.append(f"  {name + ' ' + word:<22} {right:>4} of {judged:<4} {right / judged:6.1%}")
    lines.append("kinds (right of all)")
    for kind in sorted({expected for expected, _ in tally.kinds}):
        of_kind = {found: n for (expected, found), n in tally.kinds.items() if expected == kind}
        others = ", ".join(f"{n} as {found}" for found, n in sorted(of_kind.items()) if found != kind)
        lines.append(f"  {kind:<28} {of_kind.get(kind, 0):>3} of {sum(of_kind.values()):<3} {others}")
    lines.append(f"wrong actions: {len(tally.wrong_actions)}")
    lines += [f"  {line}" for line in tally.wrong_actions]
    lines.append(f"needless questions: {len(tally.needless)}")
    lines += [f"  {line}" for line in tally.needless]
    if all_misses:
        lines.append("misses")
        lines += [f"  {m.file}: {m.field}: expected {m.expected}, found {m.found}" for m in tally.misses]
    return "\n".join(lines)
