"""What is missing before a day can be closed, row by row; and what was carried over, settled or not."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from lobby_tui.desk.days import Day, by_date, day_of
from lobby_tui.desk.gap.finders import FINDERS, Look
from lobby_tui.desk.gap.kinds import GAP_KINDS, Gap, GapKey, GapKind
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay, CarriedGap
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.incident import Incident
from lobby_tui.models.masking import mask_text
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.referral import Referral

_ORDER = {kind: place for place, kind in enumerate(GapKind)}
_NUMBERED = (Referral, Complaint, Incident, DeviceFault)


@dataclass(frozen=True, slots=True)
class Carried:
    """A gap that was carried over at closing, why and by whom; `settled` once its record lacks nothing any more."""

    kind: GapKind
    subject: uuid.UUID
    text: Message
    reason: str
    by: StaffName
    at: datetime
    settled: bool


@dataclass(frozen=True, slots=True)
class DayGaps:
    """A day and what it lacks: `gaps` are not accounted for yet, `carried` are. `hints` keep nobody from closing."""

    day: Day
    gaps: tuple[Gap, ...]
    carried: tuple[Carried, ...]
    hints: tuple[Message, ...]

    @property
    def still_carried(self) -> int:
        """How many carried gaps are not settled."""
        return sum(not one.settled for one in self.carried)


def of_day(shift: Shift, day: date) -> DayGaps:
    """What a day lacks. Raises RefusedError for a date on which the branch did not work."""
    shift.require(Action.CLOSE_DAY)
    with shift.reading() as session:
        row = by_date(session, shift, day)
        found = find(session, shift, row)
        rows = carried_rows(session, shift, row)
        kept = {one.subject for one in rows}
        return DayGaps(
            day=day_of(shift, row),
            gaps=tuple(gap for gap in found if gap.subject not in kept),
            carried=_carried(session, shift, rows, {gap.key: gap for gap in found}),
            hints=_hints(session, shift, row),
        )


def find(session: Session, shift: Shift, day: BusinessDay) -> tuple[Gap, ...]:
    """Everything that is missing at this moment, carried over or not, kind after kind."""
    look = Look(session, shift, day)
    found = [gap for finder in FINDERS for gap in finder(look)]
    return tuple(sorted(found, key=lambda gap: _ORDER[gap.kind]))


def carried_rows(session: Session, shift: Shift, day: BusinessDay) -> Sequence[CarriedGap]:
    """What was carried over from a day."""
    return session.exec(
        select(CarriedGap)
        .where(CarriedGap.branch_id == shift.branch.id, CarriedGap.day_id == day.id)
        .order_by(col(CarriedGap.at))
    ).all()


def _carried(
    session: Session, shift: Shift, rows: Sequence[CarriedGap], missing: dict[GapKey, Gap]
) -> tuple[Carried, ...]:
    if not rows:
        return ()
    people = staff_names(session, shift)
    # A referral that was carried over unanswered and is accepted lacks a result next: that is carried over with it.
    following = {gap.subject: gap for gap in missing.values()}
    numbers = _numbers(session, shift, [row.subject for row in rows if row.subject not in following])
    found = []
    for row in rows:
        kind, gap = GapKind(row.kind), missing.get((row.kind, row.subject)) or following.get(row.subject)
        text = gap.text if gap else _settled_text(kind, numbers.get(row.subject))
        found.append(Carried(kind, row.subject, text, mask_text(row.reason), people[row.by], row.at, gap is None))
    return tuple(sorted(found, key=lambda one: _ORDER[one.kind]))


def _settled_text(kind: GapKind, number: int | None) -> Message:
    """A gap that is none any more, by its kind: what it said then no longer holds."""
    if number is None:
        return GAP_KINDS[kind]
    return msg("No. {number}: {what}", number=number, what=GAP_KINDS[kind])


def _numbers(session: Session, shift: Shift, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The numbers of records, whichever table they are in."""
    if not subjects:
        return {}
    found: dict[uuid.UUID, int] = {}
    for table in _NUMBERED:
        query = select(table.id, table.number)
        found |= dict(session.exec(query.where(table.branch_id == shift.branch.id, col(table.id).in_(subjects))).all())
    return found


def _hints(session: Session, shift: Shift, day: BusinessDay) -> tuple[Message, ...]:
    held = session.exec(
        select(Meeting.kind).where(Meeting.branch_id == shift.branch.id, Meeting.day_id == day.id)
    ).all()
    hints = {
        MeetingKind.MORNING: msg("No morning meeting was recorded."),
        MeetingKind.EVENING: msg("No evening meeting was recorded."),
    }
    return tuple(text for kind, text in hints.items() if kind not in held)
