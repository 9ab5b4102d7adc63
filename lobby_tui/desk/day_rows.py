"""The rows of one day that its figures are made of, and the keys by which they are counted.

Figures and the records behind them are told apart by the same keys, so a figure is the number of its records by
construction. Every query is bound to the day by an index. Rows come as columns, not as objects: 400 visits as objects
cost three times as much.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import People, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import VisitState
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit

YES: Final = "yes"


class Seen(NamedTuple):
    """A visit, as far as it is counted."""

    id: uuid.UUID
    number: int
    state: str
    arrived_at: datetime
    ended_at: datetime | None
    need: str | None
    zone: str | None
    leave_reason: str | None
    not_referred_reason: str | None
    staff_id: uuid.UUID

    @property
    def timed(self) -> bool:
        """Whether its wait is known: customers counted with one key left the desk as they came to it."""
        return self.ended_at != self.arrived_at

    def waited(self, now: datetime) -> int:
        """Seconds from arrival to the end of the visit, or to `now`; never negative, whatever the clock did."""
        return max(0, int(((self.ended_at or now) - self.arrived_at).total_seconds()))


class Made(NamedTuple):
    """A referral that stands, as far as it is counted."""

    id: uuid.UUID
    status: str
    manager_id: uuid.UUID | None
    identified_by: uuid.UUID
    answer: str | None
    outcome: str | None
    second_to: uuid.UUID | None


@dataclass(frozen=True)
class DayLook:
    """One look at one day. What is asked for is read once."""

    session: Session
    shift: Shift
    day: BusinessDay

    @cached_property
    def people(self) -> People:
        """Everybody's name, by id."""
        return staff_names(self.session, self.shift)

    @cached_property
    def visits(self) -> list[Seen]:
        """The day's visits in the order of their numbers, without those undone."""
        query = select(  # type: ignore[call-overload, misc]
            Visit.id, Visit.number, Visit.state, Visit.arrived_at, Visit.ended_at, Visit.need, Visit.zone,
            Visit.leave_reason, Visit.not_referred_reason, Visit.staff_id,
        ).where(
            col(Visit.branch_id) == self.shift.branch.id,
            col(Visit.day_id) == self.day.id,
            col(Visit.state) != VisitState.UNDONE.value,
        )  # fmt: skip
        return [Seen(*row) for row in self.session.exec(query.order_by(col(Visit.number)))]

    @cached_property
    def referrals(self) -> list[Made]:
        """The day's referrals that stand, in the order of their numbers."""
        query = select(  # type: ignore[call-overload]
            Referral.id, Referral.status, Referral.manager_id, Referral.identified_by, Referral.answer,
            Referral.outcome, Referral.second_to,
        ).where(*self.standing())  # fmt: skip
        return [Made(*row) for row in self.session.exec(query.order_by(col(Referral.number)))]

    @cached_property
    def opened(self) -> Mapping[uuid.UUID, int]:
        """Wealth accounts opened, by the referral that led to them."""
        from lobby_tui.desk.day_results import opened

        return opened(self)

    @cached_property
    def sold(self) -> Mapping[str, Mapping[uuid.UUID, int]]:
        """Quantities of products, by the product's code and the referral that led to them."""
        from lobby_tui.desk.day_results import sold

        return sold(self)

    def standing(self) -> tuple[ColumnElement[bool], ...]:
        """What makes a referral one of the day's that stand."""
        return (
            col(Referral.branch_id) == self.shift.branch.id,
            col(Referral.day_id) == self.day.id,
            col(Referral.undone_at).is_(None),
        )

    @cached_property
    def hours(self) -> Mapping[uuid.UUID, str]:
        """The branch's own hour in which each customer arrived, "09"."""
        return {visit.id: self.shift.local(visit.arrived_at).strftime("%H") for visit in self.visits}


VISIT_KEYS: Mapping[str, Callable[[DayLook, Seen], str]] = MappingProxyType(
    {
        "id": lambda _, visit: visit.id.hex,
        "state": lambda _, visit: visit.state,
        "zone": lambda _, visit: visit.zone or "",
        "hour": lambda look, visit: look.hours[visit.id],
        "need": lambda _, visit: visit.need or "",
        "left": lambda _, visit: visit.leave_reason or "",
        "not_referred": lambda _, visit: _yes(visit.not_referred_reason is not None),
        "timed": lambda _, visit: _yes(visit.timed),
    }
)
"""By what visits are counted; empty where there is none of it."""
REFERRAL_KEYS: Mapping[str, Callable[[DayLook, Made], str]] = MappingProxyType(
    {
        "id": lambda _, one: one.id.hex,
        "status": lambda _, one: one.status,
        "answer": lambda _, one: one.answer or "",
        "outcome": lambda _, one: one.outcome or "",
        "result": lambda _, one: _yes(one.outcome is not None),
        "manager": lambda look, one: look.people[one.manager_id].no if one.manager_id else "",
        "role": lambda look, one: look.people[one.identified_by].role,
        "staff": lambda look, one: look.people[one.identified_by].no,
        "second": lambda _, one: _yes(one.second_to is not None),
        "opened": lambda look, one: _yes(one.id in look.opened),
    }
)
"""By what referrals are counted; empty where there is none of it."""


def _yes(fact: bool) -> str:
    return YES if fact else ""
