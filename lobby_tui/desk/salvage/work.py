"""Making a new store of a damaged file: what can be read, what the backups still have, the terms to search by."""

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2
from sqlmodel import Session, col, select

from lobby_tui.desk.checkup import latest_digests
from lobby_tui.desk.referral.search import index
from lobby_tui.desk.salvage.healing import missing_rows, put_back_events, put_back_rows
from lobby_tui.errors import StoreError
from lobby_tui.locale import msg
from lobby_tui.models.referral import Referral
from lobby_tui.store.engine import make_reading_engine, unlock
from lobby_tui.store.fitting import fitting
from lobby_tui.store.keys import Keys
from lobby_tui.store.salvage import Reader, TableRead, write_salvaged
from lobby_tui.store.schema import VERSION, version_of
from lobby_tui.store.store import ROW_DIGESTS, Store

LOGS = ("", "-wal")


@dataclass(frozen=True, slots=True)
class Found:
    """What a damaged file gave, table by table; what the backups added; and the names of the rows that are gone."""

    tables: tuple[TableRead, ...]
    healed: int
    gone: tuple[str, ...]


@contextmanager
def copied(file: Path, folder: Path) -> Iterator[Path]:
    """A copy of a damaged file with its log, to work on: the file itself stays as it is. Nobody may have it open."""
    try:
        for ending in LOGS:
            source = file.with_name(file.name + ending)
            if source.exists():
                shutil.copyfile(source, folder / f"damaged.db{ending}")
        yield folder / "damaged.db"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_into(file: Path, keys: Keys, target: Path) -> list[TableRead]:
    """Write what can be read of `file` to `target`. Raises StoreError where nothing can, dbapi2.Error."""
    for key in (keys.data, *keys.earlier):
        reader = Reader(file, key)
        try:
            told = write_salvaged(reader, target, keys.data)
        finally:
            reader.close()
        if told is not None:
            return told
    raise StoreError(
        msg("Nothing of {path} can be read: its beginning is damaged, or it has other keys.", path=file.name),
        data=msg("The file was left as it is."),
        remedy=msg("Restore the latest backup."),
        code="store_beyond_salvage",
    )


def heal(target: Path, keys: Keys, backups: Sequence[Path]) -> tuple[int, tuple[str, ...]]:
    """Put back what backups still have, the latest first; how many rows and events, and what is gone all the same.

    A store of an earlier release is left as it was read: its rows have another shape than those of today's backups.
    """
    number = 0
    with _plainly(target, keys.data) as made, _opened(backups, keys) as sessions:
        if made.execute("PRAGMA user_version").fetchone() != (VERSION,):
            return 0, ()
        with _at_once(made):
            for session in sessions:
                source: Any = session.connection().connection.driver_connection
                number += put_back_events(made, source)
        latest, branch = _named(target, keys, made)
        with _at_once(made):
            for session in sessions:
                number += put_back_rows(made, keys.derive(ROW_DIGESTS), branch, latest, session)
        return number, tuple(name for name, _ in missing_rows(made, latest))


@contextmanager
def _at_once(connection: Any) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def make_search_terms(store: Store) -> None:
    """Make the terms by which referrals are found anew: they are worked out from the rows."""
    with store.scribbling() as session:
        wanted = select(Referral).where(col(Referral.undone_at).is_(None), col(Referral.erased_at).is_(None))
        for row in session.exec(wanted.execution_options(yield_per=1000)):
            index(session.connection(), row)


@contextmanager
def _plainly(target: Path, key: bytes) -> Iterator[Any]:
    """A driver connection on which rows may stand without what they belong to."""
    with closing(dbapi2.connect(str(target), isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # it is checked and synced as a whole at the end
        yield connection


@contextmanager
def _opened(backups: Sequence[Path], keys: Keys) -> Iterator[list[Session]]:
    """A look into each of those backups that open, and that are of this release."""
    with ExitStack() as stack:
        sessions = []
        for path in backups:
            engine = make_reading_engine(path, fitting(path, keys).data)
            stack.callback(engine.dispose)
            with suppress(StoreError):
                if version_of(engine, path) == VERSION:
                    sessions.append(stack.enter_context(Session(engine, autoflush=False)))
        yield sessions


def _named(target: Path, keys: Keys, made: Any) -> tuple[Mapping[str, str], uuid.UUID]:
    """The latest digest of every row that an event names, and the branch."""
    row = made.execute("SELECT branch_id FROM audit_event LIMIT 1").fetchone()
    if row is None:
        return {}, uuid.UUID(int=0)
    branch = uuid.UUID(row[0])
    engine = make_reading_engine(target, keys.data)
    try:
        with Session(engine) as session:
            return latest_digests(session, branch), branch
    finally:
        engine.dispose()
