"""The commands for a bad day: backups, restoring, salvaging."""

from pathlib import Path

import pytest

from lobby_tui.settings import Settings
from lobby_tui.store import backup
from lobby_tui.store.backup_folder import FOLDER, keys_beside
from tests.cli.conftest import REFER, Lobby
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOBBY_SECOND_PASSWORD", PASSWORD)


@pytest.fixture
def closed(lobby: Lobby) -> Path:
    """The backup of a closing, after which another referral was logged."""
    lobby(*REFER)
    answer = lobby("day", "close", "--carry-over", "next_day", "--json")
    assert answer.status == 0
    lobby(*REFER)
    return Path(answer.json["backup"])


def test_a_closing_names_its_backup(lobby: Lobby, settings: Settings) -> None:
    lobby(*REFER)
    answer = lobby("day", "close", "--carry-over", "next_day")
    (made,) = (settings.home / FOLDER).glob("*.db")
    assert f"The backup {made} is written and checked." in answer.out
    assert answer.err == ""


def test_a_closing_without_room_for_a_backup(lobby: Lobby, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    lobby(*REFER)
    with monkeypatch.context() as patch:

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(backup, "write_private", full)
        answer = lobby("day", "close", "--carry-over", "next_day", "--json")
    assert answer.status == 0, answer.out + answer.err
    assert (answer.status, answer.json["state"], answer.json["backup"]) == (0, "closed", None)
    assert "The day is closed, but there is no backup of it." in answer.err
    assert "The disk is full." in answer.err


def test_the_list_and_the_second_folder(lobby: Lobby, closed: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert lobby("store", "backups", "keep-in", str(stick), "--json", who="001").json == {"second_folder": str(stick)}
    lobby("day", "close", "--carry-over", "next_day")
    found = lobby("store", "backups", "list", "--json", who="001").json
    assert found["second_folder"] == str(stick)
    assert found["problem"] is None
    # Of one day two: only the later one stays.
    assert len(found["backups"]) == 2
    assert {(one["kind"], one["has_keys"]) for one in found["backups"]} == {("closing", True)}
    assert Path(found["backups"][0]["path"]).stat().st_size == found["backups"][0]["bytes"]
    assert "after a closing" in lobby("store", "backups", "list", who="001").out
    assert lobby("store", "backups", "keep-in", "--none", "--json", who="001").json == {"second_folder": None}
    for line in ((), (str(stick), "--none")):
        assert lobby("store", "backups", "keep-in", *line, who="001").status == 2
    refused = lobby("store", "backups", "keep-in", str(tmp_path / "nowhere"), "--json", who="001")
    assert (refused.status, refused.error["code"]) == (1, "folder_missing")


def test_two_people_restore(lobby: Lobby, closed: Path) -> None:
    assert len(lobby("referrals", "--json").json) == 1
    answer = lobby("store", "restore", str(closed), "--with", "101", "--json", who="001")
    assert answer.status == 0
    said = answer.json
    assert said["lost_events"] == said["lost"]["event"] - said["restored"]["event"] > 0
    assert said["without_password"] == []
    assert keys_beside(Path(said["old"])).exists()
    lobby(*REFER)
    assert lobby("store", "check", who="001").status == 0
    again = lobby("store", "restore", said["old"], "--with", "101", who="001")
    assert again.status == 0
    assert "is the live store now" in again.out


@pytest.mark.parametrize(
    ("who", "beside", "status"), [("101", "001", 3), ("001", "001", 1), ("001", "201", 3), ("001", "999", 3)]
)
def test_not_just_anybody(lobby: Lobby, closed: Path, who: str, beside: str, status: int) -> None:
    assert lobby("store", "restore", str(closed), "--with", beside, who=who).status == status
    assert len(lobby("referrals", "--json").json) == 1


def test_a_store_that_is_gone(lobby: Lobby, closed: Path, settings: Settings) -> None:
    settings.store_path.unlink()
    assert lobby("referrals").status == 4
    answer = lobby("store", "restore", str(closed), "--with", "101", "--json", who="001")
    assert (answer.status, answer.json["old"], answer.json["lost_events"]) == (0, None, None)
    assert lobby("store", "check", who="001").status == 0


def test_salvage_says_what_is_lost(lobby: Lobby, settings: Settings, tmp_path: Path) -> None:
    lobby(*REFER)
    whole = lobby("store", "salvage", "--out", str(tmp_path / "new.db"), "--json", who="001")
    assert whole.status == 0
    assert (whole.json["gone"], whole.json["events_lost"], whole.json["opens"]) == ([], 0, True)
    assert whole.json["tables"]["referral"] == {"read": 1, "lost": 0}
    lines = lobby("store", "salvage", who="001").out
    assert "Nothing that the audit trail names is lost." in lines
    content = bytearray(settings.store_path.read_bytes())
    for place in range(4096 + 10, len(content), 4096):
        content[place] ^= 1
    settings.store_path.write_bytes(content)
    refused = lobby("store", "salvage", "--json", who="001")
    assert (refused.status, refused.error["code"]) == (4, "store_beyond_salvage")
    assert lobby("store", "salvage", "--json").status == 3
