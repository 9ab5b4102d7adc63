"""The business day that entries belong to."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, literal_column
from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState
from lobby_tui.store.prepared import Prepared, at_most
from lobby_tui.store.store import Writing

# The state is spelled out: the index of the open day serves only a condition that names it.
OPEN_DAY: Final = select(BusinessDay).where(
    col(BusinessDay.branch_id) == bindparam("branch"), col(BusinessDay.state) == literal_column("'open'")
)

_LATEST: Final = Prepared(
    select(col(BusinessDay.date))
    .where(col(BusinessDay.branch_id) == bindparam("branch"))
    .order_by(col(BusinessDay.date).desc())
    .suffix_with(at_most(1))
)


@dataclass(frozen=True, slots=True)
class Day:
    """A business day. `stale` when it is still open although the calendar has moved on."""

    id: uuid.UUID
    date: date
    state: DayState
    opened_at: datetime
    closed_at: datetime | None
    stale: bool = False


def current(shift: Shift) -> Day | None:
    """The open day, or None before the first entry of a new one."""
    with shift.reading() as session:
        row = _open_row(session, shift)
        return day_of(shift, row) if row else None


def open_date(shift: Shift) -> date | None:
    """The date of the open day, for whoever was asked for no other; None where no day is open."""
    day = current(shift)
    return day.date if day else None


def by_date(session: Session, shift: Shift, day: date) -> BusinessDay:
    """The row of a date. Raises RefusedError where the branch did not work on it."""
    row = session.exec(
        select(BusinessDay).where(BusinessDay.branch_id == shift.branch.id, BusinessDay.date == day)
    ).one_or_none()
    if row is None:
        raise RefusedError(
            msg("There is no business day {day}.", day=day.isoformat()),
            remedy=_nearest(session, shift, day),
            field="day",
            code="unknown_day",
        )
    return row


def _nearest(session: Session, shift: Shift, day: date) -> Message:
    """What to choose instead of a date on which the branch did not work."""
    dates = select(col(BusinessDay.date)).where(BusinessDay.branch_id == shift.branch.id)
    before = dates.where(col(BusinessDay.date) < day).order_by(col(BusinessDay.date).desc()).limit(1)
    after = dates.where(col(BusinessDay.date) > day).order_by(col(BusinessDay.date)).limit(1)
    found = [*session.exec(before), *session.exec(after)]
    if not found:
        return msg("Choose a day on which the branch was open.")
    nearest = min(found, key=lambda one: abs((one - day).days))
    return msg("The nearest business day is {day}.", day=nearest.isoformat())


def latest(shift: Shift, limit: int = 60) -> tuple[Day, ...]:
    """The last business days, newest first."""
    with shift.reading() as session:
        rows = session.exec(
            select(BusinessDay)
            .where(BusinessDay.branch_id == shift.branch.id)
            .order_by(col(BusinessDay.date).desc())
            .limit(limit)
        ).all()
        return tuple(day_of(shift, row) for row in rows)


def entered_into(shift: Shift, writing: Writing) -> BusinessDay:
    """The day that a new entry belongs to: the open one, else a new one, begun by this entry.

    A day that was closed stays closed: what comes after it belongs to the next business day. The new day's date is
    today's on the branch's calendar, and never one that is not after every day before, so a clock set back reorders
    nothing.
    """
    row = _open_row(writing.session, shift)
    if row:
        return row
    (last,) = _LATEST.first(writing.connection, branch=shift.branch.id) or (None,)
    today = shift.today()
    if last and today <= last:
        today = date.fromordinal(last.toordinal() + 1)
    row = BusinessDay.model_construct(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        date=today,
        state=DayState.OPEN.value,
        opened_at=shift.now(),
        opened_by=shift.person.id,
    )
    writing.insert(row)  # at once, before its first entry: rows of other tables are written in no order of their own
    return row


def must_take_corrections(session: Session, shift: Shift, day_id: uuid.UUID) -> None:
    """Raise RefusedError unless the records of a day may still be corrected: it is open, or was reopened."""
    row = session.get_one(BusinessDay, (shift.branch.id, day_id))
    if row.state not in (DayState.OPEN, DayState.REOPENED):
        raise RefusedError(
            msg("{day} is closed, and its records with it.", day=row.date.isoformat()),
            remedy=msg("To correct something, the supervisor reopens it with a second person."),
            code="day_closed",
        )


def day_of(shift: Shift, row: BusinessDay) -> Day:
    """A row as others see it."""
    state = DayState(row.state)
    stale = state is DayState.OPEN and row.date < shift.today()
    return Day(row.id, row.date, state, row.opened_at, row.closed_at, stale)


def _open_row(session: Session, shift: Shift) -> BusinessDay | None:
    return session.exec(OPEN_DAY, params={"branch": shift.branch.id}).one_or_none()
