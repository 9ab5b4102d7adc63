"""Taking from a backup what the damaged store has lost: only what its audit events prove to be the last word.

Events never change, so any that a backup has and the salvaged store lacks is put back. A row is put back where its
digest is the one that its latest event names. By the driver's own connections, without foreign keys: what a row belongs
to may come after it, or never.
"""

import hmac
import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, SQLModel

from lobby_tui.desk.checkup import AUDITED
from lobby_tui.store.audit import next_key, row_digest

TABLES: Final[dict[str, type[SQLModel]]] = {str(one.__tablename__): one for one in AUDITED}
_EVENTS: Final = "SELECT * FROM audit_event WHERE chain = ? ORDER BY seq"


def put_back_events(made: Any, backup: Any) -> int:
    """Copy the events that `backup` has and `made` lacks, and the chains' keys. Both are driver connections."""
    number = 0
    for (chain,) in backup.execute("SELECT DISTINCT chain FROM audit_event").fetchall():
        there = {seq for (seq,) in made.execute("SELECT seq FROM audit_event WHERE chain = ?", (chain,)).fetchall()}
        cursor = backup.execute(_EVENTS, (chain,))
        place = [column[0] for column in cursor.description].index("seq")
        missing = [tuple(row) for row in cursor if row[place] not in there]
        if missing:
            made.executemany(f"INSERT INTO audit_event VALUES ({_places(missing[0])})", missing)
        number += len(missing)
    _put_back_keys(made, backup)
    return number


def _put_back_keys(made: Any, backup: Any) -> None:
    """The keys of chains that have lost theirs, turned forward to the day of their last event."""
    have = {chain for (chain,) in made.execute("SELECT chain FROM audit_chain").fetchall()}
    asked = "SELECT branch_id, chain, sealed_first_key, key_number, key_date, day_key FROM audit_chain"
    for branch, chain, sealed, number, date, key in backup.execute(asked).fetchall():
        if chain in have:
            continue
        last = made.execute(
            "SELECT key_number, substr(at, 1, 10) FROM audit_event WHERE chain = ? ORDER BY seq DESC LIMIT 1", (chain,)
        ).fetchone()
        while last and number < last[0]:
            number, date, key = number + 1, last[1], next_key(bytes(key))
        made.execute(
            "INSERT INTO audit_chain (branch_id, chain, sealed_first_key, key_number, key_date, day_key) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (branch, chain, sealed, number, date, key),
        )


def put_back_rows(made: Any, row_key: bytes, branch: uuid.UUID, latest: Mapping[str, str], backup: Session) -> int:
    """Copy the rows that `made` lacks and that `backup` has as their latest event says."""
    number = 0
    source: Any = backup.connection().connection.driver_connection
    for name, digest in missing_rows(made, latest):
        table, _, identity = name.partition(":")
        row = backup.get(TABLES[table], _key(table, branch, identity))
        if row is None or not hmac.compare_digest(row_digest(row_key, row), digest):
            continue
        where, values = _place(table, branch, identity)
        found = tuple(source.execute(f"SELECT * FROM {table} WHERE {where}", values).fetchone())
        made.execute(f"INSERT INTO {table} VALUES ({_places(found)})", found)
        number += 1
    return number


def missing_rows(made: Any, latest: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and digests of rows that audit events name and that are not there."""
    there = {table: _identities(made, table) for table in TABLES}
    parted = ((name, *name.partition(":")[::2], digest) for name, digest in latest.items())
    return [(name, digest) for name, table, identity, digest in parted if identity not in there.get(table, {identity})]


def _identities(made: Any, table: str) -> set[str]:
    column = "branch_id" if table == "branch" else "id"
    return {str(uuid.UUID(one)) for (one,) in made.execute(f"SELECT {column} FROM {table}")}


def _place(table: str, branch: uuid.UUID, identity: str) -> tuple[str, tuple[str, ...]]:
    if table == "branch":
        return "branch_id = ?", (branch.hex,)
    return "branch_id = ? AND id = ?", (branch.hex, uuid.UUID(identity).hex)


def _key(table: str, branch: uuid.UUID, identity: str) -> Any:
    return branch if table == "branch" else (branch, uuid.UUID(identity))


def _places(row: tuple[Any, ...]) -> str:
    return ", ".join("?" for _ in row)
