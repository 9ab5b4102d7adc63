"""Closing a business day: nothing is missing, or each thing that is missing is carried over with a reason."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlmodel import Session, col, select

from lobby_tui.desk import day_heads
from lobby_tui.desk.day_heads import DayHead
from lobby_tui.desk.days import OPEN_DAY, Day, by_date, day_of
from lobby_tui.desk.gap.kinds import Gap, GapKey
from lobby_tui.desk.gaps import carried_rows, find
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import tallies
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay, CarriedGap, DayMove
from lobby_tui.models.enums import DayMoveKind, DayState
from lobby_tui.models.text import said

CarryOver: TypeAlias = str | Mapping[GapKey, str] | None
"""One reason for everything that is missing, or a reason for each gap."""

CLOSABLE = (DayState.OPEN, DayState.REOPENED)


@dataclass(frozen=True, slots=True)
class Closed:
    """A day that was closed, how many gaps were carried over at that, and the head that its papers carry."""

    day: Day
    carried: int
    head: DayHead


class GapsError(RefusedError):
    """The day cannot be closed: `gaps` are missing, and there is no reason to carry them over."""

    code = "gaps"

    def __init__(self, day: Day, gaps: Iterable[Gap]) -> None:
        self.day = day
        self.gaps = tuple(gaps)
        stuck = sum(gap.blocks for gap in self.gaps)
        if stuck:
            message = msg("Still in the lobby: {count}.", count=stuck)
            remedy = msg("Route each of them, or record why they left, then close the day.")
        else:
            count, name = len(self.gaps), day.date.isoformat()
            message = msg("{day} cannot be closed yet. Missing: {count}.", day=name, count=count)
            remedy = msg("Complete what is missing, or carry it over with a reason.")
        super().__init__(message, remedy=remedy, code="customers_in_lobby" if stuck else None)


def close(shift: Shift, day: date | None = None, carry_over: CarryOver = None) -> Closed:
    """Close the open day, or a reopened one once more. Later entries belong to the next business day.

    Raises GapsError with what is missing and not carried over; customers in the lobby cannot be. RefusedError where
    no day is open, the day is closed already, or a reason does not fit.
    """
    shift.require(Action.CLOSE_DAY, fresh=True)
    reasons = _reasons(carry_over)
    with shift.writing() as writing:
        session = writing.session
        row = _closable(session, shift, day)
        head = day_heads.current(session, shift)
        kept = {one.subject for one in carried_rows(session, shift, row)}
        missing = [gap for gap in find(session, shift, row) if gap.subject not in kept]
        carried = list(_carried(shift, row, missing, reasons))
        session.add_all(carried)
        row.state = DayState.CLOSED
        row.closed_at, row.closed_by = shift.now(), shift.person.id
        session.add(row)
        session.add(move(shift, row, DayMoveKind.CLOSED, head))
        tallies.write(session, shift, row)
        subject = f"business_day:{row.id}"
        writing.record("day_closed", subject, date=row.date.isoformat(), carried=len(carried), events=head.events)
        return Closed(day_of(shift, row), len(carried), DayHead(head.head, head.events, True))


def move(
    shift: Shift,
    row: BusinessDay,
    kind: DayMoveKind,
    head: DayHead,
    reason: str = "",
    second: uuid.UUID | None = None,
) -> DayMove:
    """The record of a move of a day. `head` is the chain's before the event that this transaction adds to it."""
    return DayMove(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        day_id=row.id,
        move=kind.value,
        reason=reason,
        chain=shift.chain,
        events=head.events,
        head=head.head,
        by=shift.person.id,
        second=second,
        at=shift.now(),
    )


def _closable(session: Session, shift: Shift, day: date | None) -> BusinessDay:
    row = by_date(session, shift, day) if day else _open_row(session, shift)
    if row.state not in CLOSABLE:
        raise RefusedError(
            msg("{day} is closed already.", day=row.date.isoformat()),
            remedy=msg("To correct something, the supervisor reopens it with a second person."),
            field="day",
            code="day_closed",
        )
    return row


def _open_row(session: Session, shift: Shift) -> BusinessDay:
    row = session.exec(OPEN_DAY, params={"branch": shift.branch.id}).one_or_none()
    if row is None:
        raise RefusedError(
            msg("No business day is open."), remedy=_what_else(session, shift), field="day", code="no_open_day"
        )
    return row


def _what_else(session: Session, shift: Shift) -> Message:
    """A day that was reopened waits to be closed again; it has to be named."""
    reopened = session.exec(
        select(col(BusinessDay.date))
        .where(BusinessDay.branch_id == shift.branch.id, BusinessDay.state == DayState.REOPENED.value)
        .order_by(col(BusinessDay.date))
    ).first()
    if reopened:
        return msg("{day} is reopened: name it to close it again.", day=reopened.isoformat())
    return msg("The next entry opens one.")


def _reasons(carry_over: CarryOver) -> CarryOver:
    """The reasons as they may be stored. Raises RefusedError."""
    if carry_over is None:
        return None
    if isinstance(carry_over, str):
        return _reason(carry_over)
    return {key: _reason(reason) for key, reason in carry_over.items()}


def _reason(reason: str) -> str:
    return said(reason, limit=200, field="carry_over", needed=True)


def _carried(shift: Shift, day: BusinessDay, missing: list[Gap], reasons: CarryOver) -> Iterator[CarriedGap]:
    """A row for each gap that has a reason. Raises GapsError with the others."""
    given = {gap.key: reasons for gap in missing} if isinstance(reasons, str) else reasons or {}
    left = [gap for gap in missing if gap.blocks or gap.key not in given]
    if left:
        raise GapsError(day_of(shift, day), left)
    for gap in missing:
        yield CarriedGap(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            kind=gap.kind.value,
            subject=gap.subject,
            reason=str(given[gap.key]),
            by=shift.person.id,
            at=shift.now(),
        )
