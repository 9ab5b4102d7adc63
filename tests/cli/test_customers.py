"""`lobby customer`, and what is kept how long: what scripts and people are told."""

import json
from pathlib import Path

import pytest

from lobby_tui.desk import closing
from lobby_tui.desk.opening import Desk
from lobby_tui.models.clock import FixedClock
from tests.cli.conftest import Lobby
from tests.conftest import PASSWORD
from tests.desk.customers import CARD, NAME, PHONE, left_in_rows, planted, referral

DAY = 86400


@pytest.fixture
def customer(desk: Desk) -> str:
    """The id of a customer who is named everywhere."""
    one = planted(desk)
    desk.close()
    return str(one.id)


def test_find_and_show_masked(lobby: Lobby, customer: str) -> None:
    (found,) = lobby("customer", "find", PHONE, "--json", who="001").json
    assert (found["names"], found["contacts"], found["referrals"]) == (["欧阳*容"], ["139****4321"], 2)
    shown = lobby("customer", "show", found["id"], "--json", who="001")
    assert {one["record"] for one in shown.json["records"]} >= {"referral", "complaint", "meeting", "draft"}
    lines = lobby("customer", "show", customer, who="001")
    for text in (NAME, PHONE, CARD):
        assert text not in shown.out
        assert text not in lines.out
    assert "Remarks" in lines.out


def test_in_full_with_a_reason(lobby: Lobby, customer: str) -> None:
    refused = lobby("customer", "show", customer, "--full", "--json", who="001")
    assert (refused.status, refused.error["field"]) == (1, "reason")
    shown = lobby("customer", "show", customer, "--full", "--reason", "asked", who="001")
    assert all(text in shown.out for text in (NAME, PHONE, CARD))


def test_export_correct_erase(lobby: Lobby, customer: str, desk: Desk, tmp_path: Path) -> None:
    answer = lobby("customer", "export", customer, "--out", str(tmp_path), "--reason", "asked", "--json", who="001")
    assert [one["format"] for one in answer.json["files"]] == ["xlsx", "json"]
    document = json.loads(Path(answer.json["files"][1]["path"]).read_text(encoding="utf-8"))
    assert PHONE in str(document)
    right = lobby("customer", "correct", customer, "--name", "欧阳慕云", "--reason", "typo", "--json", who="001")
    assert right.json == {"records": 3}
    (found,) = lobby("customer", "find", "欧阳慕云", "--json", who="001").json
    gone = lobby("customer", "erase", found["id"], "--reason", "asked", "--also", NAME, "--json", who="001")
    assert gone.json["records"] == 3
    assert lobby("customer", "find", PHONE, "--json", who="001").json == []
    shift = desk.sign_in("001", PASSWORD)
    with shift.reading() as session:
        assert left_in_rows(session, NAME, PHONE) == []
    desk.close()
    assert lobby("store", "check", "--json", who="001").json["ok"]
    again = lobby("customer", "erase", found["id"], "--reason", "asked", "--json", who="001")
    assert (again.status, again.error["code"]) == (1, "unknown_customer")


def test_withdraw(lobby: Lobby, desk: Desk) -> None:
    referral(desk.sign_in("101", PASSWORD))
    desk.close()
    answer = lobby("customer", "withdraw", "1", "--json").json["referral"]
    assert (answer["consent"], answer["masked_contact"]) == (False, "")
    assert lobby("customer", "withdraw", "1").status == 1


@pytest.mark.parametrize("words", [("find", NAME), ("erase", "x", "--reason", "y"), ("show", "x")])
def test_only_for_the_supervisor(lobby: Lobby, customer: str, words: tuple[str, ...]) -> None:
    line = [customer if word == "x" else word for word in words]
    assert lobby("customer", *line, who="101").status == 3


def test_what_is_no_id(lobby: Lobby) -> None:
    answer = lobby("customer", "show", "17", "--json", who="001")
    assert (answer.status, answer.error["field"]) == (2, "record")


def test_retention_is_shown_and_set(lobby: Lobby) -> None:
    kinds = {one["kind"]: one["days"] for one in lobby("store", "retention", "--json").json}
    assert (kinds["drafts"], kinds["referrals"]) == (7, 730)
    assert lobby("store", "retention", "drafts=14").status == 3
    found = lobby("store", "retention", "drafts=14", "referrals=365", "--json", who="001").json
    assert {one["kind"]: one["days"] for one in found} == kinds | {"drafts": 14, "referrals": 365}
    lobby("store", "retention", "drafts=", who="001")
    kinds = {one["kind"]: one["days"] for one in lobby("store", "retention", "--json").json}
    assert (kinds["drafts"], kinds["referrals"]) == (7, 365)
    wrong = lobby("store", "retention", "drafts=400", "--json", who="001")
    assert (wrong.status, wrong.error["field"]) == (1, "drafts")
    assert lobby("store", "retention", "drafts", "--json", who="001").status == 2


def test_a_command_takes_out_what_is_over(
    lobby: Lobby, desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = desk.sign_in("001", PASSWORD)
    referral(shift)
    closing.close(shift, carry_over="next_day")
    desk.close()
    monkeypatch.setattr("lobby_tui.desk.opening.SystemClock", lambda: clock)
    clock.advance(20 * DAY)
    assert lobby("store", "retention", "--json").err == ""
    lobby("store", "retention", "ended_contacts=1", who="001")  # what is set stays, the others have the default
    monkeypatch.setattr("lobby_tui.desk.keeping.kinds.RULES", _shorter())
    answer = lobby("store", "retention", "--json")
    assert "Customer in a referral: 1" in answer.err
    assert answer.status == 0
    assert lobby("store", "purge", "--json").json == {"removed": {}, "held_back": None}


def test_a_clock_far_ahead_is_told_and_run_by_hand(
    lobby: Lobby, desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = desk.sign_in("001", PASSWORD)
    referral(shift)
    closing.close(shift, carry_over="next_day")
    desk.close()
    monkeypatch.setattr("lobby_tui.desk.opening.SystemClock", lambda: clock)
    clock.advance(1000 * DAY)
    answer = lobby("store", "purge", "--json", who="001")
    assert answer.json["removed"] == {}
    assert "lobby store purge" in answer.json["held_back"]
    assert lobby("store", "purge", "--by-hand").status == 3
    assert lobby("store", "purge", "--by-hand", "--json", who="001").json["removed"] == {"referrals": 1}


def _shorter():  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from lobby_tui.desk.keeping.kinds import RULES, Kind

    return {kind: replace(rule, days=10) if kind is Kind.REFERRALS else rule for kind, rule in RULES.items()}
