"""Statements that somebody waits for, worked out once and then handed straight to the driver.

They are built as all others are, of the models' columns, which give them their names and types. But SQLAlchemy's way
from there to SQLite and back costs 25 µs each time, where SQLite takes 5, and saving a referral runs eleven.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Executable, Insert, TextClause, insert, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

Change: TypeAlias = Callable[[Any], Any]

_DIALECT: Final = sqlite.dialect(paramstyle="qmark")


class Prepared:
    """One statement. Worked out when it is first run, so that importing it costs nothing.

    Its values are given by the names of its bindparams; a list of values (`IN`) is beyond it. A LIMIT is made with
    `at_most`. What the driver raises comes as it is.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """What it finds, as the models' types."""
        found = _driver(connection).execute(self._sql, self._bound(values))
        return [
            tuple([value if change is None else change(value) for value, change in zip(row, self._read, strict=True)])
            for row in found
        ]

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row that it finds, if any."""
        return next(iter(self.rows(connection, **values)), None)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Do what it does, which is not a question."""
        _driver(connection).execute(self._sql, self._bound(values))

    def run_for_each(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Do it once for each of `rows`."""
        _driver(connection).executemany(self._sql, [self._bound(row) for row in rows])

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the statement's places, as SQLite keeps them."""
        return [values[name] if change is None else change(values[name]) for name, change in self._places]

    @cached_property
    def _compiled(self) -> SQLCompiler:
        compiled = self._statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        return compiled

    @cached_property
    def _sql(self) -> str:
        return str(self._compiled)

    @cached_property
    def _places(self) -> list[tuple[str, Change | None]]:
        binds = self._compiled.binds
        return [(name, _kept(binds[name].type)) for name in self._compiled.positiontup or ()]

    @cached_property
    def _read(self) -> list[Change | None]:
        return [_told(column.type) for column in getattr(self._statement, "selected_columns", ())]


def at_most(rows: int) -> TextClause:
    """A LIMIT for `suffix_with`, spelled out: for one among the values SQLite plans the statement anew each time."""
    return text(f"LIMIT {rows:d}")


@cache
def inserting(table: type[SQLModel]) -> Prepared:
    """Inserts a whole row into `table`."""
    statement: Insert = insert(table)
    return Prepared(statement)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _kept(kind: TypeEngine[Any]) -> Change | None:
    """From the models' type to what SQLite keeps."""
    return kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _told(kind: TypeEngine[Any]) -> Change | None:
    """From what SQLite keeps to the models' type."""
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
