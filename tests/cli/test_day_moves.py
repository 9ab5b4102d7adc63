"""`lobby day close`, `sign`, `reopen`, and `lobby store verify`: the end of a day without the app."""

import pytest

from tests.cli.conftest import REFER, Answer, Lobby
from tests.conftest import PASSWORD

REOPEN = ("day", "reopen", "--reason", "漏记一笔", "--with", "101", "--json")


@pytest.fixture
def day(lobby: Lobby) -> str:
    """An open day with a referral that nobody answered."""
    lobby(*REFER)
    name: str = lobby("day", "show", "--json").json["day"]
    return name


def close(lobby: Lobby) -> Answer:
    return lobby("day", "close", "--carry-over", "next_day", "--json")


def test_closing_lists_what_is_missing_and_refuses(lobby: Lobby, day: str) -> None:
    answer = lobby("day", "close", "--json")
    assert answer.status == 1
    found = answer.json
    assert (found["day"], found["state"]) == (day, "open")
    assert found["error"]["code"] == "gaps"
    assert set(found["error"]) == {"code", "message", "field", "data"}
    assert found["error"]["data"] == "unchanged"
    (first, *rest) = found["missing"]
    assert (first["kind"], first["number"], first["can_be_carried_over"]) == ("unconfirmed", 1, True)
    assert "王*明" in first["text"]
    assert {one["kind"] for one in rest} == {"checklist"}
    assert lobby("day", "show", "--json").json["state"] == "open"


def test_so_it_does_for_people(lobby: Lobby, day: str) -> None:
    answer = lobby("day", "close")
    assert answer.status == 1
    assert "No. 1 王*明" in answer.out
    assert f"{day} cannot be closed yet" in answer.err
    assert "carry it over" in answer.err


def test_closing_with_a_reason(lobby: Lobby, day: str) -> None:
    missing = len(lobby("day", "close", "--json").json["missing"])
    answer = close(lobby)
    assert answer.status == 0
    found = answer.json
    assert (found["day"], found["state"], found["missing"], found["carried"]) == (day, "closed", [], missing)
    shown = lobby("day", "show", "--day", day, "--json").json
    assert (shown["state"], shown["carried"]) == ("closed", missing)
    assert (shown["chain_head"], shown["events"]) == (found["chain_head"], found["events"])
    assert shown["referrals"]["unconfirmed"] == 1
    again = lobby("day", "close", "--day", day, "--json")
    assert (again.status, again.error["code"]) == (1, "day_closed")
    assert lobby("day", "close", "--json").error["code"] == "no_open_day"


def test_a_reason_has_to_be_one(lobby: Lobby, day: str) -> None:
    answer = lobby("day", "close", "--carry-over", " ", "--json")
    assert (answer.status, answer.error["field"]) == (1, "carry_over")


def test_signing_and_reopening(lobby: Lobby, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    close(lobby)
    assert lobby("day", "sign", "--json").status == 3, "the lobby manager does not sign"
    signed = lobby("day", "sign", "--json", who="001")
    assert signed.status == 0
    assert (signed.json["day"], signed.json["state"]) == (day, "signed")
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)
    reopened = lobby(*REOPEN, who="001")
    assert (reopened.status, reopened.json["state"]) == (0, "reopened")
    assert lobby("day", "close", "--day", day, "--json").json["carried"] == 0
    assert lobby("day", "sign", "--day", day, who="001").status == 0


@pytest.mark.parametrize(
    ("second", "password", "status", "code"),
    [("101", "wrong horse", 3, "wrong_password"), ("001", PASSWORD, 1, "same_person"),
     ("102", PASSWORD, 3, "not_a_second")],
)  # fmt: skip
def test_the_second_person_has_to_be_one(
    lobby: Lobby, day: str, monkeypatch: pytest.MonkeyPatch, second: str, password: str, status: int, code: str
) -> None:
    close(lobby)
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", password)
    answer = lobby("day", "reopen", "--reason", "漏记", "--with", second, "--json", who="001")
    assert (answer.status, answer.error["code"]) == (status, code)
    assert lobby("day", "show", "--day", day, "--json").json["state"] == "closed"


def test_nobody_types_a_second_password_in_vain(lobby: Lobby, day: str) -> None:
    close(lobby)
    assert lobby(*REOPEN).error["code"] == "not_allowed"
    assert lobby("day", "reopen", "--reason", " ", "--with", "101", "--json", who="001").error["field"] == "reason"
    without = lobby(*REOPEN, who="001")
    assert (without.status, without.error["field"]) == (3, "password")
    assert "LOBBY_SECOND_PASSWORD" in without.error["message"]
    assert lobby("day", "reopen", "--with", "101", "--json", who="001").status == 2


def test_verifying_a_paper(lobby: Lobby, day: str) -> None:
    closed = close(lobby).json
    head: str = closed["chain_head"]
    groups = [head[at : at + 8].upper() for at in range(0, 64, 8)]
    for words in ([head], groups, [f"LOBBY1 {day} {closed['events']} {head}"]):
        answer = lobby("store", "verify", *words, "--json")
        assert answer.status == 0
        assert (answer.json["ok"], answer.json["day"], answer.json["event"]) == (True, day, closed["events"])
        assert answer.json["replayed"] is False
    assert lobby("store", "verify", head, "--day", day, "--json", who="001").json["replayed"] is True
    people = lobby("store", "verify", head)
    assert "agree" in people.out
    assert day in people.out


def test_a_paper_that_does_not_agree(lobby: Lobby, day: str) -> None:
    head: str = close(lobby).json["chain_head"]
    answer = lobby("store", "verify", "0" * 64, "--json")
    assert (answer.status, answer.json["ok"], answer.json["event"]) == (1, False, None)
    assert len(answer.json["problems"]) == 1
    lobby("visit", "--need", "cash_small")
    tomorrow = lobby("day", "show", "--json").json["day"]
    other = lobby("store", "verify", head, "--day", tomorrow)
    assert other.status == 1
    assert "do not agree" in other.out
    assert f"belongs to {day}, not to {tomorrow}" in other.out
    assert lobby("store", "verify", "abc", "--json").error["code"] == "not_a_head"
    assert lobby("store", "verify", head, "--json", who="301").status == 3
