"""Which parts a meeting sheet has, and in which order [BOCOM]."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from lobby_tui.desk.calendar import working_time
from lobby_tui.desk.meeting import open as meeting_open
from lobby_tui.desk.meeting.lines import Part, came_back, figures
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import MeetingKind


def parts_of(session: Session, shift: Shift, day: date, row: BusinessDay | None, kind: MeetingKind) -> tuple[Part, ...]:
    """The parts of the sheet of `day`, whose row is None before its first entry; those with nothing to say are left
    out. What is open at this moment is said of the last business day only: of an earlier one it would be wrong.
    """
    last = not _later(session, shift, day)
    found = (
        _morning(session, shift, day, last) if kind is MeetingKind.MORNING else _evening(session, shift, day, row, last)
    )
    return tuple(part for part in found if part.lines)


def _morning(session: Session, shift: Shift, day: date, last: bool) -> Iterable[Part]:
    """The business day before, what is open of it, what is due today."""
    before = _before(session, shift, day)
    if before:
        yield Part(msg("The business day before, {day}", day=before.date.isoformat()), figures(session, shift, before))
        yield Part(msg("Back to who referred"), came_back(session, shift, before))
    if last:
        yield _part(msg("Not yet answered"), meeting_open.unanswered(session, shift))
    if before:
        yield _part(msg("Carried over and still missing"), meeting_open.carried(session, shift, before))
    if last:
        yield _part(msg("Away today"), meeting_open.away(session, shift, day))
        yield _part(msg("Due today"), meeting_open.follow_ups(session, shift, day))
        yield from _open(session, shift, day)


def _evening(session: Session, shift: Shift, day: date, row: BusinessDay | None, last: bool) -> Iterable[Part]:
    """The day itself, what it still lacks, what comes next."""
    if row:
        yield Part(msg("Today, {day}", day=day.isoformat()), figures(session, shift, row))
        yield Part(msg("Back to who referred"), came_back(session, shift, row))
        if last:
            yield _part(msg("Still missing"), meeting_open.missing(session, shift, row))
    if last:
        following = working_time(session, shift).add_days(day, 1)
        yield _part(msg("Due next"), meeting_open.follow_ups(session, shift, following))
        yield from _open(session, shift, day)


def _open(session: Session, shift: Shift, day: date) -> Iterable[Part]:
    yield _part(msg("Complaints near their deadline"), meeting_open.complaints(session, shift, day))
    yield _part(msg("Out of order"), meeting_open.out_of_order(session, shift))


def _part(title: Message, lines: Iterable[Message]) -> Part:
    return Part(title, tuple(lines))


def _before(session: Session, shift: Shift, day: date) -> BusinessDay | None:
    """The last business day before a date, whenever that was."""
    query = select(BusinessDay).where(BusinessDay.branch_id == shift.branch.id, col(BusinessDay.date) < day)
    return session.exec(query.order_by(col(BusinessDay.date).desc()).limit(1)).first()


def _later(session: Session, shift: Shift, day: date) -> bool:
    """Whether a business day has begun after a date."""
    query = select(BusinessDay.id).where(BusinessDay.branch_id == shift.branch.id, col(BusinessDay.date) > day)
    return session.exec(query.limit(1)).first() is not None
