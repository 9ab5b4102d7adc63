"""Stores that are missing, damaged, newer, locked; and targets that may not be written."""

import os
import shutil
import sqlite3
import uuid
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.settings import Settings
from lobby_tui.store.engine import unlock
from lobby_tui.store.keys import KeyFile
from tests.cli.conftest import REFER, Lobby
from tests.conftest import CHEAP, PASSWORD


def _raw(settings: Settings) -> dbapi2.Connection:
    """The encrypted file itself, opened beside the program."""
    connection = dbapi2.connect(settings.store_path, isolation_level=None)
    unlock(connection, KeyFile(settings.home, CHEAP).open("001", PASSWORD).data)
    return connection


def _is_store_error(lobby: Lobby, code: str) -> None:
    for line in (("referrals",), ("visit", "--need", "cash_small"), ("staff", "list")):
        answer = lobby(*line, "--json")
        assert (answer.status, answer.error["code"]) == (4, code)
        assert answer.err == ""
        assert len(lobby(*line).err.splitlines()) == 3


def test_no_store(command: Lobby, bare: Path) -> None:
    _is_store_error(command, "store_missing")
    assert not bare.exists()


def test_a_store_that_went_missing_beside_its_keys(lobby: Lobby, settings: Settings) -> None:
    settings.store_path.unlink()
    _is_store_error(lobby, "store_missing")
    assert not settings.store_path.exists()


@pytest.mark.parametrize(("name", "code"), [("keys.json", "keys_missing"), ("device.key", "device_secret_missing")])
def test_missing_keys(lobby: Lobby, settings: Settings, name: str, code: str) -> None:
    (settings.home / name).unlink()
    _is_store_error(lobby, code)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"slots": 3}', '{"slots": {"101": {"salt": "!"}}}', "\udcff"])
def test_damaged_keys(lobby: Lobby, settings: Settings, text: str) -> None:
    (settings.home / "keys.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    _is_store_error(lobby, "keys_damaged")


def test_a_terminal_that_forgot_its_number(lobby: Lobby, settings: Settings) -> None:
    settings.terminal_path.write_text("{}", encoding="utf-8")
    _is_store_error(lobby, "terminal_unknown")


def test_a_newer_and_an_older_store(lobby: Lobby, settings: Settings) -> None:
    for version, code in ((99, "store_newer"), (0, "store_older")):
        connection = _raw(settings)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        _is_store_error(lobby, code)


def _text(path: Path) -> None:
    path.write_text("大堂经理的记录\n" * 500, encoding="utf-8")


def _plain(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE referral (id)")
    connection.commit()
    connection.close()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(_text, "store_unreadable"), (_plain, "store_plain"), (_empty, "store_unreadable"), (_cut, "store_damaged")],
)
def test_what_is_not_a_store_is_left_as_it_is(lobby: Lobby, settings: Settings, spoil: object, code: str) -> None:
    spoil(settings.store_path)  # type: ignore[operator]
    before = settings.store_path.read_bytes()
    _is_store_error(lobby, code)
    assert settings.store_path.read_bytes() == before


def test_anothers_keys_open_nothing(lobby: Lobby, settings: Settings, command: Lobby, tmp_path: Path) -> None:
    other = tmp_path / "other"
    line = ("init", "--branch", "B", "--staff-no", "101", "--name", "N", "--home", str(other))
    assert command(*line).status == 0
    shutil.copy(other / "lobby.db", settings.store_path)
    _is_store_error(lobby, "store_unreadable")


def test_a_locked_store(lobby: Lobby, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobby_tui.store.engine._PRAGMAS", ("PRAGMA busy_timeout = 1", "PRAGMA foreign_keys = ON"))
    connection = _raw(settings)
    connection.execute("BEGIN IMMEDIATE")
    try:
        answer = lobby("visit", "--need", "cash_small", "--json")
        assert (answer.status, answer.error["code"]) == (4, "store_locked")
    finally:
        connection.close()
    assert lobby("visit", "--need", "cash_small").status == 0


def _events(lobby: Lobby) -> int:
    events: int = lobby("store", "check", "--json", who="001").json["events"]
    return events


def test_an_export_never_overwrites_and_is_all_or_nothing(lobby: Lobby, tmp_path: Path) -> None:
    lobby(*REFER)
    out = tmp_path / "out"
    assert lobby("day", "export", "--format", "csv", "--paper", "traffic", "--out", str(out)).status == 0
    (written,) = out.iterdir()
    before, events = written.read_bytes(), _events(lobby)
    answer = lobby("day", "export", "--format", "txt,csv", "--out", str(out), "--json")
    assert (answer.status, answer.error["field"]) == (1, "out")
    assert list(out.iterdir()) == [written]
    assert written.read_bytes() == before
    assert _events(lobby) == events + 2  # two sign-ins, no export


def test_an_export_goes_through_no_link_and_into_no_file(lobby: Lobby, tmp_path: Path) -> None:
    lobby(*REFER)
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    for target in (link, file, dangling, file / "below"):
        answer = lobby("day", "export", "--format", "txt", "--out", str(target), "--json")
        assert (answer.status, answer.error["field"]) == (1, "out"), target
    assert list(real.iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_may_not_be_written(lobby: Lobby, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lobby(*REFER)
    out = tmp_path / "out"
    out.mkdir()
    really_open = os.open

    def guarded(path: str | Path, flags: int, *rest: int, **more: int) -> int:
        if Path(path).parent == out:
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", guarded)
    answer = lobby("day", "export", "--format", "txt", "--out", str(out), "--json")
    assert (answer.status, answer.error["field"]) == (4, "out")
    backup = lobby("store", "backup", str(out / "copy.db"), "--json", who="001")
    assert backup.status == 4
    assert list(out.iterdir()) == []


def test_a_backup_is_no_link_and_opens_with_its_keys(lobby: Lobby, settings: Settings, tmp_path: Path) -> None:
    lobby(*REFER, "--key", str(uuid.uuid4()))
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "nowhere.db")
    answer = lobby("store", "backup", str(link), "--json", who="001")
    assert (answer.status, answer.error["code"]) == (1, "target_exists")
    copy = tmp_path / "copy.db"
    assert lobby("store", "backup", str(copy), who="001").status == 0
    before = lobby("referrals", "--json").json
    shutil.copy(copy, settings.store_path)
    assert lobby("referrals", "--json").json == before
