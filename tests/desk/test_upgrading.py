"""Stores of every released version, brought up to this one with their data."""

import hashlib
import json
import shutil
from contextlib import closing
from dataclasses import dataclass
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
from lobby_tui.store.backup_folder import keys_beside
from lobby_tui.store.engine import unlock
from tests.conftest import CHEAP, PASSWORD
from tests.hand import Hand


@dataclass(frozen=True)
class Kept:
    """What a released store held when it was written. `figures` are visits and referrals by day, the latest first."""

    password: str
    referrals: int
    figures: list[tuple[int, int]]
    customer: tuple[int, str]
    next_number: int
    untended: int


KEPT = {
    # Two a day were to follow up and had nobody, which version 1 allowed: now they stand in the tray.
    1: Kept(PASSWORD, 8, [(8, 3), (7, 3)], (2, "欧阳娜娜"), 5, 4),
    2: Kept("lobby-demo", 35, [(18, 7), (18, 9), (22, 7), (20, 10)], (5, "陈诗"), 8, 0),
    3: Kept("lobby-demo", 35, [(18, 7), (18, 9), (22, 7), (20, 10)], (5, "陈诗"), 8, 0),
}
RELEASED = Path(__file__).parent.parent / "store" / "released"
VERSIONS = sorted(int(folder.name) for folder in RELEASED.iterdir())


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def old(version: int, tmp_path: Path, clock: FixedClock) -> Desk:
    """The desk of a store that a released version has written."""
    shutil.copytree(RELEASED / str(version), tmp_path / "home")
    return open_desk(Settings(tmp_path / "home", "zh", CHEAP), clock)


@pytest.fixture
def password(version: int) -> str:
    return KEPT[version].password


def test_every_version_before_this_one_has_a_store() -> None:
    assert [*range(1, schema.VERSION)] == VERSIONS


def test_an_old_store_is_not_opened_as_it_is(old: Desk, password: str) -> None:
    with pytest.raises(StoreError) as refused:
        old.sign_in("101", password)
    assert refused.value.code == "store_older"


def test_everything_is_there_afterwards(old: Desk, version: int, password: str) -> None:
    kept, renewed = KEPT[version], upgrade(old, "101", password).playbook
    supervisor = old.sign_in("001", password)
    found = checkup.check(supervisor)
    assert all("red tray" in problem.text for problem in found.problems)
    assert len(found.problems) == kept.untended
    assert found.replayed
    with supervisor.reading() as session:
        branch = session.exec(select(Branch)).one()
        last = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "store_upgraded")).one()
    assert last.detail == {"before": version, "after": schema.VERSION, "playbook": "icbc" if renewed else ""}
    assert 'version = "1"' not in branch.playbook_text
    figures = [summary.of_day(supervisor, day.date) for day in _days(old, password)]
    assert [(one.visits, one.referrals) for one in figures if one] == kept.figures
    page = referral_search.of_day(supervisor, _days(old, password)[1].date)
    number, name = kept.customer
    (row,) = [one for one in page.rows if one.number == number]
    assert referrals.reveal(supervisor, row.id, "check").customer == name
    assert row.id in [one.id for one in referral_search.search(supervisor, name)]
    old.close()


def _days(desk: Desk, password: str) -> Any:
    from lobby_tui.desk import days

    return days.latest(desk.sign_in("001", password))


def test_work_goes_on(old: Desk, version: int, password: str) -> None:
    upgrade(old, "101", password)
    shift = old.sign_in("101", password)
    logged = referrals.log(shift, ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301"))
    assert logged.referral.number == KEPT[version].next_number
    old.close()


def test_the_backup_is_the_store_as_it_was(old: Desk, password: str) -> None:
    keys = old.keys.open("101", password)
    done = upgrade(old, "101", password)
    with closing(dbapi2.connect(str(done.backup))) as connection:
        unlock(connection, keys.data)
        assert connection.execute("PRAGMA user_version").fetchone() == (done.before,)
        assert connection.execute("SELECT count(*) FROM referral").fetchone() == (KEPT[done.before].referrals,)
    assert done.backup.stat().st_mode & 0o077 == 0


def test_its_keys_lie_beside_the_backup_and_in_the_second_folder(old: Desk, password: str, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    terminal = old.settings.terminal_path
    terminal.write_text(json.dumps(json.loads(terminal.read_text()) | {"backups": str(stick)}))
    done = upgrade(old, "101", password)
    for made in (done.backup, stick / done.backup.name):
        assert made.read_bytes() == done.backup.read_bytes()
        assert set(json.loads(keys_beside(made).read_bytes())["slots"]) >= {"001", "101"}


def test_every_row_is_there_as_it_was(old: Desk, password: str) -> None:
    key = old.keys.open("101", password).data
    before = _rows(old, key)
    renewed = upgrade(old, "101", password).playbook
    after = _rows(old, key)
    assert sum(map(len, before.values())) > 100
    for table, rows in before.items():
        for identity, row in rows.items():
            kept = {name: after[table][identity][name] for name in row}
            if table == "branch" and renewed:
                kept["playbook_text"] = row["playbook_text"]
            assert kept == row, table
        # One event says what was done, and its key of the day may have turned.
        assert len(after[table]) == len(rows) + (table == "audit_event")


def _rows(desk: Desk, key: bytes) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table by its key, but for the key of the audit chain's day."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    with closing(dbapi2.connect(str(desk.settings.store_path))) as connection:
        unlock(connection, key)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in {*tables} - {"alembic_version", "audit_chain"}:
            columns = [row[:] for row in connection.execute(f"PRAGMA table_info({table})")]
            names, keys = [one[1] for one in columns], [one[1] for one in columns if one[5]]
            rows = [dict(zip(names, row, strict=True)) for row in connection.execute(f"SELECT * FROM {table}")]
            found[table] = {tuple(row[name] for name in keys): row for row in rows}
    return found


def test_nothing_to_do(desk: Desk) -> None:
    with pytest.raises(RefusedError) as refused:
        upgrade(desk, "101", PASSWORD)
    assert refused.value.code == "store_current"


def test_a_wrong_password_upgrades_nothing(old: Desk, version: int, password: str) -> None:
    with pytest.raises(NotAllowedError):
        upgrade(old, "101", "wrong password")
    _still_old(old, version, password)


@pytest.mark.parametrize("step", ["back_up", "append_event"])
def test_cut_off_it_is_as_it_was(
    old: Desk, version: int, password: str, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    where = "lobby_tui.store.backup.back_up" if step == "back_up" else "lobby_tui.desk.upgrading.append_event"
    monkeypatch.setattr(where, fail)
    with pytest.raises(LobbyError) as failed:
        upgrade(old, "101", password)
    assert failed.value.code == "disk_full"
    monkeypatch.undo()
    _still_old(old, version, password)
    upgrade(old, "101", password)
    old.sign_in("101", password)
    old.close()


def _still_old(desk: Desk, version: int, password: str) -> None:
    keys = desk.keys.open("101", password)
    with closing(dbapi2.connect(str(desk.settings.store_path))) as connection:
        unlock(connection, keys.data)
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        added = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'day_tally'").fetchone()
        assert added == (0,)


def test_a_playbook_of_the_branchs_own_is_left_alone(old: Desk, password: str) -> None:
    keys = old.keys.open("101", password)
    with closing(dbapi2.connect(str(old.settings.store_path), isolation_level=None)) as connection:
        unlock(connection, keys.data)
        connection.execute("UPDATE branch SET playbook_text = playbook_text || '# ours'")
    assert not upgrade(old, "101", password).playbook
    shift = old.sign_in("101", password)
    with shift.reading() as session:
        assert session.exec(select(Branch)).one().playbook_text.endswith("# ours")
    assert version != 1 or shift.playbook.version == "1"
    old.close()


def test_todays_playbook_is_not_among_those_of_before() -> None:
    from lobby_tui.playbook.loading import _path, read_text

    assert hashlib.sha256(read_text(_path("icbc")).encode()).hexdigest() not in SHIPPED_BEFORE


async def test_the_app_does_it_at_sign_in(old: Desk, password: str, clock: FixedClock) -> None:
    app = LobbyApp(old.settings, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.sign_in_by_keys("101", password)
        assert "长安街支行" in hand.screen
        assert list((old.settings.home / "backups").iterdir())
