"""A copy of a store: whole, its own, made while the first is at work."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkbot.store import copy_store, open_store

from .contract.values import NOW, a_case, a_decision


@pytest.mark.parametrize("link", [False, True])
def test_a_copy_holds_what_was_committed_and_leads_its_own_life(tmp_path: Path, link: bool) -> None:
    live = open_store(tmp_path / "live")
    digest = live.keep_octets(b"a letter")
    with live.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case("HO 1"),)), NOW)
    with live.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case("HO 2"),)), NOW)
        copy_store(tmp_path / "live", tmp_path / "copy", link=link)
    copy = open_store(tmp_path / "copy", durable=False)
    later = copy.keep_octets(b"another")
    with copy.begin() as transaction:
        assert [file.case.id for file in transaction.cases()] == ["HO 1"]
        transaction.commit_decision(None, a_decision(cases=(a_case("HO 3"),)), NOW)
    assert copy.octets(digest) == b"a letter"
    with live.begin() as transaction:
        assert [file.case.id for file in transaction.cases()] == ["HO 1", "HO 2"]
    with pytest.raises(KeyError):
        live.octets(later)
    live.close()
    copy.close()


def test_a_store_is_never_copied_over_another(tmp_path: Path) -> None:
    open_store(tmp_path / "one").close()
    open_store(tmp_path / "two").close()
    with pytest.raises(FileExistsError):
        copy_store(tmp_path / "one", tmp_path / "two")
