"""How SQLite goes about what a desk function asks: the steps of its plans."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.desk.shift import Shift


class Noting(dbapi2.Connection):  # type: ignore[misc]
    """A connection that notes what it is asked: by SQLAlchemy, and by those who go past it."""

    asked: ClassVar[list[tuple[str, Any]]] = []

    def cursor(self) -> Any:
        return super().cursor(_Cursor)


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    def execute(self, statement: str, values: Any = ()) -> Any:
        Noting.asked.append((statement, values))
        return super().execute(statement, values)


@contextmanager
def asked(shift: Shift) -> Iterator[list[tuple[str, Any]]]:
    connect = dbapi2.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Noting, "asked", [])
        patch.setattr("lobby_tui.store.engine.dbapi2.connect", partial(connect, factory=Noting))
        shift.store.close()
        yield Noting.asked
    shift.store.close()


def steps(shift: Shift, work: Callable[[], object]) -> list[str]:
    """The plan of each statement of `work`, one step a line."""
    with asked(shift) as noted:
        work()
    questions = [(said, values) for said, values in noted if said.startswith(("SELECT", "DELETE", "UPDATE"))]
    with shift.reading() as session:
        run = session.connection().exec_driver_sql
        return [row[3] for said, values in questions for row in run(f"EXPLAIN QUERY PLAN {said}", tuple(values))]
