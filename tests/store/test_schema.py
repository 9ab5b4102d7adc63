"""The tables that the migrations make are those that the models describe, and keep their own rules."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from lobby_tui.desk.checkup import AUDITED
from lobby_tui.models.audit import AuditChain, AuditEvent
from lobby_tui.models.draft import Draft
from lobby_tui.models.referral import SearchTerm
from lobby_tui.models.tally import DayTally
from lobby_tui.store import schema
from lobby_tui.store.engine import APPLICATION_ID, make_engine
from lobby_tui.store.store import Store
from tests.store.conftest import Behind

TABLES: tuple[type[SQLModel], ...] = (*AUDITED, Draft, DayTally, SearchTerm, AuditChain, AuditEvent)
ID = "0" * 32


def test_every_model_is_listed_here_and_audited_or_excused() -> None:
    assert {table.__tablename__ for table in TABLES} == set(SQLModel.metadata.tables)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__tablename__)
def test_a_table_has_its_models_columns_and_no_others(store: Store, table: Any) -> None:
    found = inspect(store.engine).get_columns(table.__tablename__)
    assert {one["name"]: one["nullable"] for one in found} == {
        column.name: bool(column.nullable) for column in table.__table__.columns
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__tablename__)
def test_a_table_is_strict_and_its_keys_begin_with_the_branch(store: Store, table: Any) -> None:
    name = table.__tablename__
    with store.engine.connect() as connection:
        strict = connection.execute(text(f"SELECT strict FROM pragma_table_list('{name}')")).scalar_one()
        assert strict == 1
        indexes = connection.execute(text(f"SELECT name FROM pragma_index_list('{name}')")).scalars().all()
        assert indexes
        for index in indexes:
            first = connection.execute(text(f"SELECT name FROM pragma_index_info('{index}') WHERE seqno = 0"))
            assert first.scalar_one() == "branch_id", index
    assert next(iter(table.__table__.primary_key)).name == "branch_id"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__tablename__)
def test_every_text_that_people_type_has_a_limit(store: Store, table: Any) -> None:
    typed = {
        "name",
        "no",
        "customer",
        "identifier",
        "contact",
        "best_time",
        "remarks",
        "fields",
        "playbook_text",
    }
    with store.engine.connect() as connection:
        sql = connection.execute(
            text("SELECT sql FROM sqlite_schema WHERE name = :name"), {"name": table.__tablename__}
        ).scalar_one()
    for column in typed & set(table.__table__.columns.keys()):
        assert re.search(rf"CHECK \(length\({column}\) (<=|BETWEEN)", sql), column


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_audit_events_can_be_neither_changed_nor_deleted(behind: Behind, statement: str) -> None:
    with behind() as connection:
        before = connection.execute("SELECT * FROM audit_event").fetchall()
        with pytest.raises(dbapi2.DatabaseError, match="append-only"):
            connection.execute(statement)
        assert connection.execute("SELECT * FROM audit_event").fetchall() == before


REFERRAL = {
    "number": "99",
    "status": "'introduced'",
    "customer": "'王小明'",
    "reasons": "'A01'",
    "remarks": "''",
    "version": "1",
    "manager_id": "staff.id",
}


def insert_referral(connection: Any, **values: str) -> None:
    columns = {**REFERRAL, **values}
    names, chosen = ", ".join(columns), ", ".join(columns.values())
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(
        "INSERT INTO business_day (branch_id, id, date, state, opened_at, opened_by) "
        f"SELECT branch_id, '{ID}', '2026-11-23', 'open', created_at, id FROM staff WHERE no = '001'"
    )
    connection.execute(
        f"INSERT INTO referral (branch_id, id, day_id, identified_by, logged_by, created_at, changed_at, {names}) "
        f"SELECT branch_id, '{'1' * 32}', '{ID}', id, id, created_at, created_at, {chosen} "
        "FROM staff WHERE no = '001'"
    )


def test_a_row_within_the_rules_is_taken(behind: Behind) -> None:
    with behind() as connection:
        insert_referral(connection)
        assert connection.execute("SELECT count(*) FROM referral").fetchone() == (1,)


@pytest.mark.parametrize(
    "values",
    [
        {"customer": "''"},
        {"customer": "hex(zeroblob(31))"},
        {"reasons": "''"},
        {"status": "'lost'"},
        {"number": "0"},
        {"version": "0"},
        {"manager_id": "NULL"},
        {"status": "'to_follow_up'"},
        {"remarks": "hex(zeroblob(251))"},
        {"contact": "hex(zeroblob(31))"},
        {"identifier_kind": "'passport number'"},
        {"contact_index": "x'00'"},
        {"number": "'many'"},
        {"manager_id": f"'{'9' * 32}'"},
        {"visit_id": f"'{'9' * 32}'"},
        {"undone_at": "'yesterday'"},
        {"key": "'short'"},
    ],
    ids=str,
)
def test_a_row_against_the_rules_is_refused_by_the_store_itself(behind: Behind, values: dict[str, str]) -> None:
    with behind() as connection, pytest.raises(dbapi2.IntegrityError):
        insert_referral(connection, **values)


def test_one_day_is_open_at_a_time(behind: Behind) -> None:
    with behind() as connection:
        insert_referral(connection)
        with pytest.raises(dbapi2.IntegrityError):
            connection.execute(
                f"INSERT INTO business_day SELECT branch_id, '{'2' * 32}', '2026-11-24', state, opened_at, "
                "opened_by, NULL, NULL, NULL, NULL FROM business_day"
            )


def test_migrating_from_nothing_makes_a_store_of_this_version(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    engine = make_engine(path, bytes(32))
    try:
        schema.migrate(engine)
        schema.check_version(engine, path)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA application_id")).scalar_one() == APPLICATION_ID
            assert connection.execute(text("PRAGMA user_version")).scalar_one() == schema.VERSION
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        schema.migrate(engine)
        schema.check_version(engine, path)
    finally:
        engine.dispose()


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.db"
    path.touch()
    engine = make_engine(path, bytes(32))
    monkeypatch.setattr(schema, "APPLICATION_ID", "no number")
    try:
        with pytest.raises(DBAPIError):
            schema.migrate(engine)
        assert inspect(engine).get_table_names() == []
    finally:
        engine.dispose()


def test_the_newest_migration_is_the_version_that_the_program_knows() -> None:
    folder = Path(schema.__file__).parent / "migrations" / "versions"
    assert len([path for path in folder.iterdir() if re.match(r"v\d{4}_", path.name)]) == schema.VERSION
