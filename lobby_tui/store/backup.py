"""Copies of a store that are known to open. The live file itself is never copied: a copy would drop SQLite's locks."""

import os
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.store import failures
from lobby_tui.store.engine import APPLICATION_ID, quoted, unlock
from lobby_tui.store.files import sync_folder, write_private


def back_up(engine: Engine, data_key: bytes, target: Path) -> None:
    """Write a compact, encrypted copy of a store to `target`, and open it again to see that it is whole.

    Raises RefusedError where `target` exists, StoreError where it cannot be written or does not check out.
    """
    try:
        write_private(target, b"", replace=False)
    except FileExistsError as error:
        raise RefusedError(
            msg("There is already a file at {path}.", path=str(target)),
            remedy=msg("Choose another name; a backup never overwrites a file."),
            code="target_exists",
        ) from error
    except OSError as error:
        raise _unwritable(error, target) from error
    try:
        # A driver connection: VACUUM may not run inside a transaction, and SQLAlchemy would begin one.
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(target),))
        _sync(target)
        _verify(target, data_key)
    except dbapi2.Error as error:
        with suppress(FileNotFoundError):
            target.unlink()
        raise failures.translated(error, target) from error
    except BaseException:
        with suppress(FileNotFoundError):
            target.unlink()
        raise


def _unwritable(error: OSError, target: Path) -> StoreError:
    return failures.recognised(error, target) or StoreError(
        msg("The backup {path} cannot be written: {reason}", path=str(target), reason=error.strerror or ""),
        data=msg("The records are safe; there is no backup."),
        remedy=msg("Choose another folder or another disk."),
        code="backup_unwritable",
    )


def _sync(target: Path) -> None:
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(target.parent)


def _verify(target: Path, data_key: bytes) -> None:
    connection = dbapi2.connect(f"file:{quoted(target)}?mode=ro", uri=True, isolation_level=None)
    try:
        unlock(connection, data_key)
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        # An empty file has integrity as well.
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    finally:
        connection.close()
    if found != ["ok"] or application != APPLICATION_ID:
        raise StoreError(
            msg("The backup did not check out: {reason}", reason="; ".join(found[:3])),
            remedy=msg("Run `lobby store check`, then make the backup again on another disk."),
            code="backup_damaged",
        )
