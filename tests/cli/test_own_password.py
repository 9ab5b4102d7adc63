"""`lobby staff role`, `password` and `pin`: secrets come from the environment, never from the line."""

import pytest

from tests.cli.conftest import Lobby
from tests.conftest import PASSWORD


def test_another_role(lobby: Lobby) -> None:
    refused = lobby("staff", "role", "302", "guide", "--json")
    assert (refused.status, refused.error["code"]) == (3, "not_allowed")
    changed = lobby("staff", "role", "302", "lobby_manager", "--json", who="001")
    assert (changed.status, changed.json["role"]) == (0, "lobby_manager")
    assert lobby("day", "close", "--json", who="302").error["code"] == "no_open_day", "and is one at once"
    assert lobby("staff", "role", "001", "guide", "--json", who="001").error["field"] == "no"


def test_ones_own_password(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    without = lobby("staff", "password", "--json")
    assert (without.status, without.error["field"]) == (3, "password")
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", "woaini1314")
    assert lobby("staff", "password", "--json").error["code"] == "password_common"
    monkeypatch.setenv("LOBBY_NEW_PASSWORD", "a new password")
    assert lobby("staff", "password", "--json").json == {"no": "101"}
    assert lobby("staff", "list", "--json").error["code"] == "wrong_password"
    monkeypatch.setenv("LOBBY_PASSWORD", "a new password")
    assert lobby("staff", "list", "--json").status == 0


def test_a_pin(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lobby("staff", "pin", "--remove", "--json").error["code"] == "no_pin"
    monkeypatch.setenv("LOBBY_NEW_PIN", "1234")
    assert lobby("staff", "pin", "--json").error["code"] == "pin_common"
    monkeypatch.setenv("LOBBY_NEW_PIN", "2580")
    assert lobby("staff", "pin", "--json").json == {"no": "101", "pin": True}
    monkeypatch.setenv("LOBBY_PASSWORD", "2580")
    assert lobby("staff", "list", "--json").error["code"] == "wrong_password", "it signs nobody in"
    monkeypatch.setenv("LOBBY_PASSWORD", PASSWORD)
    assert lobby("staff", "pin", "--remove", "--json").json == {"no": "101", "pin": False}
