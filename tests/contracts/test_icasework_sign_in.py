"""Signing in to iCasework, and how every no of it is told: in words that say what to do, never with its page."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from itertools import pairwise

import httpx
import pytest

from linkbot.casesystems.icasework.line import Account
from linkbot.casesystems.icasework.proof import assertion, base64url, signature
from linkbot.casesystems.icasework.waiting import APART
from linkbot.ports import Permanent, Receipt, Transient
from tests.contracts.casework import to_write
from tests.contracts.icasework_server import ACCOUNT, BASE, FAULTS, KEY, SECRET
from tests.contracts.icasework_worlds import World

VECTOR = (
    "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJmb28iLCJhdWQiOiJodHRwczovL3VhdC5pY2FzZXdvcmsuY29tL3Rva2VuP2RiPXRlc3QiLCJpYXQiOjE2"
    "MTQ3NjQ0MDB9.CyKQfSfX44ZM9zC6kdPuGfHacO50XSOvUbbWc8xt-7U"
)


def test_the_assertion_is_the_one_other_programs_make() -> None:
    made = assertion(key="foo", secret="bar", audience="https://uat.icasework.com/token?db=test", issued_at=1614764400)
    assert made == VECTOR


def test_base64url_has_no_padding_and_the_other_alphabet() -> None:
    assert base64url(b"\xfb\xff\xfe?") == "-__-Pw"


def test_the_older_signature_is_the_documented_one() -> None:
    made = signature(secret="1e4ecd8c836bbd7bc9ae4b5e6", on=date(2010, 1, 1), id="53342")
    assert made == "44365b38db1a1f36df7f91067b873493"
    assert signature(secret="s", on=date(2026, 7, 1)) == hashlib.md5(b"2026-07-01s").hexdigest()


def test_a_token_is_asked_for_once_in_an_hour() -> None:
    world = World()
    system = world.open().case_system
    for minutes in (0, 20, 54):
        world.at += timedelta(minutes=minutes and 20)
        system.write(f"k{minutes}", to_write())
    assert world.server.given == 1
    world.at += timedelta(minutes=16)
    asked = len(world.server.asked)
    system.find("k0", to_write())
    assert world.server.given == 2, "before it is refused, not because it was"
    assert world.server.asked[asked:] == [("POST", "token"), ("GET", "getcasedetails")]


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_dies_between_two_calls_is_renewed_once_and_nothing_is_done_twice(status: int) -> None:
    world = World()
    world.server.denies_with = status
    system = world.open().case_system
    system.find("k", to_write())
    world.server.script.extend(["token dies", None, None, "token dies"])
    assert isinstance(system.write("k", to_write()), Receipt)
    assert world.server.given == 3 and len(world.server.cases) == 1


@pytest.mark.parametrize(
    ("world", "words"),
    [
        (World(secret="wrong"), "takes neither case_system.icasework.api_key"),
        (World(db="nobody"), "case_system.icasework.db"),
        (World(db=""), "case_system.icasework.db"),
    ],
)
def test_a_wrong_key_and_a_wrong_account_are_told_apart_and_no_page_is_shown(world: World, words: str) -> None:
    with pytest.raises(Transient) as told:
        world.open().case_system.write("k", to_write())
    assert words in str(told.value) and "<" not in str(told.value) and world.server.cases == []


def test_a_machine_that_is_not_on_the_list_is_told_about_the_list() -> None:
    world = World()
    world.server.ip_denied = True
    system = world.open().case_system
    with pytest.raises(Transient, match="IP addresses") as told:
        system.write("k", to_write())
    assert told.value.retry_after == 1800 and len(world.server.asked) == 1, "no storm of requests meanwhile"
    world.server.ip_denied = False
    assert isinstance(system.write("k", to_write()), Receipt)


def test_an_older_customer_signs_each_call() -> None:
    world = World(legacy=True)
    system = world.open().case_system
    assert system.write("k" * 64, to_write()) == system.find("k" * 64, to_write())
    system.write("l" * 64, to_write())
    assert world.server.given == 0 and len(world.server.cases) == 1 and len(world.server.cases[0].entries) == 1


def test_requests_keep_half_a_second_between_them() -> None:
    world = World()
    ticks: list[float] = []
    handle = world.server.handle
    world.server.handle = lambda request: (ticks.append(world._ticks()), handle(request))[1]  # type: ignore[method-assign]
    system = world.open().case_system
    for key in ("a", "b", "c"):
        system.write(key * 64, to_write())
    assert len(ticks) >= 6 and min(b - a for a, b in pairwise(ticks)) >= APART


def test_trouble_is_waited_out_a_little_and_then_left_for_later() -> None:
    world = World()
    system = world.open().case_system
    world.server.script.extend([None, "503", "500"])
    system.find("k", to_write())
    world.server.script.extend(["500"] * 3)
    with pytest.raises(Transient, match="put off"):
        system.find("k", to_write())
    assert world.server.db == ACCOUNT


def test_a_server_that_hangs_is_left_alone_for_a_while_so_that_mail_does_not_wait_behind_it() -> None:
    world = World()
    system = world.open().case_system
    system.write("k" * 64, to_write())
    world.server.script.extend(["slow"] * 3)
    with pytest.raises(Transient):
        system.find("k" * 64, to_write())
    asked = len(world.server.asked)
    for key in ("a", "b", "c"):
        with pytest.raises(Transient, match="just not answered"):
            system.write(key * 64, to_write())
    assert len(world.server.asked) == asked
    world.at += timedelta(minutes=2)
    assert isinstance(system.write("a" * 64, to_write()), Receipt)


def test_the_token_goes_to_the_configured_hosts_only_and_no_error_tells_a_secret() -> None:
    world = World()
    hosts: list[str] = []
    told: list[str] = []
    handle = world.server.handle

    def elsewhere(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        if request.url.path == "/createcase":
            return httpx.Response(307, headers={"location": "https://elsewhere.example/createcase"})
        return handle(request)

    world.server.handle = elsewhere  # type: ignore[method-assign]
    with pytest.raises(Permanent, match="307") as error:
        world.open().case_system.write("k", to_write())
    told.append(str(error.value))
    assert set(hosts) == {"uat.icasework.com"}
    for fault in FAULTS:
        if fault.startswith("crash"):
            continue
        world = World()
        world.server.script.extend([None, fault, fault, fault, fault])
        try:
            world.open().case_system.write("k", to_write())
        except (Transient, Permanent) as error:
            told.append(f"{error} {error.__cause__!r}")
    text = " ".join(told) + repr(Account(KEY, SECRET, BASE))
    assert SECRET not in text and "token-1" not in text and "assertion" not in text and len(told) > 5
