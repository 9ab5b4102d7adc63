"""Writing the audit chain: the event of a transaction, bound to the event before it on this terminal."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, insert, update
from sqlmodel import col, select

from lobby_tui.models.audit import AuditChain, AuditEvent
from lobby_tui.models.branch import Branch
from lobby_tui.models.draft import Draft
from lobby_tui.models.referral import SearchTerm
from lobby_tui.store.audit import START, event_hash, next_key, row_digest, row_name
from lobby_tui.store.prepared import Prepared, at_most, inserting

if TYPE_CHECKING:
    from lobby_tui.store.store import Terminal, Writing

# Scratch paper and what can be computed again from the other rows.
UNCHAINED = (Draft, SearchTerm, AuditChain, AuditEvent)

# Every entry runs the first two. Columns, not rows of the unit of work, which would take many times as long.
_HERE: Mapping[str, Any] = {"branch_id": bindparam("branch"), "chain": bindparam("terminal")}
_KEY = Prepared(select(AuditChain.key_number, AuditChain.key_date, AuditChain.day_key).filter_by(**_HERE))
_LAST = Prepared(
    select(AuditEvent.seq, AuditEvent.hash)
    .filter_by(**_HERE)
    .order_by(col(AuditEvent.seq).desc())
    .suffix_with(at_most(1))
)
_PUBLIC_KEY = select(Branch.audit_public_key).where(col(Branch.branch_id) == bindparam("branch"))
_TURN = update(AuditChain).filter_by(**_HERE)
_START = insert(AuditChain)


@dataclass(frozen=True, slots=True)
class _DayKey:
    number: int
    date: str
    key: bytes


def append_event(row_key: bytes, now: datetime, terminal: "Terminal", writing: "Writing") -> None:
    """Add the event of a transaction, with a digest under `row_key` of each row that it wrote."""
    assert writing.event is not None
    action, subject, detail = writing.event
    touched = [row for row in writing.touched.values() if not isinstance(row, UNCHAINED)]
    connection = writing.connection
    here = {"branch": terminal.branch_id, "terminal": terminal.chain}
    key = _key_of_the_day(connection, here, now.date().isoformat())
    last = _LAST.first(connection, **here)
    event = {
        "branch_id": terminal.branch_id,
        "chain": terminal.chain,
        "seq": last[0] + 1 if last else 1,
        "at": now,
        "staff_id": terminal.staff_id,
        "action": action,
        "subject": subject,
        "detail": detail,
        "rows": {row_name(row): row_digest(row_key, row) for row in touched},
        "key_number": key.number,
        "prev": last[1] if last else START,
    }
    inserting(AuditEvent).run(connection, {**event, "hash": event_hash(key.key, event)})


def _key_of_the_day(connection: Connection, here: Mapping[str, uuid.UUID], today: str) -> _DayKey:
    """This terminal's key, turned forward to `today`. A clock set back turns nothing back."""
    found = _KEY.first(connection, **here)
    if found is None:
        return _started(connection, here, today)
    key = _DayKey(*found)
    if key.date < today:
        key = _DayKey(key.number + 1, today, next_key(key.key))
        turned = {"key_number": key.number, "key_date": key.date, "day_key": key.key}
        connection.execute(_TURN.values(turned), here)
    return key


def _started(connection: Connection, here: Mapping[str, uuid.UUID], today: str) -> _DayKey:
    public_key = connection.execute(_PUBLIC_KEY, here).scalar_one()
    first = secrets.token_bytes(32)
    # Here and not above: it loads OpenSSL, and happens once in the life of a terminal.
    from lobby_tui.store.sealing import seal

    row = {
        "branch_id": here["branch"],
        "chain": here["terminal"],
        "sealed_first_key": seal(public_key, first),
        "key_number": 0,
        "key_date": today,
        "day_key": first,
    }
    connection.execute(_START, row)
    return _DayKey(0, today, first)
