"""Connections to the encrypted store, set up so that what was acknowledged survives a power cut.

`docs/decisions/0002-store.md` has the measurements behind each pragma.
"""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool, QueuePool
from sqlcipher3 import dbapi2

APPLICATION_ID: Final = 0x4C4F4259  # "LOBY"
BUSY_MILLISECONDS: Final = 5000
WRITES: Final = "lobby_writes"

_PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA fullfsync = ON",
    "PRAGMA cache_size = -4000",
    # The log is folded beside the work (see `folding`), and by a commit only where that fails. Not earlier: during a
    # backup nobody can fold it, and whoever saved next would find so much to do. It takes 262 MB at most.
    "PRAGMA wal_autocheckpoint = 64000",
)


def wal_is_safe(version: tuple[int, int, int] = dbapi2.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset bug: 3.51.3 and later, 3.50.7 and later, 3.44.6 and later."""
    if version < (3, 7, 0) or version >= (3, 51, 3):
        return True
    return version[:2] in ((3, 50), (3, 44)) and version[2] >= (7 if version[1] == 50 else 6)


def make_engine(path: Path, key: bytes) -> Engine:
    """An engine on the file at `path`, which must exist. SQLAlchemy owns BEGIN: IMMEDIATE for a writer."""

    def connect() -> Any:
        """A new connection for the pool, keyed and with its pragmas."""
        # mode=rw: opening never creates. A file cut to nothing must not turn into a new, empty store.
        connection = dbapi2.connect(
            f"file:{quoted(path)}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        prepare(connection, key)
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=3,
        max_overflow=5,
        # Last in, first out: a connection that has just been used has its pages at hand.
        pool_use_lifo=True,
        pool_reset_on_return="rollback",
        # An error names the statement that failed, and none of the customer's data that was in it.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")

    @event.listens_for(engine, "checkin")
    def _leave_nothing_open(connection: Any, _record: Any) -> None:
        # SQLAlchemy takes a COMMIT that failed for the end of the transaction. For SQLite, which may have been kept
        # waiting, it is not: the next user of this connection would find it locked and half-way.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    return engine


def make_reading_engine(path: Path, key: bytes) -> Engine:
    """An engine that only looks at a file which nobody works with, such as a backup, and leaves it as it is."""

    def connect() -> Any:
        """A new connection for the pool, which cannot write."""
        connection = dbapi2.connect(
            f"file:{quoted(path)}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        unlock(connection, key)
        return connection

    return create_engine("sqlite+pysqlite://", module=dbapi2, creator=connect, poolclass=NullPool)


def prepare(connection: Any, key: bytes) -> None:
    """Give a fresh connection its key and its pragmas."""
    unlock(connection, key)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if wal_is_safe():
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")


def unlock(connection: Any, key: bytes) -> None:
    """Give a connection its key."""
    # First of all: SQLCipher logs to the terminal, and so over the screen, unless it is told not to.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def quoted(path: Path) -> str:
    """`path` as it may stand in one of SQLite's `file:` names."""
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
