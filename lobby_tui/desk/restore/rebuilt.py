"""A new store made of a backup: under today's key, of today's version, every row of it read and checked."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import select

from lobby_tui.desk.upgrading import renewed_playbook
from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import Clock
from lobby_tui.store import backup, failures, schema
from lobby_tui.store.chain import append_event
from lobby_tui.store.engine import APPLICATION_ID, make_engine, quoted, unlock
from lobby_tui.store.files import write_private
from lobby_tui.store.keys import Keys
from lobby_tui.store.store import ROW_DIGESTS, Terminal, Writing

LEFTOVERS = ("", "-wal", "-shm", "-journal")


def fitting_key(file: Path, keys: Keys) -> bytes:
    """The key that opens `file`: today's, or one from before it was changed.

    Raises RefusedError where there is no file, StoreError where none opens it.
    """
    if not file.is_file():
        raise RefusedError(
            msg("There is no backup at {path}.", path=str(file)),
            remedy=msg("`lobby store backups list` names those that there are."),
            field="file",
            code="backup_missing",
        )
    for key in (keys.data, *keys.earlier):
        with suppress(dbapi2.Error), opened(file, key) as connection:
            if connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,):
                return key
    raise _unreadable(file)


def _unreadable(file: Path) -> StoreError:
    return StoreError(
        msg("The backup {path} does not open with the keys of this store, or it is damaged.", path=str(file)),
        data=msg("Nothing was changed."),
        remedy=msg("Try another backup. One of another branch or device opens with its own keys only."),
        code="backup_unreadable",
    )


@contextmanager
def opened(file: Path, key: bytes) -> Iterator[Any]:
    """A driver connection that only reads. Raises dbapi2.Error."""
    with closing(dbapi2.connect(f"file:{quoted(file)}?mode=ro", uri=True, isolation_level=None)) as connection:
        unlock(connection, key)
        yield connection


@contextmanager
def rebuilt(file: Path, key: bytes, keys: Keys, clock: Clock, home: Path, chain: Any) -> Iterator[Path]:
    """A new store beside the live one, made of a backup; what is left of it when the block is done is thrown away.

    Raises StoreError where the backup is damaged, of a later release, or there is no room.
    """
    path = home / f".restored-{secrets.token_hex(4)}.db"
    try:
        _copied(file, key, path)
        if key != keys.data:
            _rekeyed(path, key, keys.data)
        _brought_up(path, keys, clock, chain)
        backup.verify(path, keys.data)
        yield path
    except DBAPIError as error:
        raise failures.translated(error.orig or error, file) from error
    except dbapi2.Error as error:
        raise failures.translated(error, file) from error
    except OSError as error:
        raise backup.unwritable(error, path) from error
    finally:
        for ending in LEFTOVERS:
            with suppress(OSError):
                path.with_name(path.name + ending).unlink()


def _copied(file: Path, key: bytes, path: Path) -> None:
    """Row by row through SQLite, and the indexes made anew: a damaged page is found here, and not next week."""
    write_private(path, b"", replace=False)
    try:
        with opened(file, key) as connection:
            connection.execute("VACUUM INTO ?", (str(path),))
    except dbapi2.OperationalError:
        raise  # the disk is full, and the like
    except dbapi2.DatabaseError as error:
        raise _unreadable(file) from error


def _rekeyed(path: Path, before: bytes, key: bytes) -> None:
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        unlock(connection, before)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")


def _brought_up(path: Path, keys: Keys, clock: Clock, chain: Any) -> None:
    """Migrate it where it is of an earlier release, with the event that says so."""
    engine = make_engine(path, keys.data)
    try:
        before = schema.version_of(engine, path)
        if before == schema.VERSION:
            return

        def finish(connection: Connection) -> None:
            """The playbook renewed and the event written, in the transaction of the migration."""
            with closing(Writing(connection)) as writing:
                branch = writing.session.exec(select(Branch)).one()
                detail = {"before": before, "after": schema.VERSION, "playbook": renewed_playbook(writing, branch)}
                writing.record("store_upgraded", f"branch:{branch.branch_id}", **detail)
                writing.flush()
                terminal = Terminal(branch.branch_id, chain, None)
                append_event(keys.derive(ROW_DIGESTS), clock.now(), terminal, writing)

        schema.migrate(engine, finish)
    finally:
        engine.dispose()


def people(file: Path, key: bytes) -> Sequence[tuple[str, str, bool]]:
    """Number, role and whether they may work, of everybody in a backup. Raises StoreError."""
    try:
        with opened(file, key) as connection:
            rows = connection.execute("SELECT no, role, active FROM staff").fetchall()
    except dbapi2.Error as error:
        raise failures.translated(error, file) from error
    return [(no, role, bool(active)) for no, role, active in rows]
