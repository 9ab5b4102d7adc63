"""Finding what is kept too long. In plain SQL: asked once a day after the desk is shown, and by every command.

It needs no model, so that a day on which nothing is due loads none. Each question is bound by an index: what belongs to
business days is asked day by day, from the day on that was done the last time (`purged` in the branch's settings).
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from lobby_tui.desk.keeping.kinds import Kind, limits
from lobby_tui.desk.shift import Shift

WINDOW_DAYS: Final = 31
"""Days that are asked about anew each time. Further back it is noted that nothing is left, with an event of no rows."""
BATCH: Final = 200
"""Rows in one transaction: a colleague who saves waits for no more than these, some 50 ms."""

# CROSS JOIN: the days come first, which are few. Left alone, SQLite reads every referral and looks for its day.
_DAYS: Final = "SELECT d.date, {id} FROM business_day d CROSS JOIN {table} ON {on}"
_OF_DAYS: Final = " WHERE d.branch_id = :branch AND d.date > :mark AND d.date <= :until AND "
_NEXT: Final = " ORDER BY 1 LIMIT :most"


def _of_day(table: str, wanted: str) -> str:
    """The rows of a table that belong to these days."""
    on = "x.branch_id = d.branch_id AND x.day_id = d.id"
    return _DAYS.format(id="x.id", table=f"{table} x", on=on) + _OF_DAYS + wanted


def _ended(table: str, wanted: str) -> str:
    """The referrals that ended on these days, by what was written then."""
    on = "x.branch_id = d.branch_id AND x.day_id = d.id"
    referral = " CROSS JOIN referral r ON r.branch_id = x.branch_id AND r.id = x.referral_id"
    still = f"{wanted} AND r.contact <> '' AND r.erased_at IS NULL"
    return _DAYS.format(id="r.id", table=f"{table} x", on=on) + referral + _OF_DAYS + still


BY_DAY: Final[Mapping[Kind, str]] = {
    Kind.REFERRALS: _of_day("referral", "x.erased_at IS NULL") + _NEXT,
    Kind.UNDONE: _of_day("referral", "x.undone_at IS NOT NULL AND x.erased_at IS NULL") + _NEXT,
    Kind.ENDED_CONTACTS: " UNION ALL ".join(
        [_ended("confirmation", "r.answer = 'returned'"), _ended("result", "r.outcome = 'nothing'")]
    )
    + _NEXT,
    Kind.NOTES: " UNION ALL ".join(
        [
            _of_day("meeting", "(x.note <> '' OR x.answers <> '{}')"),
            _of_day("crowding", "x.note <> ''"),
            # No index leads to those that were taken back; they go along with whatever else is due.
            _of_day("checklist_tick", "x.note <> '' AND x.dropped_at IS NULL"),
        ]
    )
    + _NEXT,
}
"""What belongs to a business day: the day and the row, the oldest first."""
BY_MOMENT: Final[Mapping[Kind, str]] = {
    Kind.COMPLAINTS: "SELECT id FROM complaint WHERE branch_id = :branch AND archived_at < :before"
    " AND erased_at IS NULL LIMIT :most",
    Kind.INCIDENTS: "SELECT id FROM incident WHERE branch_id = :branch AND closed_at < :before"
    " AND erased_at IS NULL LIMIT :most",
    Kind.DRAFTS: "SELECT id FROM draft WHERE branch_id = :branch AND changed_at < :before LIMIT :most",
    Kind.IMPORT_LINES: "SELECT l.id FROM import_line l JOIN result_import i ON i.branch_id = l.branch_id"
    " AND i.id = l.import_id WHERE l.branch_id = :branch AND l.state = 'waiting' AND i.at < :before LIMIT :most",
}
"""What has a moment of its own from which its time counts."""


@dataclass(frozen=True, slots=True)
class Due:
    """Rows of one kind whose time is over; `mark` is the business day until which then nothing of it is left."""

    kind: Kind
    ids: tuple[uuid.UUID, ...]
    until: date
    mark: date | None = None


def next_due(connection: Connection, shift: Shift, most: int = BATCH) -> Due | None:
    """The next rows whose time is over, at most `most`; then, with no rows, days to be noted as done; or None."""
    settings = settings_of(connection, shift)
    clean: Due | None = None
    for kind, until in limits(settings, shift.today()).items():
        mark = mark_of(settings, kind)
        found = _of(connection, shift, kind, until, mark, most)
        if found:
            return found
        if kind in BY_DAY and clean is None and _many_days(connection, shift, mark, until):
            clean = Due(kind, (), until, until)
    return clean


def mark_of(settings: Mapping[str, Any], kind: Kind) -> str:
    """The date until which nothing of this kind is left; empty where it was never looked at."""
    return str(settings.get("purged", {}).get(kind, ""))


def _many_days(connection: Connection, shift: Shift, mark: str, until: date) -> bool:
    """Whether there are more days between than should be asked about each time."""
    query = "SELECT count(*) FROM business_day WHERE branch_id = :branch AND date > :mark AND date <= :until"
    ((count,),) = _rows(connection, query, branch=shift.branch.id.hex, mark=mark, until=until.isoformat())
    return bool(count > WINDOW_DAYS)


def settings_of(connection: Connection, shift: Shift) -> dict[str, Any]:
    """The branch's settings."""
    row = _rows(connection, "SELECT settings FROM branch WHERE branch_id = :branch", branch=shift.branch.id.hex)[0]
    settings: dict[str, Any] = json.loads(row[0])
    return settings


def last_day(connection: Connection, shift: Shift) -> date | None:
    """The date of the last business day that was closed; where none was, that of the open one."""
    query = "SELECT max(date) FROM business_day WHERE branch_id = :branch"
    for condition in (" AND state <> 'open'", ""):
        (found,) = _rows(connection, query + condition, branch=shift.branch.id.hex)[0]
        if found:
            return date.fromisoformat(found)
    return None


def _of(connection: Connection, shift: Shift, kind: Kind, until: date, mark: str, most: int) -> Due | None:
    branch = shift.branch.id.hex
    if kind in BY_MOMENT:
        # Days count whole: what is from the last of them goes at its end.
        before = f"{(until + timedelta(days=1)).isoformat()}T00:00:00.000000Z"
        rows = _rows(connection, BY_MOMENT[kind], branch=branch, before=before, most=most)
        return Due(kind, tuple(uuid.UUID(found) for (found,) in rows), until) if rows else None
    rows = _rows(connection, BY_DAY[kind], branch=branch, mark=mark, until=until.isoformat(), most=most)
    if not rows:
        return None
    whole = len(rows) < most
    done = until if whole else date.fromisoformat(rows[-1][0]) - timedelta(days=1)
    return Due(kind, tuple(dict.fromkeys(uuid.UUID(found) for _, found in rows)), until, done)


def _rows(connection: Connection, sql: str, **values: Any) -> list[Any]:
    return list(connection.exec_driver_sql(sql, values).fetchall())
