"""The records behind a figure of a day: every number on a screen or a paper can be looked into."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlmodel import col, select

from lobby_tui.desk import record_lines
from lobby_tui.desk.behind import (
    Behind,
    Kind,
    Measure,
    amounts_behind,
    referrals_behind,
    visits_behind,
)
from lobby_tui.desk.day_faults import open_faults, reported_faults
from lobby_tui.desk.day_rows import YES, DayLook
from lobby_tui.desk.days import by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.record_lines import RecordLine
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.summary import median_of
from lobby_tui.locale import Message
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import CarriedGap
from lobby_tui.models.incident import Incident

PAGE: Final = 200
NEEDS: Mapping[Kind, Action] = MappingProxyType(
    {
        Kind.VISITS: Action.SEE_DAY,
        Kind.REFERRALS: Action.SEE_ALL_REFERRALS,
        Kind.COMPLAINTS: Action.HANDLE_COMPLAINT,
        Kind.FAULTS: Action.SEE_DAY,
        Kind.INCIDENTS: Action.CLOSE_INCIDENT,
        Kind.CARRIED: Action.CLOSE_DAY,
    }
)
"""What a person needs to be allowed to see the records of each kind; the figures themselves need SEE_DAY only."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some of the records behind a figure, masked, and all of them in two numbers.

    `total` is how many there are; `value` the figure as these records make it: their number, a sum, or seconds.
    """

    columns: tuple[Message, ...]
    lines: tuple[RecordLine, ...]
    offset: int
    total: int
    value: int


def page(shift: Shift, day: date, behind: Behind, offset: int = 0, limit: int = PAGE) -> RecordPage:
    """The records behind a figure of `day`, from `offset` on.

    Raises RefusedError for a date on which the branch did not work, NotAllowedError for records that this person's
    role does not see.
    """
    shift.require(Action.SEE_DAY)
    shift.require(NEEDS[behind.kind])
    with shift.reading() as session:
        look = DayLook(session, shift, by_date(session, shift, day))
        found = _FINDERS[behind.kind](look, behind)
        lines = record_lines.lines(look, behind, found[offset : offset + limit])
        return RecordPage(
            columns=record_lines.columns(behind),
            lines=lines,
            offset=offset,
            total=len(found),
            value=value_of(look, behind, found),
        )


def value_of(look: DayLook, behind: Behind, found: Sequence[Any]) -> int:
    """The figure that some records make."""
    if behind.measure is Measure.COUNT:
        return len(found)
    amounts = amounts_behind(look, behind)
    if amounts is not None:
        return sum(amounts[one.id] for one in found)
    waits = [visit.waited(look.shift.now()) for visit in found]
    return max(waits, default=0) if behind.measure is Measure.LONGEST else median_of(waits)


def figure(look: DayLook, behind: Behind) -> int:
    """The figure that the day's records make, for whoever may see figures."""
    return value_of(look, behind, _FINDERS[behind.kind](look, behind))


def _complaints(look: DayLook, behind: Behind) -> Sequence[Complaint]:
    query = select(Complaint).where(Complaint.branch_id == look.shift.branch.id, Complaint.day_id == look.day.id)
    kind = behind.code("kind")
    if kind is not None:
        query = query.where(Complaint.kind == kind)
    return look.session.exec(query.order_by(col(Complaint.number))).all()


def _incidents(look: DayLook, _behind: Behind) -> Sequence[Incident]:
    query = select(Incident).where(Incident.branch_id == look.shift.branch.id, Incident.day_id == look.day.id)
    return look.session.exec(query.order_by(col(Incident.number))).all()


def _carried(look: DayLook, _behind: Behind) -> Sequence[CarriedGap]:
    query = select(CarriedGap).where(CarriedGap.branch_id == look.shift.branch.id, CarriedGap.day_id == look.day.id)
    return look.session.exec(query.order_by(col(CarriedGap.kind), col(CarriedGap.at), col(CarriedGap.id))).all()


_FINDERS: Mapping[Kind, Callable[[DayLook, Behind], Sequence[Any]]] = MappingProxyType(
    {
        Kind.VISITS: visits_behind,
        Kind.REFERRALS: referrals_behind,
        Kind.COMPLAINTS: _complaints,
        Kind.FAULTS: lambda look, behind: open_faults(look) if behind.code("open") == YES else reported_faults(look),
        Kind.INCIDENTS: _incidents,
        Kind.CARRIED: _carried,
    }
)
