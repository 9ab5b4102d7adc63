"""A new key for the store's file: for everybody, without their passwords; and cut off at any instant."""

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2
from sqlmodel import col, select

from lobby_tui.desk import checkup, key_care, referrals, staff, summary
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.recovering import recover
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.rotating import rotate, rotate_and_go_on
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store import rekeying
from lobby_tui.store.engine import prepare, unlock
from lobby_tui.store.fitting import fitting
from lobby_tui.store.keys import Keys
from tests.conftest import PASSWORD, PEOPLE
from tests.store.test_keys_slots import put_first

ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
SignIn = Callable[[str], Shift]


@pytest.fixture
def supervisor(desk: Desk, sign_in: SignIn) -> Shift:
    """With a referral in the store, a PIN of somebody's, and a paper key."""
    referrals.log(sign_in("101"), ENTRY)
    return sign_in("001")


def opens(path: Path, key: bytes) -> bool:
    with closing(dbapi2.connect(str(path))) as connection:
        unlock(connection, key)
        try:
            return bool(connection.execute("SELECT count(*) FROM referral").fetchone())
        except dbapi2.DatabaseError:
            return False


def events(shift: Shift, action: str) -> list[AuditEvent]:
    with shift.reading() as session:
        return list(session.exec(select(AuditEvent).where(col(AuditEvent.action) == action)).all())


def test_everybody_gets_in_as_before(desk: Desk, supervisor: Shift) -> None:
    old = supervisor.keys
    pin = desk.keys.pin_slot("101", PASSWORD, "4826")
    words = "".join(key_care.make_paper_key(supervisor).chinese)
    done = rotate(desk, supervisor)
    assert done.dropped == ()
    assert not done.paper_dropped
    path = desk.settings.store_path
    again = desk.sign_in("001", PASSWORD)
    assert again.keys.data != old.data
    assert again.keys.root == old.root
    assert again.keys.earlier == (old.data,)
    assert checkup.check(again).ok
    assert checkup.check(again).replayed
    (event,) = events(again, "key_rotated")
    assert event.detail == {"backup": done.backup.name}
    for no, *_ in PEOPLE:
        theirs = desk.sign_in(no, PASSWORD)
        assert theirs.keys.audit_private is None
        assert theirs.keys.data == again.keys.data
    with_pin = desk.keys.open_with_pin("101", pin, "4826")
    assert with_pin is not None
    assert with_pin.data == again.keys.data
    desk.close()
    assert opens(path, again.keys.data)
    assert not opens(path, old.data)
    recover(desk, words, "001", "a new and long sentence")
    assert desk.sign_in("001", "a new and long sentence").keys.audit_private == old.audit_private
    assert path.stat().st_mode & 0o077 == 0
    assert {one.name for one in path.parent.iterdir() if one.name.endswith((".part", "-journal"))} == set()


def test_records_and_search_go_on(desk: Desk, supervisor: Shift) -> None:
    rotate(desk, supervisor)
    shift = desk.sign_in("101", PASSWORD)
    assert referrals.log(shift, ENTRY).referral.number == 2
    assert checkup.check(shift).ok


def test_backups_from_before_open_with_the_keys_of_today(desk: Desk, supervisor: Shift) -> None:
    done = rotate(desk, supervisor)
    keys = desk.sign_in("001", PASSWORD).keys
    fits = fitting(done.backup, keys)
    assert fits.data == keys.earlier[0]
    assert opens(done.backup, fits.data)
    desk.close()
    done.backup.replace(desk.settings.store_path)
    again = desk.sign_in("101", PASSWORD)
    assert again.keys.data == fits.data
    rotate(desk, desk.sign_in("001", PASSWORD))
    assert set(desk.sign_in("001", PASSWORD).keys.earlier) == {keys.data, fits.data}


def test_who_cannot_be_given_it_is_named(desk: Desk, supervisor: Shift) -> None:
    put_first(desk.keys, "301", Keys(supervisor.keys.data))
    document = desk.keys.document()
    desk.keys.save(document.with_slot("302", {**document.slots["302"], "public": document.slots["001"]["public"]}))
    assert rotate(desk, supervisor).dropped == ("301", "302")
    again = desk.sign_in("001", PASSWORD)
    with pytest.raises(NotAllowedError):
        desk.sign_in("301", PASSWORD)
    staff.reset(again, "301", "another long sentence")
    assert desk.sign_in("301", "another long sentence").may


def test_nobody_else_may_have_it_open(desk: Desk, supervisor: Shift, settings: Settings, clock: FixedClock) -> None:
    other = open_desk(settings, clock)
    theirs = other.sign_in("101", PASSWORD)
    keys = desk.keys.path.read_bytes()
    with pytest.raises(StoreError) as caught:
        rotate(desk, supervisor)
    assert caught.value.code == "store_in_use"
    assert desk.keys.path.read_bytes() == keys
    assert referrals.log(theirs, ENTRY).referral.number == 2
    other.close()
    assert rotate(desk, desk.sign_in("001", PASSWORD)).dropped == ()


def test_nobody_writes_meanwhile(desk: Desk, supervisor: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    path, old, check = desk.settings.store_path, supervisor.keys.data, rekeying._check
    said = []

    def check_while_another_writes(part: Path, key: bytes) -> None:
        check(part, key)
        with closing(dbapi2.connect(str(path), isolation_level=None, timeout=0)) as connection:
            unlock(connection, old)
            with pytest.raises(dbapi2.OperationalError, match="locked"):
                connection.execute("BEGIN IMMEDIATE")
            said.append("refused")

    monkeypatch.setattr(rekeying, "_check", check_while_another_writes)
    rotate(desk, supervisor)
    assert said == ["refused"]


@pytest.mark.skipif(os.name == "nt", reason="Windows exchanges no file that is open")
def test_who_waited_for_the_old_file_cannot_write_to_it(
    desk: Desk, supervisor: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened before the files were exchanged, and first used afterwards: what is written there would be lost."""
    waiting, exchange = [], rekeying._exchange

    def exchange_while_another_waits(connection: Any, part: Path, path: Path) -> None:
        waiting.append(dbapi2.connect(str(path), isolation_level=None))
        exchange(connection, part, path)

    monkeypatch.setattr(rekeying, "_exchange", exchange_while_another_waits)
    old = supervisor.keys.data
    rotate(desk, supervisor)
    with closing(waiting[0]) as connection, pytest.raises(dbapi2.OperationalError, match="readonly"):
        prepare(connection, old)  # every connection of ours begins with it


def test_supervisors_only(desk: Desk, sign_in: SignIn) -> None:
    shift = sign_in("101")
    for change in (lambda: rotate(desk, shift), lambda: rotate_and_go_on(desk, shift, PASSWORD)):
        with pytest.raises(NotAllowedError) as caught:
            change()
        assert caught.value.code == "not_allowed"
    assert summary.of_day(shift) is None


def test_whoever_goes_on_working(desk: Desk, supervisor: Shift, settings: Settings, clock: FixedClock) -> None:
    with pytest.raises(NotAllowedError) as caught:
        rotate_and_go_on(desk, supervisor, "wrong horse")
    assert caught.value.code == "wrong_password"
    clock.advance(3600)
    before = supervisor.keys.data
    assert rotate_and_go_on(desk, supervisor, PASSWORD).dropped == ()
    assert supervisor.keys.data != before
    assert checkup.check(supervisor).ok
    other = open_desk(settings, clock)
    other.sign_in("101", PASSWORD)
    with pytest.raises(StoreError):
        rotate_and_go_on(desk, supervisor, PASSWORD)
    other.close()
    # Refused, and still at work.
    assert checkup.check(supervisor).ok


def test_the_password_has_to_be_fresh(desk: Desk, supervisor: Shift) -> None:
    supervisor.presence.proved -= 601
    with pytest.raises(NotAllowedError) as caught:
        rotate(desk, supervisor)
    assert caught.value.code == "password_again"


@pytest.mark.parametrize("step", ["_copy", "_check", "_sync", "_exchange"])
def test_what_fails_leaves_everything_as_it_was(
    desk: Desk, supervisor: Shift, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    keys = desk.keys.path.read_bytes()
    monkeypatch.setattr(rekeying, step, fail)
    with pytest.raises(StoreError) as caught:
        rotate(desk, supervisor)
    assert caught.value.code == "disk_full"
    monkeypatch.undo()
    assert desk.keys.path.read_bytes() == keys
    again = desk.sign_in("001", PASSWORD)
    assert events(again, "key_rotated") == []
    assert rotate(desk, again).dropped == ()


def _count_down(steps: int) -> None:
    """In a child: end at once, without any cleaning up, before the step of this number."""
    left = steps

    def before(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        changes = event in ("os.rename", "os.remove", "os.link")
        # Files that are only read leave nothing half-way.
        if changes or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            left -= 1
            if left < 0:
                os._exit(9)

    sys.addaudithook(before)


def _cut(settings: Settings, clock: FixedClock, steps: int) -> bool:
    """Change the key in a child that is cut off before one of its steps. False where it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            desk = open_desk(settings, clock)
            shift = desk.sign_in("001", PASSWORD)
            _count_down(steps)
            rotate(desk, shift)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9)
    return code == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_cut_off_at_any_step_everybody_still_gets_in(settings: Settings, clock: FixedClock) -> None:
    desk = open_desk(settings, clock)
    first = desk.sign_in("101", PASSWORD)
    referrals.log(first, ENTRY)
    before = first.keys.data
    desk.close()
    cuts, changed = 0, 0
    while _cut(settings, clock, cuts):
        cuts += 1
        supervisor, manager = desk.sign_in("001", PASSWORD), desk.sign_in("101", PASSWORD)
        assert referrals.log(manager, ENTRY).referral.number == cuts + 1
        assert supervisor.keys.data == manager.keys.data
        changed += supervisor.keys.data != before
        before = supervisor.keys.data
        assert len(events(supervisor, "key_rotated")) == changed
        desk.close()
    assert cuts > 12
    supervisor = desk.sign_in("001", PASSWORD)
    assert supervisor.keys.data != before
    assert checkup.check(supervisor).ok
    desk.close()
    assert not list(settings.home.glob(".*lobby.db.*"))
