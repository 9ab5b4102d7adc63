"""Statements that go past SQLAlchemy: they must keep and tell the same as those that do not."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, text
from sqlcipher3 import dbapi2
from sqlmodel import Session, SQLModel, col, select

from lobby_tui.errors import StoreError
from lobby_tui.models.branch import Branch
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.staff import Staff
from lobby_tui.store.audit import row_digest
from lobby_tui.store.prepared import Prepared, at_most, inserting
from lobby_tui.store.store import Store, Terminal
from tests.conftest import MORNING

ABROAD = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=8)))
STAFF = Prepared(select(*Staff.__table__.columns).where(col(Staff.branch_id) == bindparam("branch")))  # type: ignore[attr-defined]


@pytest.fixture
def terminal(store: Store) -> Terminal:
    with store.reading() as session:
        branch = session.exec(select(Branch.branch_id)).one()
    return Terminal(branch, uuid.UUID(int=7), None)


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    with store.engine.connect() as connection:
        yield connection


def person(terminal: Terminal, **changed: Any) -> Staff:
    """A row made in the quick way."""
    values = {
        "id": uuid.UUID(int=9),
        "no": "901",
        "name": "周航",
        "role": "guide",
        "active": False,
        "created_at": ABROAD,
    }
    return Staff.model_construct(None, **{"branch_id": terminal.branch_id, **values, **changed})


def day(terminal: Terminal) -> BusinessDay:
    return BusinessDay.model_construct(
        branch_id=terminal.branch_id,
        id=uuid.UUID(int=3),
        date=date(2026, 11, 23),
        state="open",
        opened_at=MORNING,
        opened_by=uuid.UUID(int=9),
    )


def added(store: Store, terminal: Terminal, *rows: SQLModel) -> None:
    with store.writing(terminal) as writing:
        for row in rows:
            writing.insert(row)
        writing.record("staff_added", "staff:9")


def test_it_tells_what_sqlalchemy_tells(store: Store, terminal: Terminal, connection: Connection) -> None:
    with store.reading() as session:
        expected = [tuple(row) for row in session.connection().execute(select(Staff.__table__))]  # type: ignore[attr-defined]
    assert STAFF.rows(connection, branch=terminal.branch_id) == expected
    assert len(expected) > 5
    assert STAFF.rows(connection, branch=uuid.UUID(int=0)) == []


def test_a_row_inserted_comes_back_as_itself(store: Store, terminal: Terminal) -> None:
    written = [person(terminal), day(terminal)]
    added(store, terminal, *written)
    with store.reading() as session:
        for row in written:
            found = session.get_one(type(row), (terminal.branch_id, row.id))
            assert found.model_dump() == row.model_dump()
            assert row_digest(b"k" * 32, found) == row_digest(b"k" * 32, row)


def test_its_event_speaks_of_a_row_inserted(store: Store, terminal: Terminal) -> None:
    row = person(terminal)
    added(store, terminal, row)
    with store.reading() as session:
        said = session.connection().exec_driver_sql("SELECT rows FROM audit_event ORDER BY at, seq").fetchall()
    assert f'{{"staff:{row.id}": "{row_digest(store.row_key, row)}"}}' in [rows for (rows,) in said]


def test_a_row_inserted_and_one_of_the_session_are_one_transaction(store: Store, terminal: Terminal) -> None:
    def both(then: str) -> None:
        with store.writing(terminal) as writing:
            writing.insert(person(terminal))
            writing.session.add(Staff(**person(terminal, id=uuid.UUID(int=8), no="902").model_dump()))
            writing.flush()
            if then == "fail":
                raise KeyError(then)
            writing.record("staff_added", "staff:9")

    with pytest.raises(KeyError):
        both("fail")
    assert found(store, "901", "902") == []
    both("go on")
    assert found(store, "901", "902") == ["901", "902"]


def found(store: Store, *numbers: str) -> list[str]:
    with store.reading() as session:
        return list(session.exec(select(Staff.no).where(col(Staff.no).in_(numbers)).order_by(Staff.no)))


def test_a_rule_that_a_row_breaks_goes_to_the_caller(store: Store, terminal: Terminal) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        added(store, terminal, person(terminal), person(terminal, id=uuid.UUID(int=8)))
    assert found(store, "901") == []


def test_what_the_driver_says_is_translated(store: Store, terminal: Terminal) -> None:
    broken = Prepared(text("SELECT no FROM nowhere"))
    with pytest.raises(StoreError) as caught, store.writing(terminal) as writing:
        broken.rows(writing.connection)
    assert caught.value.code == "store_failed"


def test_a_limit_is_kept_and_not_among_the_values(terminal: Terminal, connection: Connection) -> None:
    query = select(Staff.no).where(col(Staff.branch_id) == bindparam("branch")).order_by(Staff.no)
    two = Prepared(query.suffix_with(at_most(2)))
    assert two.rows(connection, branch=terminal.branch_id) == [("001",), ("101",)]
    assert two.first(connection, branch=terminal.branch_id) == ("001",)
    assert two.first(connection, branch=uuid.UUID(int=0)) is None


def test_a_value_forgotten_is_an_error(connection: Connection, terminal: Terminal) -> None:
    with pytest.raises(KeyError):
        STAFF.rows(connection)
    with pytest.raises(KeyError):
        inserting(Staff).run(connection, {"branch_id": terminal.branch_id})


def test_a_session_is_made_only_when_asked_for(
    store: Store, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    begun = Session.__init__

    def noting(session: Session, *values: object, **named: object) -> None:
        made.append(session)
        begun(session, *values, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "__init__", noting)
    added(store, terminal, person(terminal))
    assert made == []


def test_an_instant_without_a_zone_is_refused(store: Store, terminal: Terminal) -> None:
    with pytest.raises(ValueError, match="time zone"):
        added(store, terminal, person(terminal, created_at=datetime(2026, 11, 23)))  # noqa: DTZ001
    assert ABROAD.astimezone(UTC) == MORNING
