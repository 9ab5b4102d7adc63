"""The store: one open engine, and the only two ways to use it, reading and writing."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2
from sqlmodel import Session, SQLModel

from lobby_tui.errors import StoreError
from lobby_tui.models.clock import Clock
from lobby_tui.store import failures, schema
from lobby_tui.store.chain import append_event
from lobby_tui.store.engine import WRITES, make_engine
from lobby_tui.store.folding import Folding
from lobby_tui.store.keys import Keys
from lobby_tui.store.place import refuse_network
from lobby_tui.store.prepared import inserting

STORE_FILE: Final = "lobby.db"
ROW_DIGESTS: Final = "lobby row digests"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where and for whom a transaction writes: the branch, this device's chain, the person."""

    branch_id: uuid.UUID
    chain: uuid.UUID
    staff_id: uuid.UUID | None


class Writing:
    """One transaction that writes: its rows, and the one audit event that it must leave."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.event: tuple[str, str, dict[str, Any]] | None = None
        self.touched: dict[int, SQLModel] = {}

    @cached_property
    def session(self) -> Session:
        """The transaction as a unit of work. Made when it is asked for: an entry that can do without is faster."""
        session = Session(self.connection, autoflush=False, expire_on_commit=False)
        event.listen(session, "before_flush", self._note)
        return session

    def _note(self, session: Session, *_: object) -> None:
        for row in (*session.new, *session.dirty):
            self.touched[id(row)] = row

    def insert(self, row: SQLModel) -> None:
        """Write a new row at once. It is not of the session, and what becomes of it later is not written.

        It may be one that `model_construct` made, which is eight times as fast as the constructor.
        """
        inserting(type(row)).run(self.connection, vars(row))
        self.touched[id(row)] = row

    def file_salt(self) -> str:
        """What the file begins with, which is no secret, in hexadecimal digits."""
        return str(self.connection.exec_driver_sql("PRAGMA cipher_salt").scalar_one())

    def flush(self) -> None:
        """Write what the session still holds."""
        if "session" in vars(self):
            self.session.flush()

    def close(self) -> None:
        """Part with the session, if there is one; the transaction goes on."""
        if "session" in vars(self):
            self.session.close()

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Say what this transaction does. `detail` holds no personal data, only codes, numbers and counts."""
        if self.event:
            raise RuntimeError(f"a transaction leaves one audit event, and has {self.event[0]} already")
        self.event = (action, subject, detail)


class Store:
    """An open store. Threads may share it: readers each take a connection, writers take turns."""

    def __init__(self, path: Path, keys: Keys, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self._turn = threading.Lock()
        self._writer: Connection | None = None
        self._folding = Folding(path)
        self.open(keys)

    def open(self, keys: Keys) -> None:
        """Take up the work with `keys`; also once more, after `forget`. Raises StoreError."""
        if not self.path.exists():
            raise failures.missing(self.path)
        if self.path.stat().st_size == 0:
            # SQLite takes an empty file for a new database, and would write its head into it.
            raise failures.not_a_store(self.path)
        refuse_network(self.path)
        self.keys = keys
        self.engine = make_engine(self.path, keys.data)
        self._writers_engine = self.engine.execution_options(**{WRITES: True})
        self.row_key = keys.derive(ROW_DIGESTS)
        self.blind_key = keys.derive("lobby blind index")
        try:
            schema.check_version(self.engine, self.path)
        except BaseException as error:
            self.forget()
            if isinstance(error, StoreError) and error.code == "store_unreadable" and error.__cause__:
                raise failures.unopened(self.path, keys.data, keys.salt) from error
            raise

    @property
    def forgotten(self) -> bool:
        """Whether the store is closed, and nothing here opens it again but the keys."""
        return "keys" not in vars(self)

    def forget(self) -> None:
        """Close, and keep neither the keys nor what was derived from them nor a connection that holds them."""
        self.close()
        for name in ("keys", "engine", "_writers_engine", "row_key", "blind_key"):
            vars(self).pop(name, None)

    def close(self) -> None:
        """Give every connection back; the last one folds the write-ahead log into the file."""
        if self.forgotten:
            return
        with self._turn:
            self._let_writer_go()
            self._folding.stop()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A short look at one consistent state. Raises StoreError."""
        with self._translating(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, terminal: Terminal) -> Iterator[Writing]:
        """One transaction: the caller adds rows and records its event; leaving the block makes both durable.

        Any exception undoes everything. Raises StoreError for what the disk or the file refuses; an IntegrityError
        goes to the caller, who knows which rule it broke.
        """
        with (
            self._translating(),
            self._turn,
            self._transaction() as connection,
            closing(Writing(connection)) as writing,
        ):
            yield writing
            if writing.event is None:
                raise RuntimeError("a writing transaction has to record its audit event")
            writing.flush()
            append_event(self.row_key, self.clock.now(), terminal, writing)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction of whoever's turn it is to write.

        The connection is kept from turn to turn: to take it from the pool and give it back costs 40 µs of a
        millisecond. After any failure it goes back, where what is left of a transaction is undone.
        """
        self._writer = self._writer or self._writers_engine.connect()
        try:
            with self._writer.begin():
                yield self._writer
        except BaseException:
            self._let_writer_go()
            raise
        self._folding.committed(self.engine)

    def _let_writer_go(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    @contextmanager
    def scribbling(self) -> Iterator[Session]:
        """A transaction for drafts, which are scratch paper and leave no audit event. Raises StoreError."""
        with self._translating(), self._turn, Session(self._writers_engine, autoflush=False) as session:
            yield session
            session.commit()
            self._folding.committed(self.engine)

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection outside any transaction; nobody else of this process writes or folds. Raises StoreError."""
        with self._translating(), self._turn, self.engine.connect() as connection:
            self._folding.stop()
            yield connection

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, dbapi2.IntegrityError):
            raise
        except DBAPIError as error:
            raise failures.translated(error.orig or error, self.path) from error
        except dbapi2.Error as error:
            raise failures.translated(error, self.path) from error
        except JSONDecodeError as error:
            # A damaged page at the end of a long row is read as zeros once, before SQLCipher refuses all that follows.
            raise failures.damaged(self.path) from error
