"""Salvaging: whatever page is damaged, what can be read is read, and what is lost is named."""

import random
import shutil
from contextlib import closing as closed_after
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.desk import checkup, referrals, restoring, safekeeping, salvaging
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral import search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.upgrading import upgrade
from lobby_tui.errors import NotAllowedError, RefusedError, StoreError
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store.backup_folder import keys_beside
from lobby_tui.store.engine import unlock
from lobby_tui.store.salvage import LEFT_OUT
from tests.conftest import CHEAP

NOW = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
PAGE = 4096
DEMO = "lobby-demo"
RELEASED = Path(__file__).parent.parent / "store" / "released" / "2"


@pytest.fixture(scope="module")
def full_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with some days of records of every kind, of today's version; never opened again, only copied."""
    home = tmp_path_factory.mktemp("full") / "home"
    shutil.copytree(RELEASED, home)
    desk = open_desk(Settings(home, "zh", CHEAP), FixedClock(NOW))
    upgrade(desk, "001", DEMO)
    shutil.rmtree(home / "backups")
    shift = desk.sign_in("001", DEMO)
    shift.store.close()
    desk.close()
    return home


@pytest.fixture(scope="module")
def data_pages(full_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """The pages without which the list of tables can still be read."""
    path = shutil.copy(full_folder / "lobby.db", tmp_path_factory.mktemp("probe") / "lobby.db")
    key = open_desk(Settings(full_folder, "zh", CHEAP), FixedClock(NOW)).keys.open("001", DEMO).data
    found = []
    for page in range(2, _pages(path) + 1):
        _damage(path, [page])
        with suppress(dbapi2.Error):
            _schema(path, key)
            found.append(page)
        _damage(path, [page])
    return found


def _schema(path: Path, key: bytes) -> None:
    with closed_after(dbapi2.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("SELECT * FROM sqlite_schema").fetchall()


@pytest.fixture
def full(full_folder: Path, tmp_path: Path) -> Desk:
    shutil.copytree(full_folder, tmp_path / "home")
    return open_desk(Settings(tmp_path / "home", "zh", CHEAP), FixedClock(NOW))


def _damage(path: Path, pages: list[int]) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE + 100] ^= 0x10
    path.write_bytes(content)


def _pages(path: Path) -> int:
    return path.stat().st_size // PAGE


def _rows(path: Path, key: bytes) -> dict[str, set[tuple[object, ...]]]:
    with closed_after(dbapi2.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as connection:
        unlock(connection, key)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: set(map(tuple, connection.execute(f"SELECT * FROM {name}"))) for name in names}


def _key(desk: Desk) -> bytes:
    return desk.keys.open("001", DEMO).data


def test_a_store_that_is_whole_comes_out_as_it_was(full: Desk) -> None:
    before = _rows(full.settings.store_path, _key(full))
    done = salvaging.salvage(full, "001", DEMO)
    assert (done.healed, done.gone, done.events_lost, done.opens) == (0, (), 0, True)
    after = _rows(done.path, _key(full))
    assert {name for name in before if before[name] != after[name]} == {"audit_event", "audit_chain"} - (
        {"audit_chain"} if before["audit_chain"] == after["audit_chain"] else set()
    )
    assert after["audit_event"] > before["audit_event"]
    assert before["search_term"]
    assert done.path.stat().st_mode & 0o077 == 0
    assert keys_beside(done.path).exists()
    assert [one for one in done.tables if (one.lost, one.rows) != (0, len(before[one.name]))] == []


@pytest.mark.parametrize("seed", [1, 2, 5, 8])
def test_whatever_pages_are_damaged(full: Desk, data_pages: list[int], seed: int) -> None:
    chance = random.Random(seed)
    path, key = full.settings.store_path, _key(full)
    before = _rows(path, key)
    _damage(path, chance.sample(data_pages, 1 + 2 * seed))
    content = path.read_bytes()
    done = salvaging.salvage(full, "001", DEMO)
    # Its first page says that there is no log beside it any more.
    assert path.read_bytes()[PAGE:] == content[PAGE:], "the damaged file stays as it is"
    after = _rows(done.path, key)
    for name in before.keys() - {"audit_event", "audit_chain"} - LEFT_OUT:
        assert after[name] <= before[name], "nothing is made up"
    kept = {one.name: one for one in done.tables}
    for name, rows in before.items():
        if name not in {"audit_event", "audit_chain", *LEFT_OUT}:
            assert kept[name].rows == len(after[name])
            assert kept[name].lost in (None, len(rows) - kept[name].rows)
    # What is said to be gone is gone, and where all events are left nothing else is.
    for name in done.gone:
        table, _, identity = name.partition(":")
        assert not [row for row in after[table] if row[table != "branch"] == identity.replace("-", "")]
    if kept["audit_event"].rows == len(before["audit_event"]):
        lost = {name: len(before[name] - after[name]) for name in before.keys() - {"draft", *LEFT_OUT}}
        expected = {name: number for name, number in lost.items() if number and name not in ("audit_event",)}
        assert done.gone_by_table == {name: number for name, number in expected.items() if name in kept}


def test_a_backup_gives_back_what_its_events_prove(full: Desk, data_pages: list[int]) -> None:
    shift = full.sign_in("001", DEMO)
    safekeeping.after_closing(shift)
    late = referrals.log(shift, ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301")).referral
    full.close()
    path, key = full.settings.store_path, _key(full)
    before = _rows(path, key)
    _damage(path, data_pages[::6])
    done = salvaging.salvage(full, "001", DEMO)
    assert done.opens
    assert done.healed > 50
    after = _rows(done.path, key)
    # Only what came after the backup can be lost: the referral, its day's row, and the last events.
    assert len(before["referral"] - after["referral"]) <= 1
    assert len(before["complaint"] - after["complaint"]) == 0
    assert set(done.gone_by_table) <= {"referral", "business_day"}
    assert after["referral"] <= before["referral"]
    shutil.copy(done.path, path)
    shift = full.sign_in("001", DEMO)
    found = checkup.check(shift)
    whole = f"referral:{late.id}" not in done.gone and done.events_lost == 0 and not done.gone
    assert found.ok or not whole
    assert len(search.search(shift, "陈诗")) >= 1


def test_a_row_that_was_changed_since_is_not_taken_from_the_backup(full: Desk) -> None:
    """An old state is no state: it is named as gone."""
    shift = full.sign_in("001", DEMO)
    entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
    row = referrals.log(shift, entry).referral
    safekeeping.after_closing(shift)
    referrals.change(shift, row.id, ReferralEntry(customer="王大明", signals=["A01"], manager_no="301"), 1)
    full.close()
    path, key = full.settings.store_path, _key(full)
    with closed_after(dbapi2.connect(str(path), isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM referral")
    done = salvaging.salvage(full, "001", DEMO)
    assert done.gone == (f"referral:{row.id}",)
    assert {"王小明", "王大明"}.isdisjoint(one[5] for one in _rows(done.path, key)["referral"])
    assert done.healed == 35


def test_what_was_salvaged_is_restored_by_two(full: Desk, data_pages: list[int]) -> None:
    safekeeping.after_closing(full.sign_in("001", DEMO))
    full.close()
    _damage(full.settings.store_path, data_pages[::15])
    done = salvaging.salvage(full, "001", DEMO)
    assert done.opens
    restoring.restore_with(full, done.path, ("001", DEMO), ("101", DEMO))
    shift = full.sign_in("101", DEMO)
    logged = referrals.log(shift, ReferralEntry(customer="王小明", signals=["A01"], manager_no="301"))
    assert logged.referral.number
    full.close()


def test_what_lost_the_branch_itself_is_not_restored(full: Desk) -> None:
    path, key = full.settings.store_path, _key(full)
    with closed_after(dbapi2.connect(str(path), isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM branch")
    done = salvaging.salvage(full, "001", DEMO)
    assert not done.opens
    assert done.gone_by_table == {"branch": 1}
    shutil.copy(path, path.with_name("broken.db"))
    path.write_bytes(b"broken")
    with pytest.raises(StoreError) as refused:
        restoring.restore_with(full, done.path, ("001", DEMO), ("101", DEMO))
    assert refused.value.code == "backup_without_branch"
    assert path.read_bytes() == b"broken"


def test_the_log_beside_it_is_read_as_well(full: Desk, tmp_path: Path) -> None:
    shift = full.sign_in("001", DEMO)
    row = referrals.log(shift, ReferralEntry(customer="欧阳娜娜", signals=["A01"], manager_no="301")).referral
    power_cut = tmp_path / "cut"
    shutil.copytree(full.settings.home, power_cut)
    full.close()
    log = (power_cut / "lobby.db-wal").read_bytes()
    assert log
    # Another one than the live store: nothing has been folded in by anybody.
    done = salvaging.salvage(full, "001", DEMO, power_cut / "lobby.db", tmp_path / "new.db")
    assert row.id.hex in {one[1] for one in _rows(done.path, _key(full))["referral"]}
    assert (power_cut / "lobby.db-wal").read_bytes() == log


@pytest.mark.parametrize("page", [1, 2])
def test_where_nothing_can_be_read_it_says_so(full: Desk, page: int) -> None:
    path = full.settings.store_path
    _damage(path, [page, *range(2, 30)] if page == 1 else list(range(2, 30)))
    if page == 1:
        with pytest.raises(StoreError) as refused:
            salvaging.salvage(full, "001", DEMO)
        assert refused.value.code == "store_beyond_salvage"
        assert not list((full.settings.home / "backups").glob("*"))
    assert not list(full.settings.home.glob(".salvage*"))


def test_only_a_supervisor_and_never_over_another_file(full: Desk, tmp_path: Path) -> None:
    for no, password in (("101", DEMO), ("001", "wrong password")):
        with pytest.raises(NotAllowedError):
            salvaging.salvage(full, no, password)
    (tmp_path / "mine.db").write_bytes(b"mine")
    with pytest.raises(RefusedError) as taken:
        salvaging.salvage(full, "001", DEMO, None, tmp_path / "mine.db")
    with pytest.raises(RefusedError) as missing:
        salvaging.salvage(full, "001", DEMO, tmp_path / "nothing.db")
    assert [taken.value.code, missing.value.code] == ["target_exists", "file_missing"]
    assert (tmp_path / "mine.db").read_bytes() == b"mine"


def test_not_while_somebody_works(full: Desk) -> None:
    other = open_desk(full.settings, full.clock)
    other.sign_in("101", DEMO)
    with pytest.raises(StoreError) as refused:
        salvaging.salvage(full, "001", DEMO)
    assert refused.value.code == "store_in_use"
    other.close()
