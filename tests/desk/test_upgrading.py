"""Stores of every released version, brought up to this one with their data."""

import hashlib
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2
from sqlmodel import col, select

from lobby_tui.app import LobbyApp
from lobby_tui.desk import checkup, referrals, summary
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.upgrading import SHIPPED_BEFORE, upgrade
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store import schema
from lobby_tui.store.engine import unlock
from tests.conftest import CHEAP, PASSWORD
from tests.hand import Hand

RELEASED = Path(__file__).parent.parent / "store" / "released"
VERSIONS = sorted(int(folder.name) for folder in RELEASED.iterdir())


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Desk:
    """The desk of a store that a released version has written."""
    shutil.copytree(RELEASED / str(request.param), tmp_path / "home")
    return open_desk(Settings(tmp_path / "home", "zh", CHEAP), clock)


def test_every_version_before_this_one_has_a_store() -> None:
    assert [*range(1, schema.VERSION)] == VERSIONS


def test_an_old_store_is_not_opened_as_it_is(old: Desk) -> None:
    with pytest.raises(StoreError) as refused:
        old.sign_in("101", PASSWORD)
    assert refused.value.code == "store_older"


def test_everything_is_there_afterwards(old: Desk) -> None:
    upgrade(old, "101", PASSWORD)
    supervisor = old.sign_in("001", PASSWORD)
    found = checkup.check(supervisor)
    # Two a day were to follow up and had nobody, which version 1 allowed: now they stand in the tray.
    assert all("red tray" in problem.text for problem in found.problems)
    assert len(found.problems) == 4
    assert found.replayed
    with supervisor.reading() as session:
        branch = session.exec(select(Branch)).one()
        last = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "store_upgraded")).one()
    assert last.detail == {"before": 1, "after": schema.VERSION, "playbook": "icbc"}
    assert 'version = "1"' not in branch.playbook_text
    figures = [summary.of_day(supervisor, day.date) for day in _days(old)]
    assert [(one.visits, one.referrals) for one in figures if one] == [(8, 3), (7, 3)]
    page = referral_search.of_day(supervisor, _days(old)[1].date)
    assert [one.number for one in page.rows] == [1, 2, 3]
    assert referrals.reveal(supervisor, page.rows[1].id, "check").customer == "欧阳娜娜"
    assert [one.number for one in referral_search.search(supervisor, "oynn")] == [3, 2, 3, 2]
    old.close()


def _days(desk: Desk) -> Any:
    from lobby_tui.desk import days

    return days.latest(desk.sign_in("001", PASSWORD))


def test_work_goes_on(old: Desk) -> None:
    upgrade(old, "101", PASSWORD)
    shift = old.sign_in("101", PASSWORD)
    logged = referrals.log(shift, ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301"))
    assert logged.referral.number == 5
    old.close()


def test_the_backup_is_the_store_as_it_was(old: Desk) -> None:
    keys = old.keys.open("101", PASSWORD)
    done = upgrade(old, "101", PASSWORD)
    with closing(dbapi2.connect(str(done.backup))) as connection:
        unlock(connection, keys.data)
        assert connection.execute("PRAGMA user_version").fetchone() == (done.before,)
        assert connection.execute("SELECT count(*) FROM referral").fetchone() == (8,)
    assert done.backup.stat().st_mode & 0o077 == 0


def test_nothing_to_do(desk: Desk) -> None:
    with pytest.raises(RefusedError) as refused:
        upgrade(desk, "101", PASSWORD)
    assert refused.value.code == "store_current"


def test_a_wrong_password_upgrades_nothing(old: Desk) -> None:
    with pytest.raises(NotAllowedError):
        upgrade(old, "101", "wrong password")
    _still_old(old)


@pytest.mark.parametrize("step", ["back_up", "append_event"])
def test_cut_off_it_is_as_it_was(old: Desk, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    where = "lobby_tui.store.backup.back_up" if step == "back_up" else "lobby_tui.desk.upgrading.append_event"
    monkeypatch.setattr(where, fail)
    with pytest.raises(LobbyError) as failed:
        upgrade(old, "101", PASSWORD)
    assert failed.value.code == "disk_full"
    monkeypatch.undo()
    _still_old(old)
    upgrade(old, "101", PASSWORD)
    old.sign_in("101", PASSWORD)
    old.close()


def _still_old(desk: Desk) -> None:
    keys = desk.keys.open("101", PASSWORD)
    with closing(dbapi2.connect(str(desk.settings.store_path))) as connection:
        unlock(connection, keys.data)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM sqlite_schema WHERE name = 'complaint'").fetchone() is None


def test_a_playbook_of_the_branchs_own_is_left_alone(old: Desk) -> None:
    keys = old.keys.open("101", PASSWORD)
    with closing(dbapi2.connect(str(old.settings.store_path), isolation_level=None)) as connection:
        unlock(connection, keys.data)
        connection.execute("UPDATE branch SET playbook_text = playbook_text || '# ours'")
    assert not upgrade(old, "101", PASSWORD).playbook
    shift = old.sign_in("101", PASSWORD)
    with shift.reading() as session:
        assert session.exec(select(Branch)).one().playbook_text.endswith("# ours")
    assert shift.playbook.version == "1"
    old.close()


def test_todays_playbook_is_not_among_those_of_before() -> None:
    from lobby_tui.playbook.loading import _path, read_text

    assert hashlib.sha256(read_text(_path("icbc")).encode()).hexdigest() not in SHIPPED_BEFORE


async def test_the_app_does_it_at_sign_in(old: Desk, clock: FixedClock) -> None:
    app = LobbyApp(old.settings, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.sign_in("101", PASSWORD)
        assert "长安街支行" in hand.screen
        assert list((old.settings.home / "backups").iterdir())
