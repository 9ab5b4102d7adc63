"""`lobby demo`: the sample branch of the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lobby_tui.models.clock import FixedClock
from tests.cli.conftest import Lobby

LATE_MORNING = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Shanghai


@pytest.fixture(autouse=True)
def _few_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobby_tui.desk.sample._A_DAY", (12, 16))
    monkeypatch.setattr("lobby_tui.models.clock.SystemClock", lambda: FixedClock(LATE_MORNING))


def test_the_demo_is_made_and_its_people_are_let_in(
    command: Lobby, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = command("demo", "--days", "1", "--seed", "3", "--json", "--lang", "en")
    assert (answer.status, answer.err) == (0, "")
    made = answer.json
    assert (made["home"], made["days"]) == (str(bare), 1)
    assert {one["role"] for one in made["staff"]} == {
        "supervisor", "lobby_manager", "guide", "cash_teller", "counter_teller", "customer_manager"
    }  # fmt: skip
    for one in made["staff"]:
        monkeypatch.setenv("LOBBY_PASSWORD", one["password"])
        assert command("staff", "list", "--as", one["no"], "--json").status == 0
    monkeypatch.setenv("LOBBY_PASSWORD", made["staff"][0]["password"])
    days = [command("day", "show", "--day", day, "--as", "001", "--json").json for day in ("2026-11-23", "2026-11-24")]
    assert [day["state"] for day in days] == ["closed", "open"]
    assert sum(day["visits"] for day in days) == made["visits"]
    assert sum(day["referrals"]["total"] for day in days) == made["referrals"]
    assert command("store", "check", "--as", "001", "--json").json["ok"] is True
    assert sorted(path.name for path in bare.iterdir() if "-" not in path.name) == [
        "device.key", "keys.json", "lobby.db", "terminal.json", "tries.db"
    ]  # fmt: skip


def test_people_are_told_that_it_is_a_sample(command: Lobby) -> None:
    answer = command("demo", "--days", "1", "--no-open", "--lang", "en")
    assert answer.status == 0
    assert "invented" in answer.out
    assert answer.out.count("lobby-demo") == 11


def test_the_demo_refuses_a_folder_that_has_a_store(command: Lobby, bare: Path) -> None:
    assert command("init", "--branch", "B", "--staff-no", "1", "--name", "N").status == 0
    before = (bare / "lobby.db").read_bytes()
    answer = command("demo", "--days", "1", "--json")
    assert (answer.status, answer.error["code"]) == (1, "store_exists")
    assert (bare / "lobby.db").read_bytes() == before


def test_the_demo_never_takes_the_place_of_the_real_store(
    command: Lobby, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOBBY_HOME")
    monkeypatch.setattr("lobby_tui.settings._platform_home", lambda: tmp_path / "share")
    answer = command("demo", "--days", "1", "--json")
    assert answer.json["home"] == str(tmp_path / "share" / "demo")
    assert [path.name for path in (tmp_path / "share").iterdir()] == ["demo"]


def test_nothing_is_left_of_a_demo_that_failed(command: Lobby, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lobby_tui.desk.closing.close", broken)
    answer = command("demo", "--days", "1", "--json")
    assert (answer.status, answer.error["code"]) == (4, "disk_full")
    assert list(bare.iterdir()) == []
