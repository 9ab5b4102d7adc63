"""Copies that open, made while others write."""

import errno
import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.desk import checkup, referrals, safekeeping
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store import backup
from lobby_tui.store.engine import unlock
from lobby_tui.store.keys import Keys
from lobby_tui.store.store import STORE_FILE, Store
from tests.conftest import CHEAP, PASSWORD

ENTRY = ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301", contact="13812345678")


def back_up(store: Store, target: Path) -> None:
    backup.back_up(store.engine, store.keys.data, target)


def count(path: Path, keys: Keys, table: str = "referral") -> int:
    with closing(dbapi2.connect(str(path))) as connection:
        unlock(connection, keys.data)
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_backup_holds_everything_and_opens_with_the_same_keys(
    lobby_manager: Shift, tmp_path: Path, settings: Settings, clock: FixedClock
) -> None:
    logged = referrals.log(lobby_manager, ENTRY).referral
    folder = tmp_path / "copy"
    shutil.copytree(settings.home, folder, ignore=shutil.ignore_patterns(f"{STORE_FILE}*"))
    back_up(lobby_manager.store, folder / STORE_FILE)
    desk = open_desk(Settings(folder, "zh", CHEAP), clock)
    try:
        supervisor = desk.sign_in("001", PASSWORD)
        assert referrals.reveal(supervisor, logged.id, "check").customer == "欧阳娜娜"
        assert checkup.check(supervisor).problems == ()
    finally:
        desk.close()


def test_a_backup_is_private_and_encrypted(lobby_manager: Shift, tmp_path: Path) -> None:
    referrals.log(lobby_manager, ENTRY)
    target = tmp_path / "backup.db"
    back_up(lobby_manager.store, target)
    assert target.stat().st_mode & 0o777 == 0o600
    content = target.read_bytes()
    assert len(content) > 50_000
    for plain in (b"SQLite format 3", b"CREATE TABLE", "欧阳娜娜".encode(), b"13812345678"):
        assert plain not in content


def test_a_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_bytes(b"my own file")
    with pytest.raises(RefusedError) as caught:
        back_up(store, target)
    assert caught.value.code == "target_exists"
    assert target.read_bytes() == b"my own file"


@pytest.mark.parametrize("name", ["a?b.db", "a#b%20.db", "网点 备份.db"])
def test_a_backup_may_have_any_name(store: Store, keys: Keys, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    back_up(store, folder / name)
    assert count(folder / name, keys, "staff") == 7
    assert [one.name for one in folder.iterdir()] == [name], "the file that was checked is the file that was written"


def test_an_empty_file_is_no_backup(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_sync", lambda target: target.write_bytes(b""))
    with pytest.raises(StoreError) as caught:
        back_up(store, tmp_path / "backup.db")
    assert caught.value.code == "backup_damaged"
    assert not (tmp_path / "backup.db").exists()


def test_a_folder_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        back_up(store, tmp_path / "nowhere" / "backup.db")
    assert caught.value.code == "backup_unwritable"


def test_a_disk_that_is_full_at_once_is_named(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "write_private", refuse)
    with pytest.raises(StoreError) as caught:
        back_up(store, tmp_path / "copy.db")
    assert caught.value.code == "disk_full"


def test_a_copy_that_does_not_check_out_is_thrown_away(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(target: Path) -> None:
        content = bytearray(target.read_bytes())
        content[9000] ^= 1
        target.write_bytes(bytes(content))

    monkeypatch.setattr(backup, "_sync", spoil)
    with pytest.raises(StoreError):
        back_up(store, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


def test_a_full_disk_leaves_no_half_backup(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(target: Path) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "_sync", full)
    with pytest.raises(StoreError) as caught:
        back_up(store, tmp_path / "backup.db")
    assert caught.value.code == "disk_full"
    assert not (tmp_path / "backup.db").exists()


def test_a_backup_made_while_a_desk_writes_is_one_moment_of_it(
    lobby_manager: Shift, keys: Keys, tmp_path: Path
) -> None:
    done, stop = [0], threading.Event()

    def write() -> None:
        while not stop.is_set():
            referrals.log(lobby_manager, ENTRY)
            done[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = []
        for number in range(4):
            before, target = done[0], tmp_path / f"{number}.db"
            back_up(lobby_manager.store, target)
            found.append((before, count(target, keys), done[0] + 1))
    finally:
        stop.set()
        writer.join()
    assert all(before <= there <= after for before, there, after in found)
    assert done[0] > 4


def test_a_backup_leaves_an_event(lobby_manager: Shift, sign_in, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    supervisor = sign_in("001")
    before = checkup.check(supervisor).events
    safekeeping.back_up(supervisor, tmp_path / "backup.db")
    assert checkup.check(supervisor).events == before + 1
