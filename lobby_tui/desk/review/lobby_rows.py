"""What was noticed and decided in the lobby on one day, as its review looks at it.

Every question begins with the day's visits: one that began with the signals would read those of two years.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import People, StaffName
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import VisitState
from lobby_tui.models.visit import Visit, VisitSignal

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """A visit: the need, the segment, the zone that was suggested and the one that was taken; reasons are codes."""

    id: uuid.UUID
    number: int
    arrived_at: datetime
    ended: bool
    by: StaffName
    need: str | None
    segment: str | None
    suggested_zone: str | None
    zone: str | None
    zone_reason: str | None
    not_referred_reason: str | None
    leave_reason: str | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """A signal; `suggested` where the need or the amount proved it, else a person saw it."""

    code: str
    suggested: bool


def decided(session: Session, shift: Shift, day: BusinessDay, people: People) -> dict[uuid.UUID, Decided]:
    """The visits of a day, without those undone, by id and in the order of their numbers."""
    query = select(  # type: ignore[call-overload, misc]
        Visit.id, Visit.number, Visit.arrived_at, Visit.state, Visit.staff_id, Visit.need, Visit.segment,
        Visit.suggested_zone, Visit.zone, Visit.zone_reason, Visit.not_referred_reason, Visit.leave_reason,
    ).where(
        col(Visit.branch_id) == shift.branch.id,
        col(Visit.day_id) == day.id,
        col(Visit.state) != VisitState.UNDONE.value,
    )  # fmt: skip
    return {
        visit_id: Decided(visit_id, number, arrived_at, state != VisitState.IN_LOBBY, people[staff_id], *rest)
        for visit_id, number, arrived_at, state, staff_id, *rest in session.exec(query.order_by(col(Visit.number)))
    }


def noticed(session: Session, shift: Shift, day: BusinessDay) -> dict[uuid.UUID, tuple[Noticed, ...]]:
    """The signals that stand, by visit of the day; visits without any have no entry."""
    of_day = select(Visit.id).where(col(Visit.branch_id) == shift.branch.id, col(Visit.day_id) == day.id)
    visits = session.exec(of_day).all()
    found: dict[uuid.UUID, list[Noticed]] = defaultdict(list)
    for start in range(0, len(visits), _AT_ONCE):
        query = (
            select(VisitSignal.visit_id, VisitSignal.code, VisitSignal.suggested)
            .where(
                col(VisitSignal.branch_id) == shift.branch.id,
                col(VisitSignal.visit_id).in_(visits[start : start + _AT_ONCE]),
                col(VisitSignal.dropped_at).is_(None),
            )
            .order_by(col(VisitSignal.code))
        )
        for visit_id, code, suggested in session.exec(query):
            found[visit_id].append(Noticed(code, suggested))
    return {visit_id: tuple(signals) for visit_id, signals in found.items()}
