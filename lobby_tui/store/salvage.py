"""Reading what can be read of a damaged store: table by table, around the pages that are not as they were written.

Every page carries a digest of its own, so what can be read is what was written. SQLCipher gives up a connection at the
first page that does not fit; it is opened anew, and goes on behind the gap.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from lobby_tui.store.engine import quoted, unlock

# In a gap whose rows nobody names: how far to jump at most, and when to believe that nothing follows.
STRIDE: Final = 64
BATCH: Final = 256
PATIENCE: Final = 1000
# Made again from the rows, or of no worth without them.
LEFT_OUT: Final = frozenset({"search_term", "day_tally"})


@dataclass(slots=True)
class TableRead:
    """What became of one table: rows that were read, and rows that its index names and that are lost."""

    name: str
    rows: int = 0
    lost: int | None = 0
    """None where its index is damaged as well, so that nobody can count."""


@dataclass(slots=True)
class Reader:
    """A damaged file, opened as often as it takes."""

    path: Path
    key: bytes
    _connection: Any = field(default=None, repr=False)

    def connection(self) -> Any:
        """A connection that has not met a damaged page yet."""
        if self._connection is None:
            name = f"file:{quoted(self.path)}?mode=rw"
            self._connection = dbapi2.connect(name, uri=True, isolation_level=None)
            unlock(self._connection, self.key)
            # What the file says of itself may be wrong in any way.
            self._connection.execute("PRAGMA cell_size_check = ON")
            self._connection.execute("PRAGMA trusted_schema = OFF")
            # Nothing is kept, so that every page is read, and looked at, anew.
            self._connection.execute("PRAGMA cache_size = 0")
        return self._connection

    def drop(self) -> None:
        """Give the connection up: it has met a damaged page."""
        if self._connection is not None:
            with suppress(dbapi2.Error):
                self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Give the file back."""
        self.drop()

    def rows(self, sql: str, *values: Any) -> list[Any] | None:
        """All rows of a query; None where a damaged page is in the way.

        A long value lies on pages of its own. Of a damaged one SQLCipher may give zeros, and complains only about the
        next page that it reads: so what was read counts once another page has been.
        """
        try:
            found: list[Any] = self.connection().execute(sql, values).fetchall()
            self.connection().execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except dbapi2.Error:
            self.drop()
            return None
        return found


def schema_of(reader: Reader) -> list[tuple[str, str, str]] | None:
    """Type, name and SQL of everything in the schema; None where the schema itself is damaged."""
    return reader.rows(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )


def read_table(reader: Reader, name: str, columns: Sequence[str], told: TableRead) -> Iterator[tuple[Any, ...]]:
    """Every row of a table that can be read, without its rowid; `told` counts them."""
    known, seen, number = _rowids(reader, name), 0, BATCH
    sql = f"SELECT rowid, {', '.join(columns)} FROM {name} WHERE rowid >= ? ORDER BY rowid LIMIT ?"
    place: int | None = 1 if known is None else next(iter(known), None)
    while place is not None:
        found = reader.rows(sql, place, number)
        if found is None and number > 1:
            number = 1  # one of them is damaged: row by row up to it
            continue
        if found is None:
            place = _onward(reader, name, known, place)
            continue
        yield from (tuple(row[1:]) for row in found)
        seen, number = seen + len(found), min(number * 2, BATCH)
        place = found[-1][0] + 1 if found else None
    told.rows, told.lost = seen, None if known is None else len(known) - seen


def _rowids(reader: Reader, name: str) -> list[int] | None:
    """Every rowid of a table, from the index of its primary key, which lies on other pages; None where that is damaged
    too.
    """
    indexes = reader.rows("SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'", name)
    if not indexes:
        return None
    (index,) = indexes[0]
    found = reader.rows(f"SELECT rowid FROM {name} INDEXED BY {index} ORDER BY rowid")
    return None if found is None else [rowid for (rowid,) in found]


def _onward(reader: Reader, name: str, known: Sequence[int] | None, failed: int) -> int | None:
    """Where to try again behind the first row from `failed` on, which is damaged; None where nothing is left."""
    if known is not None:
        place = bisect_left(known, failed) + 1
        return known[place] if place < len(known) else None
    sql = f"SELECT rowid FROM {name} WHERE rowid >= ? ORDER BY rowid LIMIT 1"
    step = 1
    for _ in range(PATIENCE):
        found = reader.rows(sql, failed + step)
        if found is not None:
            return _earliest(reader, sql, failed, failed + step) if found else None
        failed, step = failed + step, min(step * 2, STRIDE)
    return None


def _earliest(reader: Reader, sql: str, bad: int, good: int) -> int:
    """The first place that can be read, between one that cannot and one that can."""
    while good - bad > 1:
        middle = (good + bad) // 2
        if reader.rows(sql, middle) is None:
            bad = middle
        else:
            good = middle
    return good


def columns_of(reader: Reader, name: str) -> list[str]:
    """The columns of a table, as the schema names them."""
    return [row[0] for row in reader.rows("SELECT name FROM pragma_table_info(?)", name) or ()]


def write_salvaged(reader: Reader, target: Path, key: bytes) -> list[TableRead] | None:
    """Write what can be read into a new store at `target`, an empty file; None where not even the schema can be read.

    Indexes and triggers come last, and no foreign key is looked at: a row stays though what it belongs to is lost.
    Raises dbapi2.Error where the new file cannot be written.
    """
    schema, marks = schema_of(reader), reader.rows("SELECT * FROM pragma_application_id, pragma_user_version")
    if schema is None or not marks:
        return None
    told = []
    with closing(dbapi2.connect(str(target), isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        tables = [name for kind, name, _ in schema if kind == "table"]
        for kind, _, sql in schema:
            if kind == "table":
                connection.execute(sql)
        for name in tables:
            if name not in LEFT_OUT:
                told.append(_copied(reader, connection, name))
        for kind, _, sql in schema:
            if kind != "table":
                connection.execute(sql)
        (application, version), *_ = marks
        connection.execute(f"PRAGMA application_id = {int(application)}")
        connection.execute(f"PRAGMA user_version = {int(version)}")
        connection.execute("COMMIT")
    return told


def _copied(reader: Reader, connection: Any, name: str) -> TableRead:
    told, columns = TableRead(name), columns_of(reader, name)
    places = ", ".join("?" for _ in columns)
    sql = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"
    connection.executemany(sql, read_table(reader, name, columns, told))
    return told
