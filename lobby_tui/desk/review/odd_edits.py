"""When referrals were changed after they had been confirmed: found in the audit trail, as no row remembers it.

An event has no index but its place in its terminal's chain. Where to look is found by halving each chain; then the
events are read in the order in which they were written, once for all terminals. Chain by chain, the same pages would
be deciphered once for each: 460 ms for the 99,000 events of a busy quarter, and not 140.
"""

import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Integer, Uuid, bindparam, literal_column
from sqlmodel import Session, col, select

from lobby_tui.desk.audit.wanted import Wanted, chains
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent
from lobby_tui.store.prepared import Prepared, at_most

_CHANGED: Final = "referral_changed"
_APART: Final = timedelta(days=4)
"""Stretches of time with less between them are looked through as one: a weekend costs less than finding its ends."""
_SLACK: Final = timedelta(days=1)
"""How far a terminal's clock may have been set back without an event being missed."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)

_HERE: Final = (col(AuditEvent.branch_id) == bindparam("branch"), col(AuditEvent.chain) == bindparam("chain"))
_ROWID: Final = literal_column("rowid", Integer)
# The first from a place on: a trail that was damaged and rescued may have gaps.
_PLACE: Final = Prepared(
    select(col(AuditEvent.at), _ROWID)
    .where(*_HERE, col(AuditEvent.seq) >= bindparam("seq"))
    .order_by(col(AuditEvent.seq))
    .suffix_with(at_most(1))
)
_EDITS: Final = Prepared(
    select(col(AuditEvent.subject), col(AuditEvent.at), col(AuditEvent.staff_id)).where(
        _ROWID.between(bindparam("first"), bindparam("last")),
        # A plus keeps SQLite from going through the chains after all.
        literal_column("+branch_id", Uuid()) == bindparam("branch"),
        col(AuditEvent.action) == literal_column(f"'{_CHANGED}'"),
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From one moment to another."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """A referral was changed: when, and by whom."""

    at: datetime
    by: uuid.UUID | None


def edits(session: Session, shift: Shift, within: Mapping[uuid.UUID, Stretch]) -> dict[uuid.UUID, tuple[Edit, ...]]:
    """The changes of some referrals, each from the first to the last moment of its stretch, the earliest first."""
    if not within:
        return {}
    connection = session.connection()
    found: dict[uuid.UUID, list[Edit]] = defaultdict(list)
    wanted = {f"referral:{one}": one for one in within}
    terminals = chains(session, shift, Wanted())
    for stretch in joined(within.values()):
        parts = [
            _rows(connection, {"branch": shift.branch.id, "chain": chain}, last, stretch) for chain, last in terminals
        ]
        for first, last in _once(part for part in parts if part):
            for subject, at, by in _EDITS.rows(connection, branch=shift.branch.id, first=first, last=last):
                one = wanted.get(subject)
                if one is not None and within[one].first <= at <= within[one].last:
                    found[one].append(Edit(at, by))
    return {one: tuple(sorted(some, key=lambda edit: edit.at)) for one, some in found.items()}


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time as few stretches: those that lie close together are one."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        if found and one.first - found[-1].last < _APART:
            found[-1] = Stretch(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return found


def _once(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rows from one to another, such that none is read twice: terminals write between one another."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _rows(connection: Connection, here: Mapping[str, uuid.UUID], last: int, stretch: Stretch) -> tuple[int, int] | None:
    """The rows of a chain's first and last event in a stretch of time; None where it has none."""

    def place(seq: int) -> tuple[datetime, int]:
        row = _PLACE.first(connection, **here, seq=seq)
        return (row[0], row[1]) if row else (_NEVER, 0)

    everything = range(1, last + 1)
    first = bisect_left(everything, stretch.first - _SLACK, key=lambda seq: place(seq)[0])
    end = bisect_left(everything, stretch.last + _SLACK, lo=first, key=lambda seq: place(seq)[0])
    return (place(everything[first])[1], place(everything[end - 1])[1]) if first < end else None
