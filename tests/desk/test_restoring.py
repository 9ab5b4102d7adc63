"""Restoring a backup: by two people, into a new file, whatever state the live store is in."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing as closed_after
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from sqlmodel import col, select

from lobby_tui.desk import checkup, referrals, restoring, safekeeping, second_person, staff
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.restore import exchange
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Role
from lobby_tui.models.referral import Referral
from lobby_tui.settings import Settings
from lobby_tui.store.backup_folder import FOLDER, keys_beside, listed, new_name
from lobby_tui.store.engine import unlock
from lobby_tui.store.keys import KeyFile
from tests.conftest import CHEAP, PASSWORD, beside

HEAD, SECOND = ("001", PASSWORD), ("101", PASSWORD)
RELEASED = Path(__file__).parent.parent / "store" / "released"


def _entry(name: str) -> ReferralEntry:
    return ReferralEntry(customer=name, signals=["A01"], manager_no="301")


@pytest.fixture
def supervisor(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


@pytest.fixture
def copy(supervisor: Shift, tmp_path: Path) -> Path:
    """A backup with one referral, of a store that now has two."""
    referrals.log(supervisor, _entry("欧阳娜娜"))
    safekeeping.back_up(supervisor, tmp_path / "copy.db")
    referrals.log(supervisor, _entry("王小明"))
    return tmp_path / "copy.db"


def _customers(shift: Shift) -> list[str]:
    with shift.reading() as session:
        return sorted(session.exec(select(Referral.customer)).all())


def _event(shift: Shift, action: str = "store_restored") -> AuditEvent:
    with shift.reading() as session:
        return session.exec(select(AuditEvent).where(col(AuditEvent.action) == action)).one()


def _left_over(home: Path) -> set[str]:
    known = {"device.key", "keys.json", "terminal.json", "lobby.db", "lobby.db-wal", "lobby.db-shm", FOLDER, "tries.db"}
    return {one.name for one in home.iterdir()} - known


def test_the_store_is_as_it_was_then_and_says_what_it_lost(supervisor: Shift, desk: Desk, copy: Path) -> None:
    live = checkup.check(supervisor)
    seen = restoring.look(supervisor, copy)
    assert seen.last is not None
    assert seen.loss is not None
    assert seen.loss.events == live.events - seen.last.event == 1
    assert (seen.referrals, seen.loss.apart) == (1, False)
    done = restoring.restore(supervisor, copy, beside(supervisor))
    desk.close()
    shift = desk.sign_in(*HEAD)
    assert _customers(shift) == ["欧阳娜娜"]
    assert checkup.check(shift).problems == ()
    event = _event(shift)
    chain = shift.chain.hex
    assert event.staff_id == shift.person.id
    # Proving the second person and the look at the backup write nothing.
    assert event.detail == {
        "file": "copy.db", "by": "001", "second": "101", "lost_events": 1,
        "restored": {chain: [seen.last.event, seen.last.head]}, "lost": {chain: [live.events, live.head]},
    }  # fmt: skip
    assert done.lost is not None
    assert (done.restored, done.lost.event, done.lost.head) == (seen.last, live.events, live.head)
    assert done.loss == seen.loss
    assert _left_over(desk.settings.home) == set()


def test_the_one_before_is_kept_and_can_be_put_back(supervisor: Shift, desk: Desk, copy: Path) -> None:
    done = restoring.restore(supervisor, copy, beside(supervisor))
    desk.close()
    assert done.old is not None
    (kept,) = listed(desk.settings.home / FOLDER, desk.settings.store_path)
    assert (kept.path, kept.kind, kept.has_keys) == (done.old, "replaced", True)
    assert done.old.stat().st_mode & 0o077 == 0
    shift = desk.sign_in(*HEAD)
    again = restoring.restore(shift, done.old, beside(shift))
    desk.close()
    assert again.loss is not None
    assert again.loss.apart, "the restored store has gone its own way"
    shift = desk.sign_in(*HEAD)
    assert _customers(shift) == ["欧阳娜娜", "王小明"]
    assert checkup.check(shift).problems == ()


def test_nobody_does_it_alone(supervisor: Shift, lobby_manager: Shift, copy: Path, clock: FixedClock) -> None:
    alone = SecondPerson(supervisor.person.id, "001", "孙丽", Role.SUPERVISOR)
    teller = SecondPerson(lobby_manager.person.id, "201", "王芳", Role.CASH_TELLER)
    for second in (alone, teller):
        with pytest.raises(NotAllowedError):
            restoring.restore(supervisor, copy, second)
    with pytest.raises(NotAllowedError):
        restoring.restore(lobby_manager, copy, beside(lobby_manager))
    clock.advance(601)
    with pytest.raises(NotAllowedError) as refused:
        restoring.restore(supervisor, copy, beside(supervisor))
    assert refused.value.code == "password_again"
    assert _customers(supervisor) == ["欧阳娜娜", "王小明"]


def _untouched(desk: Desk, shift: Shift) -> None:
    assert _customers(shift) == ["欧阳娜娜", "王小明"]
    assert checkup.check(shift).problems == ()
    assert _left_over(desk.settings.home) == set()


@pytest.mark.parametrize("what", ["missing", "text", "empty", "damaged pages", "cut", "another store", "itself"])
def test_what_is_no_backup_of_this_store_changes_nothing(
    supervisor: Shift, desk: Desk, copy: Path, what: str, tmp_path: Path
) -> None:
    content = bytearray(copy.read_bytes())
    if what == "missing":
        copy.unlink()
    elif what == "text":
        copy.write_text("大堂经理的记录" * 5000, encoding="utf-8")
    elif what == "empty":
        copy.write_bytes(b"")
    elif what == "damaged pages":
        for place in range(8 * 4096, len(content), 4096):
            content[place + 9] ^= 1
        copy.write_bytes(content)
    elif what == "cut":
        copy.write_bytes(content[: len(content) // 2])
    elif what == "another store":
        shutil.copy(RELEASED / "1" / "lobby.db", copy)
    elif what == "itself":
        copy.unlink()
        os.link(desk.settings.store_path, copy)
    with pytest.raises((StoreError, RefusedError)) as refused:
        restoring.restore(supervisor, copy, beside(supervisor))
    assert refused.value.code == {
        "missing": "backup_missing",
        "itself": "not_a_backup",
    }.get(what, "backup_unreadable")
    _untouched(desk, supervisor)


def test_not_while_another_command_works(supervisor: Shift, desk: Desk, copy: Path, settings: Settings) -> None:
    other = open_desk(settings, desk.clock)
    shift = other.sign_in("101", PASSWORD)
    with pytest.raises(StoreError) as refused:
        restoring.restore(supervisor, copy, beside(supervisor))
    assert refused.value.code == "store_in_use"
    referrals.log(shift, _entry("赵六"))
    other.close()
    assert _customers(supervisor) == ["欧阳娜娜", "王小明", "赵六"]
    restoring.restore(supervisor, copy, beside(supervisor))


@pytest.mark.parametrize("step", ["copy_keys", "_also_named", "replace", "sync_folder"])
def test_the_device_may_die_at_any_step(
    supervisor: Shift, desk: Desk, copy: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class DeathError(BaseException):
        pass

    def die(*_: object) -> None:
        raise DeathError

    if step == "replace":
        monkeypatch.setattr(Path, "replace", die)
    else:
        monkeypatch.setattr(exchange, step, die)
    second = beside(supervisor)
    with pytest.raises(DeathError):
        restoring.restore(supervisor, copy, second)
    monkeypatch.undo()
    desk.close()
    shift = desk.sign_in(*HEAD)
    assert _customers(shift) == ["欧阳娜娜", "王小明"]
    assert checkup.check(shift).problems == ()
    restoring.restore(shift, copy, beside(shift))
    desk.close()
    shift = desk.sign_in(*HEAD)
    assert _customers(shift) == ["欧阳娜娜"]
    assert checkup.check(shift).problems == ()
    # One old store, and no second name of it from the time that was cut off.
    assert len(listed(desk.settings.home / FOLDER)) == 1


@pytest.mark.parametrize("how", ["gone", "empty", "text", "head", "page"])
def test_a_store_that_does_not_open_is_replaced_by_the_slots_of_two(
    supervisor: Shift, desk: Desk, copy: Path, how: str
) -> None:
    desk.close()
    path = desk.settings.store_path
    content = bytearray(path.read_bytes())
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "text":
        path.write_text("没有了" * 9000, encoding="utf-8")
    else:
        content[{"head": 20, "page": 4096 + 30}[how]] ^= 1
        for place in range(4096, len(content), 4096):
            content[place + 9] ^= how == "page"
        path.write_bytes(content)
    broken = None if how == "gone" else path.read_bytes()
    done = restoring.restore_with(desk, copy, HEAD, SECOND)
    assert (done.loss, done.lost) == (None, None)
    if broken is None:
        assert done.old is None
    else:
        assert done.old is not None
        assert done.old.read_bytes() == broken
    shift = desk.sign_in(*HEAD)
    assert _customers(shift) == ["欧阳娜娜"]
    assert checkup.check(shift).problems == ()
    assert _event(shift).detail["lost_events"] is None


def test_the_log_of_a_broken_store_is_not_folded_into_the_new_one(supervisor: Shift, desk: Desk, copy: Path) -> None:
    desk.close()
    path = desk.settings.store_path
    path.write_bytes(b"")
    path.with_name("lobby.db-wal").write_bytes(b"an old log" * 1000)
    done = restoring.restore_with(desk, copy, HEAD, SECOND)
    assert done.old is not None
    assert done.old.with_name(done.old.name + "-wal").read_bytes() == b"an old log" * 1000
    assert checkup.check(desk.sign_in(*HEAD)).problems == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("101", PASSWORD), ("001", PASSWORD)),  # no supervisor
        (("001", PASSWORD), ("001", PASSWORD)),  # alone
        (("001", PASSWORD), ("201", PASSWORD)),  # a teller beside
        (("001", "wrong password"), ("101", PASSWORD)),
        (("001", PASSWORD), ("101", "wrong password")),
        (("001", PASSWORD), ("999", PASSWORD)),
    ],
)
@pytest.mark.parametrize("opens", [True, False])
def test_both_have_to_be_who_they_are(
    supervisor: Shift, desk: Desk, copy: Path, first: tuple[str, str], second: tuple[str, str], opens: bool
) -> None:
    desk.close()
    if not opens:
        desk.settings.store_path.write_bytes(b"broken")
    before = desk.settings.store_path.stat().st_ino
    with pytest.raises((NotAllowedError, RefusedError)):
        restoring.restore_with(desk, copy, first, second)
    assert desk.settings.store_path.stat().st_ino == before
    assert not list((desk.settings.home / FOLDER).glob("*")) if (desk.settings.home / FOLDER).exists() else True


def test_with_two_passwords_where_the_store_opens(supervisor: Shift, desk: Desk, copy: Path) -> None:
    desk.close()
    done = restoring.restore_with(desk, copy, HEAD, SECOND)
    assert done.loss is not None
    assert _customers(desk.sign_in(*HEAD)) == ["欧阳娜娜"]


def test_people_of_now_keep_their_passwords_and_those_of_then_have_none(
    supervisor: Shift, desk: Desk, copy: Path
) -> None:
    staff.disable(supervisor, "302")
    staff.add(supervisor, "303", "新人", "customer_manager", PASSWORD)
    done = restoring.restore(supervisor, copy, beside(supervisor))
    desk.close()
    # Whoever was let go does not come back with an old backup.
    assert done.without_password == ("302",)
    for no in ("302", "303"):
        with pytest.raises(NotAllowedError):
            desk.sign_in(no, PASSWORD)


@pytest.mark.parametrize("version", [1, 2])
def test_a_backup_from_before_an_upgrade_is_upgraded(version: int, tmp_path: Path, clock: FixedClock) -> None:
    from lobby_tui.desk.upgrading import upgrade
    from tests.desk.test_upgrading import KEPT

    shutil.copytree(RELEASED / str(version), tmp_path / "home")
    desk = open_desk(Settings(tmp_path / "home", "zh", CHEAP), clock)
    password = KEPT[version].password
    done = upgrade(desk, "101", password)
    assert keys_beside(done.backup).exists()
    shift = desk.sign_in("001", password)
    seen = restoring.look(shift, done.backup)
    assert (seen.version, seen.referrals) == (version, KEPT[version].referrals)
    restoring.restore(shift, done.backup, second_person.prove(shift, "101", password))
    desk.close()
    shift = desk.sign_in("001", password)
    found = checkup.check(shift)
    assert len(found.problems) == KEPT[version].untended
    assert found.replayed
    assert _event(shift, "store_upgraded").detail["before"] == version
    referrals.log(shift, _entry("王小明"))
    desk.close()


def test_a_backup_under_an_earlier_key_comes_under_todays(
    supervisor: Shift, desk: Desk, copy: Path, settings: Settings
) -> None:
    keys = supervisor.keys
    desk.close()
    # As it is after the key was changed: the file has a new one, the slots know both.
    new = replace(keys, data=bytes(range(32)), earlier=(keys.data,))
    with closed_after(dbapi2.connect(str(settings.store_path), isolation_level=None)) as connection:
        unlock(connection, keys.data)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA rekey = \"x'{new.data.hex()}'\"")
    slots = KeyFile(settings.home, CHEAP)
    for no in ("001", "101"):
        slots.put(no, PASSWORD, new if no == "001" else replace(new, audit_private=None))
    shift = desk.sign_in(*HEAD)
    assert shift.keys.data == new.data
    restoring.restore(shift, copy, beside(shift))
    desk.close()
    shift = desk.sign_in(*HEAD)
    assert shift.keys.data == new.data
    assert _customers(shift) == ["欧阳娜娜"]
    assert checkup.check(shift).problems == ()


def test_the_key_file_knows_the_new_file(supervisor: Shift, desk: Desk, copy: Path) -> None:
    """What it begins with: by this a damaged beginning is told from another store."""
    desk.keys.save(replace(desk.keys.document(), salt="00" * 16))
    restoring.restore(supervisor, copy, beside(supervisor))
    desk.close()
    assert desk.keys.document().salt == desk.settings.store_path.read_bytes()[:16].hex()


def test_a_newer_store_is_not_thrown_out(supervisor: Shift, desk: Desk, copy: Path) -> None:
    key = supervisor.keys.data
    desk.close()
    with closed_after(dbapi2.connect(str(desk.settings.store_path), isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LobbyError) as refused:
        restoring.restore_with(desk, copy, HEAD, SECOND)
    assert refused.value.code == "store_newer"


def test_a_second_name_of_the_live_store_is_no_backup(supervisor: Shift, settings: Settings, clock: FixedClock) -> None:
    folder = settings.home / FOLDER
    folder.mkdir()
    os.link(settings.store_path, folder / new_name("replaced", clock.now()))
    assert safekeeping.listed_backups(supervisor).found == ()
