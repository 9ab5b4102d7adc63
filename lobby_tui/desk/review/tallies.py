"""The visits of days that are over, counted once and kept; those of a day that is still worked on, from its rows.

Two years are 200,000 visits: to count them by hour and day takes 420 ms, by zone 680, as kept counts 20.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, insert, or_
from sqlmodel import Session, col, select

from lobby_tui.desk.day_rows import DayLook, Seen
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState
from lobby_tui.models.tally import DayTally
from lobby_tui.models.visit import Visit, VisitSignal

OVER: Final = (DayState.CLOSED, DayState.SIGNED)
BATCH: Final = 20
"""How many days are caught up with in one transaction: 60 ms, in which nobody else writes."""


class Kind(StrEnum):
    """By what visits are counted. `SEEN_…` count only those with a signal; a key is empty where there is none of it.

    The key of `STAFF` is the id of whoever received the customer, as 32 hexadecimal digits.
    """

    ALL = "all"
    STATE = "state"
    STAFF = "staff"
    HOUR = "hour"
    NEED = "need"
    ZONE = "zone"
    LEFT = "left"
    NOT_REFERRED = "not_referred"
    SEEN_HOUR = "seen_hour"
    SEEN_NEED = "seen_need"
    SEEN_ZONE = "seen_zone"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many visits. `timed` of them have a known wait, `waited` seconds together, `longest` the longest of them."""

    count: int = 0
    timed: int = 0
    waited: int = 0
    longest: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.count + other.count,
            self.timed + other.timed,
            self.waited + other.waited,
            max(self.longest, other.longest),
        )

    @property
    def mean_wait(self) -> int | None:
        """Seconds that those with a known wait waited on average; None where there are none."""
        return round(self.waited / self.timed) if self.timed else None


def by_day(session: Session, shift: Shift, span: Span, kind: Kind) -> dict[date, dict[str, Tally]]:
    """The visits of every business day in `span`, by day and key; a day without visits has no keys."""
    kept, others = _days(session, shift, span)
    found: dict[date, dict[str, Tally]] = {day: {} for day in kept}
    rows = session.exec(
        select(BusinessDay.date, DayTally.key, DayTally.count, DayTally.timed, DayTally.waited, DayTally.longest)  # type: ignore[call-overload]
        .join(DayTally, (col(DayTally.branch_id) == BusinessDay.branch_id) & (col(DayTally.day_id) == BusinessDay.id))
        .where(*_in(shift, span), _over(), col(DayTally.kind) == kind.value)
    )
    for day, key, *numbers in rows:
        found[day][key] = Tally(*numbers)
    for row in others:
        found[row.date] = counted(DayLook(session, shift, row), (kind,))[kind]
    return dict(sorted(found.items()))


def totals(session: Session, shift: Shift, span: Span, kind: Kind) -> dict[str, Tally]:
    """The visits of all business days in `span`, by key."""
    found: dict[str, Tally] = defaultdict(Tally)
    for keys in by_day(session, shift, span, kind).values():
        for key, tally in keys.items():
            found[key] += tally
    return dict(found)


def counted(look: DayLook, kinds: Sequence[Kind] = tuple(Kind)) -> dict[Kind, dict[str, Tally]]:
    """One day's visits as its rows tell them."""
    found: dict[Kind, dict[str, Tally]] = {kind: {} for kind in kinds}
    seen = _with_a_signal(look) if any(kind.startswith("seen_") for kind in kinds) else frozenset()
    now = look.shift.now()
    for visit in look.visits:
        wait = visit.waited(now)
        one = Tally(1, 1, wait, wait) if visit.timed else Tally(1)
        for kind, key in _keys(look, visit, visit.id in seen):
            if kind in found:
                found[kind][key] = found[kind].get(key, Tally()) + one
    return found


def write(session: Session, shift: Shift, day: BusinessDay) -> None:
    """Keep the counts of a day that is over, in place of what was kept of it."""
    here = {"branch_id": shift.branch.id, "day_id": day.id}
    rows: list[Mapping[str, Any]] = [
        {**here, "kind": kind.value, "key": key, "count": tally.count, "timed": tally.timed, "waited": tally.waited,
         "longest": tally.longest}
        for kind, keys in counted(DayLook(session, shift, day)).items()
        for key, tally in (keys or ({"": Tally()} if kind is Kind.ALL else {})).items()
    ]  # fmt: skip
    # Not as objects of the session: they are no entries, and the audit trail does not speak of them.
    connection = session.connection()
    connection.execute(
        delete(DayTally).where(col(DayTally.branch_id) == shift.branch.id, col(DayTally.day_id) == day.id)
    )
    connection.execute(insert(DayTally), rows)


def catch_up(shift: Shift) -> None:
    """Keep the counts of days that were closed before there were any; nothing where none are missing.

    A disk that refuses changes nothing: these days are counted from their rows, which only takes longer.
    """
    with suppress(StoreError):
        while catch_up_some(shift):
            pass


def catch_up_some(shift: Shift) -> int:
    """Keep the counts of some days that have none, the latest first; how many they were. Raises StoreError."""
    shift.require(Action.SEE_DAY)
    missing = (
        select(BusinessDay)
        .where(col(BusinessDay.branch_id) == shift.branch.id, _over(), ~_has_counts())
        .order_by(col(BusinessDay.date).desc())
        .limit(BATCH)
    )
    with shift.reading() as session:
        if session.exec(missing).first() is None:
            return 0
    # The rows are read in the transaction that keeps the counts.
    with shift.store.scribbling() as session:
        days = session.exec(missing).all()
        for day in days:
            write(session, shift, day)
        return len(days)


def _keys(look: DayLook, visit: Seen, seen: bool) -> Iterator[tuple[Kind, str]]:
    hour, need, zone = look.hours[visit.id], visit.need or "", visit.zone or ""
    yield from ((Kind.ALL, ""), (Kind.STATE, visit.state), (Kind.HOUR, hour), (Kind.NEED, need), (Kind.ZONE, zone))
    yield Kind.STAFF, visit.staff_id.hex
    if visit.leave_reason:
        yield Kind.LEFT, visit.leave_reason
    if visit.not_referred_reason is not None:
        yield Kind.NOT_REFERRED, visit.not_referred_reason
    if seen:
        yield from ((Kind.SEEN_HOUR, hour), (Kind.SEEN_NEED, need), (Kind.SEEN_ZONE, zone))


def _with_a_signal(look: DayLook) -> frozenset[uuid.UUID]:
    # Not a join: SQLite would begin it with two years of signals, and take 160 ms for a day.
    seen = exists().where(
        col(VisitSignal.branch_id) == Visit.branch_id,
        col(VisitSignal.visit_id) == Visit.id,
        col(VisitSignal.dropped_at).is_(None),
    )
    here = (col(Visit.branch_id) == look.shift.branch.id, col(Visit.day_id) == look.day.id)
    return frozenset(look.session.exec(select(Visit.id).where(*here, seen)))


def _days(session: Session, shift: Shift, span: Span) -> tuple[Sequence[date], Sequence[BusinessDay]]:
    """The dates of days whose counts are kept, and the days that have to be counted."""
    kept = session.exec(select(col(BusinessDay.date)).where(*_in(shift, span), _over(), _has_counts())).all()
    others = session.exec(select(BusinessDay).where(*_in(shift, span), or_(~_over(), ~_has_counts()))).all()
    return kept, others


def _in(shift: Shift, span: Span) -> tuple[ColumnElement[bool], ...]:
    return (col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date).between(span.first, span.last))


def _over() -> ColumnElement[bool]:
    return col(BusinessDay.state).in_([state.value for state in OVER])


def _has_counts() -> ColumnElement[bool]:
    return exists().where(
        col(DayTally.branch_id) == BusinessDay.branch_id,
        col(DayTally.day_id) == BusinessDay.id,
        col(DayTally.kind) == Kind.ALL.value,
    )
