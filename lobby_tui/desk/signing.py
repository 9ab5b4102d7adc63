"""Signing a closed day; opening it again for corrections, by two people; and everything that became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from lobby_tui.desk import day_heads, second_person
from lobby_tui.desk.closing import move
from lobby_tui.desk.day_heads import DayHead
from lobby_tui.desk.days import Day, by_date, day_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayMoveKind, DayState
from lobby_tui.models.masking import mask_text
from lobby_tui.models.text import said


@dataclass(frozen=True, slots=True)
class Moved:
    """A day that was signed or reopened, and the chain's head before that."""

    day: Day
    head: DayHead


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that became of a day: by whom, with whom, when, why, and the chain's head before it."""

    kind: DayMoveKind
    by: StaffName
    second: StaffName | None
    at: datetime
    reason: str
    head: str
    events: int


def sign(shift: Shift, day: date | None = None) -> Moved:
    """Sign a closed day, the latest one that is not signed if none is named. Raises RefusedError for any other."""
    shift.require(Action.SIGN_DAY, fresh=True)
    with shift.writing() as writing:
        row = _row(writing.session, shift, day, (DayState.CLOSED,))
        if row.state != DayState.CLOSED:
            raise _not_to_be_signed(row)
        head = day_heads.current(writing.session, shift)
        row.state, row.signed_at, row.signed_by = DayState.SIGNED, shift.now(), shift.person.id
        writing.session.add(row)
        writing.session.add(move(shift, row, DayMoveKind.SIGNED, head))
        writing.record("day_signed", f"business_day:{row.id}", date=row.date.isoformat(), events=head.events)
        return Moved(day_of(shift, row), head)


def reopen(shift: Shift, day: date | None, reason: str, second: SecondPerson) -> Moved:
    """Open a closed or signed day again for corrections; it takes no new entries, and has to be closed once more.

    Its signature is gone from the day, and stays in its history. Raises RefusedError without a reason or where the
    day is neither closed nor signed, NotAllowedError where the second person is the same or may not stand by.
    """
    shift.require(Action.REOPEN_DAY, fresh=True)
    second_person.checked(shift, second, msg("A day is reopened by two people."))
    why = checked_reason(reason)
    with shift.writing() as writing:
        row = _row(writing.session, shift, day, (DayState.CLOSED, DayState.SIGNED))
        if row.state not in (DayState.CLOSED, DayState.SIGNED):
            raise RefusedError(
                msg("{day} is not closed.", day=row.date.isoformat()),
                remedy=msg("Corrections can be made as it is."),
                field="day",
                code="day_not_closed",
            )
        head = day_heads.current(writing.session, shift)
        row.state, row.signed_at, row.signed_by = DayState.REOPENED, None, None
        writing.session.add(row)
        writing.session.add(move(shift, row, DayMoveKind.REOPENED, head, why, second.id))
        subject = f"business_day:{row.id}"
        writing.record("day_reopened", subject, date=row.date.isoformat(), second=second.id.hex, events=head.events)
        return Moved(day_of(shift, row), head)


def checked_reason(reason: str) -> str:
    """A reason for reopening as it is kept. Raises RefusedError."""
    return said(reason, limit=200, field="reason", needed=True)


def history(shift: Shift, day: date) -> tuple[Move, ...]:
    """What became of a day, in order. Raises RefusedError for a date on which the branch did not work."""
    shift.require(Action.CLOSE_DAY)
    with shift.reading() as session:
        row = by_date(session, shift, day)
        moves = day_heads.moves(session, shift, row.id)
        people = staff_names(session, shift)
        return tuple(
            Move(
                kind=DayMoveKind(one.move),
                by=people[one.by],
                second=people[one.second] if one.second else None,
                at=one.at,
                reason=mask_text(one.reason),
                head=one.head,
                events=one.events,
            )
            for one in moves
        )


def _row(session: Session, shift: Shift, day: date | None, states: tuple[DayState, ...]) -> BusinessDay:
    """The day that is named; else the latest one in one of these states."""
    if day is not None:
        return by_date(session, shift, day)
    found = session.exec(
        select(BusinessDay)
        .where(col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.state).in_(states))
        .order_by(col(BusinessDay.date).desc())
        .limit(1)
    ).first()
    if found is None:
        raise RefusedError(
            msg("There is no such day."), remedy=msg("Close the day first."), field="day", code="day_not_closed"
        )
    return found


def _not_to_be_signed(row: BusinessDay) -> RefusedError:
    day = row.date.isoformat()
    said: dict[str, Message] = {
        DayState.OPEN: msg("{day} is still open.", day=day),
        DayState.REOPENED: msg("{day} is reopened.", day=day),
        DayState.SIGNED: msg("{day} is signed already.", day=day),
    }
    signed = row.state == DayState.SIGNED
    remedy = msg("There is nothing to do.") if signed else msg("Close the day first.")
    code = "day_signed" if signed else "day_not_closed"
    return RefusedError(said[row.state], remedy=remedy, field="day", code=code)
