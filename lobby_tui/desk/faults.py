"""Device faults: reported, given a repair ticket, fixed; and how long a machine was out of service [ICBC 3]."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from lobby_tui.desk import drafts
from lobby_tui.desk.calendar import working_time
from lobby_tui.desk.days import by_date, entered_into, open_date
from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.numbered import by_key, next_number
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.masking import mask_text
from lobby_tui.models.text import said
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.store.store import Writing


@dataclass(frozen=True, slots=True)
class FaultView:
    """A device out of order. It was out of service for `minutes`, of them `working_minutes` in working hours.

    Both run until it was fixed, or until now.
    """

    id: uuid.UUID
    number: int
    device: str
    name: Renderable
    label: str
    what: str
    ticket: str
    reported_by: StaffName
    reported_at: datetime
    fixed_by: StaffName | None
    fixed_at: datetime | None
    fixed_note: str
    minutes: int
    working_minutes: int


@dataclass(frozen=True, slots=True)
class NewFault:
    """What is reported: `device` is a code of the playbook, `label` says which of several devices it is."""

    device: str
    what: str
    label: str = ""
    ticket: str = ""
    key: uuid.UUID | None = None
    draft: str | None = None
    """The kind of draft that this was, to be thrown away in the same transaction."""


def report(shift: Shift, new: NewFault) -> FaultView:
    """Report that a device is out of order. The same `key` twice is one fault.

    Numbers go on through the branch's years, as repair papers quote them. Raises EntryError with every wrong field.
    """
    shift.require(Action.REPORT_FAULT)
    device, label, what, ticket = _checked(shift, new)
    with shift.writing() as writing:
        session = writing.session
        row = by_key(session, shift, DeviceFault, new.key)
        if row:
            drafts.drop_with(session, shift, new.draft)
            writing.record("fault_reported_again", f"device_fault:{row.id}")
            return _views(session, shift, [row])[0]
        day = entered_into(shift, writing)
        row = DeviceFault(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            number=next_number(session, shift, DeviceFault),
            key=new.key,
            device=device,
            label=label,
            what=what,
            ticket=ticket,
            reported_by=shift.person.id,
            reported_at=shift.now(),
        )
        drafts.drop_with(session, shift, new.draft)
        return _saved(writing, shift, row, "fault_reported", device=device)


def set_ticket(shift: Shift, number: int, ticket: str) -> FaultView:
    """Put the repair ticket to a fault, as the repair service often gives it later. Raises RefusedError."""
    shift.require(Action.REPORT_FAULT)
    ticket = said(ticket, limit=40, field="ticket", needed=True)
    with shift.writing() as writing:
        row = _row(writing.session, shift, number)
        row.ticket = ticket
        return _saved(writing, shift, row, "fault_ticket")


def fixed(shift: Shift, number: int, note: str = "") -> FaultView:
    """The device works again: its time out of service ends now. Raises RefusedError where it was fixed already."""
    shift.require(Action.REPORT_FAULT)
    note = said(note, limit=200, field="note")
    with shift.writing() as writing:
        row = _row(writing.session, shift, number)
        if row.fixed_at:
            raise RefusedError(
                msg("Fault no. {number} was fixed already.", number=number),
                remedy=msg("If the device failed again, report a new fault."),
                field="number",
                code="fixed_already",
            )
        row.fixed_at, row.fixed_by, row.fixed_note = shift.now(), shift.person.id, note
        return _saved(writing, shift, row, "fault_fixed")


def undo_fixed(shift: Shift, number: int) -> FaultView:
    """Take “fixed” back: the device was out of service all the time.

    Raises RefusedError where it is not fixed, or was fixed on a day that is closed.
    """
    shift.require(Action.REPORT_FAULT)
    with shift.writing() as writing:
        row = _row(writing.session, shift, number)
        if row.fixed_at is None:
            raise RefusedError(
                msg("Fault no. {number} is not fixed yet.", number=number),
                remedy=msg("There is nothing to take back."),
                field="number",
                code="not_fixed",
            )
        _must_be_since_closing(writing.session, shift, row)
        row.fixed_at, row.fixed_by, row.fixed_note = None, None, ""
        return _saved(writing, shift, row, "fault_fixed_undone")


def reveal(shift: Shift, number: int, reason: str) -> str:
    """What was said of a fault, with the numbers in it. Every look leaves an audit event. Raises RefusedError."""
    shift.require(Action.REVEAL)
    reason = said(reason, limit=100, field="reason", needed=True)
    with shift.writing() as writing:
        row = _row(writing.session, shift, number)
        writing.record("fault_revealed", f"device_fault:{row.id}", reason=reason)
        return "\n".join(text for text in (row.label, row.what, row.fixed_note) if text)


def open_faults(shift: Shift) -> tuple[FaultView, ...]:
    """The devices that are out of order now, the longest first."""
    shift.require(Action.REPORT_FAULT)
    with shift.reading() as session:
        return unfixed(session, shift)


def unfixed(session: Session, shift: Shift) -> tuple[FaultView, ...]:
    """The same, for a desk function that has looked into the store already."""
    query = select(DeviceFault).where(_of_branch(shift), col(DeviceFault.fixed_at).is_(None))
    return _views(session, shift, session.exec(query.order_by(col(DeviceFault.reported_at))).all())


def of_day(shift: Shift, day: date | None = None) -> tuple[FaultView, ...]:
    """The faults reported on `day`, or on the open one, fixed or not. Raises RefusedError for a date without work."""
    shift.require(Action.REPORT_FAULT)
    day = day or open_date(shift)
    if day is None:
        return ()
    with shift.reading() as session:
        row = by_date(session, shift, day)
        query = select(DeviceFault).where(_of_branch(shift), col(DeviceFault.day_id) == row.id)
        return _views(session, shift, session.exec(query.order_by(col(DeviceFault.number))).all())


def _checked(shift: Shift, new: NewFault) -> tuple[str, str, str, str]:
    """The fields as they may be stored. Raises EntryError with all that is wrong."""
    problems = Problems()
    take = problems.take

    device = take(lambda: _device(shift, new.device), "")
    label = take(lambda: said(new.label, limit=40, field="label"), "")
    what = take(lambda: said(new.what, limit=200, field="what", needed=True), "")
    ticket = take(lambda: said(new.ticket, limit=40, field="ticket"), "")
    problems.settle()
    return device, label, what, ticket


def _device(shift: Shift, code: str) -> str:
    if not code:
        raise RefusedError(msg("Which device is it?"), remedy=msg("Choose one from the list."), field="device")
    return shift.playbook.device(code).code


def _must_be_since_closing(session: Session, shift: Shift, row: DeviceFault) -> None:
    """Raise RefusedError for what was fixed before the last day was closed: its papers say that the device worked."""
    closed_at = session.exec(
        select(BusinessDay.closed_at)
        .where(col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.closed_at).is_not(None))
        .order_by(col(BusinessDay.date).desc())
        .limit(1)
    ).first()
    if closed_at and row.fixed_at and row.fixed_at <= closed_at:
        raise RefusedError(
            msg("Fault no. {number} was fixed on a day that is closed.", number=row.number),
            remedy=msg("If the device failed again, report a new fault."),
            field="number",
            code="day_closed",
        )


def _of_branch(shift: Shift) -> ColumnElement[bool]:
    return col(DeviceFault.branch_id) == shift.branch.id


def _row(session: Session, shift: Shift, number: int) -> DeviceFault:
    row = session.exec(select(DeviceFault).where(_of_branch(shift), col(DeviceFault.number) == number)).one_or_none()
    if row is None:
        raise RefusedError(
            msg("There is no fault no. {number}.", number=number),
            remedy=msg("Choose one from the list of what is out of order."),
            field="number",
            code="unknown_fault",
        )
    return row


def _saved(writing: Writing, shift: Shift, row: DeviceFault, action: str, **detail: object) -> FaultView:
    writing.session.add(row)
    writing.record(action, f"device_fault:{row.id}", number=row.number, **detail)
    writing.session.flush()
    return _views(writing.session, shift, [row])[0]


def _views(session: Session, shift: Shift, rows: Sequence[DeviceFault]) -> tuple[FaultView, ...]:
    """Rows as others see them."""
    if not rows:
        return ()
    people, hours, now = staff_names(session, shift), working_time(session, shift), shift.now()
    found = []
    for row in rows:
        end = row.fixed_at or now
        found.append(
            FaultView(
                id=row.id,
                number=row.number,
                device=row.device,
                name=device_name(shift, row.device),
                label=mask_text(row.label),
                what=mask_text(row.what),
                ticket=row.ticket,
                reported_by=people[row.reported_by],
                reported_at=row.reported_at,
                fixed_by=people[row.fixed_by] if row.fixed_by else None,
                fixed_at=row.fixed_at,
                fixed_note=mask_text(row.fixed_note),
                minutes=max(0, int((end - row.reported_at).total_seconds() // 60)),
                working_minutes=int(hours.time_between(row.reported_at, end).total_seconds() // 60),
            )
        )
    return tuple(found)


def device_name(shift: Shift, code: str) -> Renderable:
    """What the playbook calls a device; an old fault may name one that has gone from it since."""
    try:
        return shift.playbook.device(code).name
    except UnknownCodeError:
        return code
