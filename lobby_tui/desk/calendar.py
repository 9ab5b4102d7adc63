"""The branch's working time, and its own calendar over the public holidays."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.calendar import CalendarDay
from lobby_tui.models.masking import mask_text, unmasked
from lobby_tui.models.text import said
from lobby_tui.models.working_time import SATURDAY, WorkingTime

NOTE_LIMIT: Final = 60
FARTHEST: Final = timedelta(days=731)
"""Holidays are announced a year at a time; what is further off is a slip of the hand, and makes an endless list."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A date on which the branch works although it is a weekend day, or does not although it is a weekday.

    `own` where the branch says so itself, `note` why.
    """

    date: date
    works: bool
    own: bool
    note: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What is unusual in the time ahead, and the years in it whose public holidays are not known yet."""

    days: tuple[ComingDay, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A date on which the branch decided for itself whether it works."""

    id: uuid.UUID
    date: date
    works: bool
    note: str


def working_time(session: Session, shift: Shift) -> WorkingTime:
    """When the branch works: the playbook's hours, the public holidays, the branch's own calendar over them."""
    hours = shift.playbook.hours
    own = session.exec(
        select(col(CalendarDay.date), col(CalendarDay.works)).where(
            col(CalendarDay.branch_id) == shift.branch.id, col(CalendarDay.dropped_at).is_(None)
        )
    ).all()
    return WorkingTime(shift.branch.time_zone, hours.opens_at, hours.closes_at, dict(own))


def set_day(shift: Shift, day: date, works: bool, note: str = "") -> OwnDay:
    """Say whether the branch works on a date, whatever the public calendar says. Raises RefusedError."""
    shift.require(Action.SET_CALENDAR)
    if abs(day - shift.today()) > FARTHEST:
        raise RefusedError(
            msg("{day} is more than two years off.", day=day.isoformat()),
            remedy=msg("Check the year."),
            field="day",
            code="too_far_off",
        )
    note = said(note, limit=NOTE_LIMIT, field="note")
    with shift.writing() as writing:
        row = _row(writing.session, shift, day) or CalendarDay(
            branch_id=shift.branch.id, id=shift.ids.new(), date=day, works=works, set_by=shift.person.id,
            set_at=shift.now(),
        )  # fmt: skip
        row.works, row.note, row.dropped_at = works, unmasked(note, row.note), None
        row.set_by, row.set_at = shift.person.id, shift.now()
        writing.session.add(row)
        writing.record("calendar_day_set", f"calendar_day:{row.id}", date=day.isoformat(), works=works)
        return _own_day(row)


def unset(shift: Shift, day: date) -> OwnDay:
    """Take a date out of the branch's own calendar: the public one holds for it again. Raises RefusedError."""
    shift.require(Action.SET_CALENDAR)
    with shift.writing() as writing:
        row = _row(writing.session, shift, day)
        if row is None or row.dropped_at:
            raise RefusedError(
                msg("The branch's own calendar says nothing of {day}.", day=day.isoformat()),
                remedy=msg("Choose one of the days in the list."),
                field="day",
                code="unknown_day",
            )
        row.dropped_at = shift.now()
        writing.session.add(row)
        writing.record("calendar_day_unset", f"calendar_day:{row.id}", date=day.isoformat())
        return _own_day(row)


def own_days(shift: Shift, since: date | None = None) -> tuple[OwnDay, ...]:
    """The branch's own calendar from a date on, the earliest day first."""
    with shift.reading() as session:
        query = select(CalendarDay).where(
            col(CalendarDay.branch_id) == shift.branch.id, col(CalendarDay.dropped_at).is_(None)
        )
        if since:
            query = query.where(col(CalendarDay.date) >= since)
        return tuple(map(_own_day, session.exec(query.order_by(col(CalendarDay.date))).all()))


def coming(shift: Shift, count: int = 184) -> Coming:
    """The unusual days from today on, of the public calendar and of the branch's own."""
    with shift.reading() as session:
        calendar = working_time(session, shift)
    own = {one.date: one for one in own_days(shift, shift.today())}
    last = max([shift.today() + timedelta(days=count), *own])
    days = [shift.today() + timedelta(days=n) for n in range((last - shift.today()).days + 1)]
    unusual = tuple(
        ComingDay(day, calendar.works_on(day), day in own, own[day].note if day in own else "")
        for day in days
        if day in own or calendar.works_on(day) != (day.weekday() < SATURDAY)
    )
    return Coming(
        unusual, tuple(year for year in sorted({day.year for day in days}) if not calendar.is_announced(year))
    )


def _row(session: Session, shift: Shift, day: date) -> CalendarDay | None:
    return session.exec(
        select(CalendarDay).where(col(CalendarDay.branch_id) == shift.branch.id, col(CalendarDay.date) == day)
    ).one_or_none()


def _own_day(row: CalendarDay) -> OwnDay:
    return OwnDay(row.id, row.date, row.works, mask_text(row.note))
