"""Encrypting a store under a new key: into a new file, which takes the old one's place in one step.

The store is held for itself throughout, so nothing can be written to it meanwhile. Cut off at any instant, there is
either the old file or the new one, and the slots open both: they are given the new key, with the old one among the
earlier, before the files are exchanged.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from lobby_tui.errors import LobbyError, StoreError
from lobby_tui.locale import msg
from lobby_tui.store import failures
from lobby_tui.store.engine import quoted, unlock
from lobby_tui.store.files import sync_folder, write_private
from lobby_tui.store.sole_use import in_use, sole_use


def change_key(
    path: Path, old: bytes, new: bytes, *, finish: Callable[[Path], None], hand_out: Callable[[], None]
) -> None:
    """Put a copy of the store at `path` in its place that is encrypted under `new`.

    `finish` may write to the copy before that; `hand_out` gives the new key to the slots, last of all before the files
    are exchanged. No connection of this process may be open. Raises StoreError; then the old file is still there.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with sole_use(path, old) as connection:
            # The lock stays when the transaction ends: a copy cannot be made within one.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("COMMIT")
            _drop_stale(path)
            _copy(connection, part, old, new)
            finish(part)
            _check(part, new)
            _sync(part)
            hand_out()
            _exchange(connection, part, path)
    except LobbyError:
        raise
    except dbapi2.Error as error:
        raise failures.translated(error, path) from error
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        _drop(part)


def _copy(connection: Any, part: Path, old: bytes, new: bytes) -> None:
    write_private(part, b"", replace=False)
    connection.execute("VACUUM INTO ?", (str(part),))
    with closing(_connected(part, old)) as copy:
        copy.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")


def _check(part: Path, key: bytes) -> None:
    """Open the copy with its key, and read every page and row of it."""
    with closing(_connected(part, key)) as copy:
        damaged = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if damaged or found != ["ok"]:
        raise StoreError(
            msg("The newly encrypted copy did not check out."),
            remedy=msg("Run `lobby store check`, then try again on a disk with more room."),
            code="rekeyed_damaged",
        )


def _connected(path: Path, key: bytes) -> Any:
    connection = dbapi2.connect(f"file:{quoted(path)}?mode=rw", uri=True, isolation_level=None)
    unlock(connection, key)
    return connection


def _exchange(connection: Any, part: Path, path: Path) -> None:
    # A log or journal of the old file, or of the copy, would be taken for one of the new file.
    if any(beside.exists() for one in (part, path) for beside in _beside(one)):
        raise in_use()
    if os.name == "nt":
        # Windows exchanges no file that is open. Elsewhere it is held until the new one is there: whoever waited for
        # the old one is refused by SQLite, which notices that its file has gone.
        connection.close()
    part.replace(path)
    sync_folder(path.parent)


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-journal"))


def _sync(part: Path) -> None:
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop(part: Path) -> None:
    # The copy last: by its name the others are found again.
    for one in (*_beside(part), part.with_name(part.name + "-shm"), part):
        with suppress(OSError):
            one.unlink()


def _drop_stale(path: Path) -> None:
    """Take away what was left when this was cut off. While the store is held: nobody else is at it."""
    for part in path.parent.glob(f".*{path.name}.*.part"):
        _drop(part)


def _unwritable(path: Path, error: OSError) -> StoreError:
    return failures.recognised(error, path) or StoreError(
        msg("The store {path} cannot be encrypted anew: {reason}", path=str(path), reason=error.strerror or ""),
        data=msg("The records are safe, under the key that they had."),
        remedy=msg("Check the disk; there has to be room for the store once more."),
        code="rekeying_failed",
    )
