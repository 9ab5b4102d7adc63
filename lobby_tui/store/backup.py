"""Copies of a store that are known to open. The live file itself is never copied: a copy would drop SQLite's locks."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.store import failures
from lobby_tui.store.engine import APPLICATION_ID, quoted, unlock
from lobby_tui.store.files import claim, sync_folder, write_private

FLUSH_SECONDS: Final = 0.05


def back_up(engine: Engine, data_key: bytes, target: Path) -> None:
    """Write a compact, encrypted copy of a store to `target`, and open it again to see that it is whole.

    It has another name until it is: killed at any instant, nothing under `target` is half a backup.
    Raises RefusedError where `target` exists, StoreError where it cannot be written or does not check out.
    """
    if os.path.lexists(target):
        raise taken(target)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            write_private(part, b"", replace=False)
            # A driver connection: VACUUM may not run inside a transaction, and SQLAlchemy would begin one.
            with closing(engine.raw_connection()) as connection:
                with _flushed(part):
                    connection.cursor().execute("VACUUM INTO ?", (str(part),))
                # What was entered meanwhile is folded into the file here: 300 MB of log, and else the next entry would
                # do it, and wait 0.6 s.
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            _sync(part)
            verify(part, data_key)
            claim(part, target)
            _keep_name(target)
        except FileExistsError as error:
            raise taken(target) from error
        except OSError as error:
            raise unwritable(error, target) from error
        except dbapi2.Error as error:
            raise failures.translated(error, target) from error
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _keep_name(target: Path) -> None:
    """Make the name of a backup durable, or take it back: nobody was told of this file."""
    try:
        sync_folder(target.parent)
    except OSError:
        target.unlink()
        raise


def taken(target: Path) -> RefusedError:
    """Something has that name already."""
    return RefusedError(
        msg("There is already a file at {path}.", path=str(target)),
        remedy=msg("Choose another name; a backup never overwrites a file."),
        code="target_exists",
    )


def unwritable(error: OSError, target: Path) -> StoreError:
    """What the operating system said about the place of a backup, in words that help."""
    return failures.recognised(error, target) or StoreError(
        msg("The backup {path} cannot be written: {reason}", path=str(target), reason=error.strerror or ""),
        data=msg("The records are safe; there is no backup."),
        remedy=msg("Choose another folder or another disk."),
        code="backup_unwritable",
    )


@contextmanager
def _flushed(target: Path) -> Iterator[None]:
    """Bring what is being written to the disk bit by bit, so that a desk that writes meanwhile never waits for all."""
    done = threading.Event()

    def flush() -> None:
        while not done.wait(FLUSH_SECONDS):
            with suppress(OSError):  # the last one, when all is written, tells
                _flush(target)

    helper = threading.Thread(target=flush, name="backup-flush", daemon=True)
    helper.start()
    try:
        yield
    finally:
        done.set()
        helper.join()


def _sync(target: Path) -> None:
    _flush(target)
    sync_folder(target.parent)


def _flush(target: Path) -> None:
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verify(target: Path, data_key: bytes) -> None:
    """See that a copy, which nobody works with, opens and is whole. Raises StoreError, dbapi2.Error."""
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
