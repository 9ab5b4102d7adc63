"""Each pragma, asked back from a connection that the store has prepared."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlcipher3 import dbapi2

from lobby_tui.settings import Settings
from lobby_tui.store import engine as engine_module
from lobby_tui.store.engine import make_engine, quoted, wal_is_safe
from lobby_tui.store.keys import Keys

ON = {
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "fullfsync": 1,
    "cache_size": -4000,
    "wal_autocheckpoint": 64000,
    "journal_mode": "wal",
    "synchronous": 2,
}


@pytest.fixture
def make(settings: Settings, keys: Keys, request: pytest.FixtureRequest) -> Callable[[], Engine]:
    def made() -> Engine:
        engine = make_engine(settings.store_path, keys.data)
        request.addfinalizer(engine.dispose)
        return engine

    return made


def ask(engine: Engine, pragma: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {pragma}")).scalar()


@pytest.mark.parametrize("pragma", ON)
def test_every_connection_has_its_pragmas(make: Callable[[], Engine], pragma: str) -> None:
    assert ask(make(), pragma) == ON[pragma]


def test_the_file_is_encrypted_page_by_page(make: Callable[[], Engine], settings: Settings) -> None:
    assert ask(make(), "cipher_version")
    assert ask(make(), "cipher_use_hmac") == "1"
    content = settings.store_path.read_bytes()
    for plain in (b"SQLite format 3", b"CREATE TABLE", "长安街支行".encode(), b"lobby_manager"):
        assert plain not in content


def test_several_connections_at_once_are_all_prepared(make: Callable[[], Engine]) -> None:
    engine = make()
    with engine.connect() as one, engine.connect() as two, engine.connect() as three:
        found = [each.execute(text("PRAGMA synchronous")).scalar() for each in (one, two, three)]
    assert found == [2, 2, 2]


def test_an_affected_sqlite_gets_the_slow_and_safe_journal(
    make: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "wal_is_safe", lambda: False)
    engine = make()
    assert ask(engine, "journal_mode") == "delete"
    assert ask(engine, "synchronous") == 3


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 6), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_which_versions_may_use_the_write_ahead_log(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_the_driver_in_use_is_one_of_the_safe_ones() -> None:
    assert wal_is_safe(dbapi2.sqlite_version_info)


def test_a_writer_takes_the_lock_at_once_and_a_reader_none(make: Callable[[], Engine]) -> None:
    engine = make()
    writer = engine.execution_options(**{engine_module.WRITES: True})
    with writer.connect() as writing, engine.connect() as reading:
        writing.execute(text("SELECT 1"))
        assert reading.execute(text("SELECT count(*) FROM staff")).scalar() == 7
        with closing(engine.raw_connection()) as third:
            third.cursor().execute("PRAGMA busy_timeout = 0")
            with pytest.raises(dbapi2.OperationalError, match="locked"):
                third.cursor().execute("BEGIN IMMEDIATE")
            third.cursor().execute("PRAGMA busy_timeout = 5000")


def test_opening_never_creates(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "nowhere.db", bytes(32))
    with pytest.raises(Exception, match="unable to open"):
        engine.connect()
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%20b.db", "网点 一.db", "mode=memory&x.db"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    engine = make_engine(path, bytes(32))
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE one (id INTEGER)"))
    finally:
        engine.dispose()
    assert path.stat().st_size > 0
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert quoted(path).count("?") == 0


def test_sqlcipher_is_silent_on_the_terminal(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    engine = make_engine(settings.store_path, b"w" * 32)
    with pytest.raises(dbapi2.DatabaseError, match="not a database"):
        engine.raw_connection()
    assert capfd.readouterr() == ("", "")
