"""Every way in which a store can fail has its own words: what happened, what became of the data, what to do."""

import os
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from lobby_tui.errors import StoreError
from lobby_tui.locale import catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store import engine as engine_module
from lobby_tui.store import failures, schema
from lobby_tui.store.keys import Keys
from lobby_tui.store.store import Store, Terminal
from tests.store.conftest import Behind


def opening(settings: Settings, keys: Keys, clock: FixedClock) -> str:
    """The code of what goes wrong when the store is opened; the store stays as it was."""
    before = settings.store_path.read_bytes() if settings.store_path.is_file() else None
    with pytest.raises(StoreError) as caught:
        Store(settings.store_path, keys, clock)
    assert caught.value.exit_status == 4
    after = settings.store_path.read_bytes() if settings.store_path.is_file() else None
    assert before == after
    return caught.value.code


def write(store: Store) -> None:
    """The smallest entry: an event that says nothing."""
    with store.reading() as session:
        found = session.connection().execute(text("SELECT branch_id, chain FROM audit_chain")).one()
    branch, chain = map(uuid.UUID, found)
    with store.writing(Terminal(branch, chain, None)) as writing:
        writing.record("tested", "store:1")


def read_whole(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    """Open the store and look at every page."""
    store = Store(settings.store_path, keys, clock)
    try:
        with store.reading() as session:
            connection = session.connection()
            # Of the page of an empty table the check only tells in its rows; reading the table refuses.
            for name in connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars().all():
                connection.execute(text(f"SELECT * FROM {name} NOT INDEXED")).all()
            connection.execute(text("PRAGMA integrity_check")).all()
    finally:
        store.close()


def test_no_file(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    settings.store_path.unlink()
    assert opening(settings, keys, clock) == "store_missing"
    assert not settings.store_path.exists()


def test_the_wrong_key(settings: Settings, clock: FixedClock) -> None:
    assert opening(settings, Keys(b"w" * 32), clock) == "store_unreadable"


def test_a_file_that_is_no_store(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    settings.store_path.write_bytes(b"no store at all " * 1000)
    assert opening(settings, keys, clock) == "store_unreadable"


def test_a_plain_sqlite_file(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    settings.store_path.unlink()
    connection = dbapi2.connect(str(settings.store_path))
    connection.execute("CREATE TABLE one (id INTEGER)")
    connection.close()
    assert opening(settings, keys, clock) == "store_plain"


def test_another_programs_encrypted_file(settings: Settings, keys: Keys, clock: FixedClock, behind: Behind) -> None:
    with behind() as connection:
        connection.execute("PRAGMA application_id = 7")
    assert opening(settings, keys, clock) == "store_unreadable"


def test_a_file_cut_to_nothing_is_not_a_new_store(settings: Settings, keys: Keys, clock: FixedClock) -> None:
    settings.store_path.write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        Store(settings.store_path, keys, clock)
    assert caught.value.code == "store_unreadable"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_cut_short(settings: Settings, keys: Keys, clock: FixedClock, part: float) -> None:
    os.truncate(settings.store_path, int(settings.store_path.stat().st_size * part) // 4096 * 4096)
    with pytest.raises(StoreError) as caught:
        read_whole(settings, keys, clock)
    assert caught.value.code in ("store_damaged", "store_unreadable")


@pytest.mark.parametrize("place", [20, 5000, 50_000, -5000, -10])
def test_one_bit_turned_over(settings: Settings, keys: Keys, clock: FixedClock, place: int) -> None:
    content = bytearray(settings.store_path.read_bytes())
    content[place] ^= 1
    settings.store_path.write_bytes(bytes(content))
    with pytest.raises(StoreError) as caught:
        read_whole(settings, keys, clock)
    assert caught.value.code in ("store_damaged", "store_unreadable")


@pytest.mark.parametrize(("version", "code"), [(schema.VERSION + 1, "store_newer"), (0, "store_older")])
def test_another_version(
    settings: Settings, keys: Keys, clock: FixedClock, behind: Behind, version: int, code: str
) -> None:
    with behind() as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    assert opening(settings, keys, clock) == code


def test_another_program_holds_the_store(
    settings: Settings, keys: Keys, clock: FixedClock, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 10)
    store = Store(settings.store_path, keys, clock)
    try:
        with behind() as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError) as caught:
                write(store)
            assert caught.value.code == "store_locked"
            assert caught.value.data is failures.NOTHING_LOST
            with store.reading() as session:
                assert session.connection().execute(text("SELECT count(*) FROM staff")).scalar() == 7
            other.execute("ROLLBACK")
        write(store)
    finally:
        store.close()


def test_a_commit_that_was_kept_waiting_leaves_nothing_half_way(
    settings: Settings, keys: Keys, clock: FixedClock, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the old journal it is the COMMIT that waits for readers, and SQLite keeps the transaction open.
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 10)
    monkeypatch.setattr(engine_module, "wal_is_safe", lambda: False)
    store = Store(settings.store_path, keys, clock)
    try:
        with behind() as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM staff").fetchall()
            with pytest.raises(StoreError) as caught:
                write(store)
            assert caught.value.code == "store_locked"
        write(store)
        with store.reading() as session:
            tested = text("SELECT count(*) FROM audit_event WHERE action = 'tested'")
            assert session.connection().execute(tested).scalar() == 1
    finally:
        store.close()


def test_a_store_that_may_only_be_read(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(StoreError) as caught:
        write(store)
    assert caught.value.code == "store_read_only"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database is locked", "store_locked"),
        ("database table is locked", "store_locked"),
        ("database or disk is full", "disk_full"),
        ("attempt to write a readonly database", "store_read_only"),
        ("unable to open database file", "store_unopenable"),
        ("database disk image is malformed", "store_damaged"),
        ("disk I/O error", "disk_error"),
        ("file is not a database", "store_unreadable"),
        ("file is encrypted or is not a database", "store_unreadable"),
        ("no such table: referral", "store_failed"),
        ("[Errno 28] No space left on device", "disk_full"),
        ("[Errno 122] Disk quota exceeded", "disk_full"),
    ],
)
def test_what_sqlite_says_becomes_what_helps(said: str, code: str) -> None:
    error = failures.translated(dbapi2.OperationalError(said), Path("/data/lobby.db"))
    assert error.code == code
    for part in (error.message, error.data, error.remedy):
        assert part is not None
        assert catalogue("en").render(part)
        assert "{" not in catalogue("zh").render(part)
