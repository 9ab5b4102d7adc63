"""Backups that make themselves: at each closing, with their keys, in a second place, and not too many of them."""

import errno
from contextlib import closing as closed_after
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from sqlmodel import col, select

from lobby_tui.desk import checkup, closing, referrals, safekeeping, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings, remembered
from lobby_tui.store import backup, keeping
from lobby_tui.store.backup_folder import FOLDER, keys_beside, listed, new_name
from lobby_tui.store.engine import unlock
from tests.conftest import types_password

ENTRY = ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301", contact="13812345678")


def _names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def _referrals(path: Path, shift: Shift) -> int:
    with closed_after(dbapi2.connect(str(path))) as connection:
        unlock(connection, shift.keys.data)
        return int(connection.execute("SELECT count(*) FROM referral").fetchone()[0])


def _last(shift: Shift, action: str) -> AuditEvent:
    with shift.reading() as session:
        query = select(AuditEvent).where(col(AuditEvent.action) == action).order_by(col(AuditEvent.seq).desc())
        return session.exec(query).first()  # type: ignore[return-value]


@pytest.fixture
def stick(lobby_manager: Shift, sign_in, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    folder = tmp_path / "U盘"
    folder.mkdir()
    safekeeping.keep_in(sign_in("001"), folder)
    return folder


def test_a_closing_is_followed_by_a_backup_with_its_keys(lobby_manager: Shift, settings: Settings) -> None:
    referrals.log(lobby_manager, ENTRY)
    closing.close(lobby_manager, carry_over="next_day")
    kept = safekeeping.after_closing(lobby_manager)
    assert (kept.second, kept.removed, kept.problem) == (None, 0, None)
    assert kept.path.parent == settings.home / FOLDER
    assert _names(kept.path.parent) == [kept.path.name, keys_beside(kept.path).name]
    assert keys_beside(kept.path).read_bytes() == (settings.home / "keys.json").read_bytes()
    assert {one.stat().st_mode & 0o077 for one in kept.path.parent.iterdir()} == {0}
    assert _referrals(kept.path, lobby_manager) == 1
    said = _last(lobby_manager, "backup_made").detail
    assert said == {"kind": "closing", "file": kept.path.name, "second": "none"}
    assert not (kept.path.parent / "device.key").exists()


def test_the_desk_goes_on_with_its_own_connections(lobby_manager: Shift) -> None:
    safekeeping.after_closing(lobby_manager)
    referrals.log(lobby_manager, ENTRY)
    assert checkup.check(lobby_manager).problems == ()


def test_the_second_copy_is_the_same_file(lobby_manager: Shift, stick: Path) -> None:
    kept = safekeeping.after_closing(lobby_manager)
    assert kept.second == stick / kept.path.name
    assert kept.second.read_bytes() == kept.path.read_bytes()
    assert _names(stick) == _names(kept.path.parent)
    assert {one.stat().st_mode & 0o077 for one in stick.iterdir()} == {0}
    assert _last(lobby_manager, "backup_made").detail["second"] == "made"


def test_a_stick_that_is_not_there_costs_only_the_second_copy(lobby_manager: Shift, stick: Path) -> None:
    stick.rmdir()
    kept = safekeeping.after_closing(lobby_manager)
    assert kept.problem is not None
    assert (kept.problem.code, kept.second) == ("second_copy_failed", None)
    assert _referrals(kept.path, lobby_manager) == 0
    assert _last(lobby_manager, "backup_made").detail["second"] == "failed"


def test_a_copy_that_does_not_read_back_is_thrown_away(
    lobby_manager: Shift, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = keeping.hashlib.file_digest

    def spoiled(stream: object, name: str) -> object:
        found = really(stream, name)  # type: ignore[arg-type]
        found.update(b"bad sector")
        return found

    monkeypatch.setattr(keeping.hashlib, "file_digest", spoiled)
    kept = safekeeping.after_closing(lobby_manager)
    assert kept.problem is not None
    assert _names(stick) == []


def test_what_keeps_a_backup_from_being_made_is_told_and_the_closing_stands(
    lobby_manager: Shift, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits.count(lobby_manager, "cash_small")
    closed = closing.close(lobby_manager, carry_over="next_day")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "write_private", full)
    with pytest.raises(StoreError) as refused:
        safekeeping.after_closing(lobby_manager)
    assert refused.value.code == "disk_full"
    assert _names(settings.home / FOLDER) == []
    assert _last(lobby_manager, "backup_failed").detail == {"code": "disk_full"}
    monkeypatch.undo()
    with pytest.raises(RefusedError):
        closing.close(lobby_manager, closed.day.date, "next_day")
    assert safekeeping.after_closing(lobby_manager).path.exists()


def test_the_old_ones_go_and_nothing_else_does(
    lobby_manager: Shift, settings: Settings, stick: Path, clock: FixedClock
) -> None:
    others = ["version-2-20250101T000000Z-abcd.db", "replaced-20250101T000000Z-abcd.db", "closing.db", "报表.xlsx"]
    for folder in (settings.home / FOLDER, stick):
        folder.mkdir(exist_ok=True)
        for number in range(60):
            old = folder / new_name("closing", clock.now() - timedelta(days=number + 1))
            old.write_bytes(b"old")
            keys_beside(old).write_bytes(b"{}")
        for name in others:
            (folder / name).write_bytes(b"mine")
    kept = safekeeping.after_closing(lobby_manager)
    for folder in (settings.home / FOLDER, stick):
        found = [one for one in listed(folder) if one.kind == "closing"]
        assert 9 <= len(found) <= 14
        assert found[0].path.name == kept.path.name
        assert all(one.has_keys for one in found)
        assert set(others) <= set(_names(folder))
        assert len(_names(folder)) == 2 * len(found) + len(others)
    assert kept.removed == 61 - len(found)


def test_without_a_new_backup_no_old_one_goes(
    lobby_manager: Shift, settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.home / FOLDER
    folder.mkdir()
    for number in range(60):
        (folder / new_name("closing", clock.now() - timedelta(days=number + 1))).write_bytes(b"old")

    def fail(*_: object) -> None:
        raise StoreError(closing.msg("no"), code="backup_damaged")

    monkeypatch.setattr(backup, "verify", fail)
    with pytest.raises(StoreError):
        safekeeping.after_closing(lobby_manager)
    assert len(_names(folder)) == 60


def test_all_of_them_are_listed_the_latest_first(lobby_manager: Shift, sign_in, stick: Path, clock: FixedClock) -> None:  # type: ignore[no-untyped-def]
    first = safekeeping.after_closing(lobby_manager)
    clock.advance(timedelta(days=1))
    types_password(lobby_manager)
    second = safekeeping.after_closing(lobby_manager)
    found = safekeeping.listed_backups(sign_in("001"))
    assert (found.second, found.problem) == (stick, None)
    assert [one.path.name for one in found.found] == [second.path.name] * 2 + [first.path.name] * 2
    assert all(one.has_keys and one.size > 50_000 and one.kind == "closing" for one in found.found)
    for one in stick.iterdir():
        one.unlink()
    stick.rmdir()
    gone = safekeeping.listed_backups(sign_in("001"))
    assert gone.problem is not None
    assert len(gone.found) == 2


def test_the_second_folder_is_remembered_and_forgotten(sign_in, desk: Desk, tmp_path: Path, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    supervisor, terminal = sign_in("001"), desk.terminal()
    with pytest.raises(RefusedError) as missing:
        safekeeping.keep_in(supervisor, tmp_path / "nowhere")
    with pytest.raises(RefusedError) as inside:
        safekeeping.keep_in(supervisor, settings.home)
    assert [missing.value.code, inside.value.code] == ["folder_missing", "folder_inside"]
    assert safekeeping.second_folder(settings.home) is None
    safekeeping.keep_in(supervisor, tmp_path)
    assert safekeeping.second_folder(settings.home) == tmp_path
    assert _last(supervisor, "backup_folder_set").detail == {"chosen": True}
    safekeeping.keep_in(supervisor, None)
    assert safekeeping.second_folder(settings.home) is None
    assert remembered(settings.home)["terminal"] == str(terminal)


def test_a_backup_by_hand_has_its_keys_beside_it(sign_in, tmp_path: Path, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    safekeeping.back_up(sign_in("001"), tmp_path / "copy.db")
    assert keys_beside(tmp_path / "copy.db").read_bytes() == (settings.home / "keys.json").read_bytes()


def test_a_password_of_long_ago_is_asked_for_anew(sign_in, clock: FixedClock, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    supervisor = sign_in("001")
    clock.advance(601)
    for call in (
        lambda: safekeeping.back_up(supervisor, tmp_path / "copy.db"),
        lambda: safekeeping.keep_in(supervisor, tmp_path),
    ):
        with pytest.raises(NotAllowedError) as refused:
            call()
        assert refused.value.code == "password_again"
    assert not (tmp_path / "copy.db").exists()
