"""Having a store to oneself: nobody else has it open, and nobody opens it meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from lobby_tui.errors import StoreError
from lobby_tui.locale import msg
from lobby_tui.store import failures
from lobby_tui.store.engine import quoted, unlock

WAIT_MILLISECONDS: Final = 500


@contextmanager
def sole_use(path: Path, key: bytes) -> Iterator[Any]:
    """A driver connection that holds the store for itself; its log is folded into the file, which then is whole alone.

    Whoever works with the store keeps a lock on it as long as it is open, so that leaving the write-ahead log, which
    needs the file to oneself, is refused. Raises StoreError: `store_in_use`, or what the file says.
    """
    try:
        connection = dbapi2.connect(f"file:{quoted(path)}?mode=rw", uri=True, isolation_level=None)
    except dbapi2.Error as error:
        raise failures.translated(error, path) from error
    try:
        _take(connection, path, key)
        yield connection
    finally:
        connection.close()


def _take(connection: Any, path: Path, key: bytes) -> None:
    try:
        unlock(connection, key)
        connection.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete":
            raise in_use()
        connection.execute("BEGIN EXCLUSIVE")
    except dbapi2.Error as error:
        if "locked" in str(error):
            raise in_use() from error
        raise failures.translated(error, path) from error


def in_use() -> StoreError:
    """Somebody else has the store open."""
    return StoreError(
        msg("The store is open in another window or command."),
        data=msg("Nothing was changed."),
        remedy=msg("Close every other window of Lobby on this device, then try again."),
        code="store_in_use",
    )
