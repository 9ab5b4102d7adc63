"""A day in figures. Every query is bound to one day, so a store of ten years answers as a new one does."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from lobby_tui.desk.days import Day, by_date, current, day_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral_views import staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import ReferralStatus, Role, VisitState
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one day. `by_hour` is keyed by the branch's local hour, "09"; waiting is in seconds."""

    day: Day
    visits: int
    in_lobby: int
    left: int
    not_referred: int
    longest_wait: int
    routed: Mapping[str, int]
    by_hour: Mapping[str, int]
    introduced: int
    to_follow_up: int
    received_by_manager: Mapping[str, int]
    identified_by_role: Mapping[str, int]
    manager_names: Mapping[str, str]
    chain_head: str

    @property
    def referrals(self) -> int:
        """All referrals of the day that stand."""
        return self.introduced + self.to_follow_up


def of_day(shift: Shift, day: date | None = None) -> Summary | None:
    """The figures of `day`, or of the open one; None where no day is open. Raises RefusedError."""
    shift.require(Action.SEE_DAY)
    if day is None:
        open_day = current(shift)
        if open_day is None:
            return None
        day = open_day.date
    with shift.reading() as session:
        row = by_date(session, shift, day)
        people = staff_names(session, shift)
        referrals = _referrals(session, shift, row)
        traffic = _visits(session, shift, row)
        return Summary(
            day=day_of(shift, row),
            visits=len(traffic),
            in_lobby=sum(visit.state == VisitState.IN_LOBBY for visit in traffic),
            left=sum(visit.state == VisitState.LEFT for visit in traffic),
            not_referred=sum(visit.not_referred_reason is not None for visit in traffic),
            longest_wait=max((_waited(shift, visit) for visit in traffic), default=0),
            routed=_sorted(Counter(visit.zone for visit in traffic if visit.zone)),
            by_hour=_sorted(Counter(shift.local(visit.arrived_at).strftime("%H") for visit in traffic)),
            introduced=sum(one.status == ReferralStatus.INTRODUCED for one in referrals),
            to_follow_up=sum(one.status == ReferralStatus.TO_FOLLOW_UP for one in referrals),
            received_by_manager=_sorted(Counter(people[one.manager_id].no for one in referrals if one.manager_id)),
            identified_by_role=_sorted(Counter(people[one.identified_by].role for one in referrals)),
            manager_names={one.no: one.name for one in people.values() if one.role == Role.CUSTOMER_MANAGER},
            chain_head=chain_head(session, shift),
        )


class _Seen(NamedTuple):
    state: str
    arrived_at: datetime
    ended_at: datetime | None
    zone: str | None
    not_referred_reason: str | None


class _Made(NamedTuple):
    status: str
    manager_id: uuid.UUID | None
    identified_by: uuid.UUID


def _visits(session: Session, shift: Shift, day: BusinessDay) -> list[_Seen]:
    # Columns, not rows: 400 visits as ORM objects cost three times as much.
    query = select(Visit.state, Visit.arrived_at, Visit.ended_at, Visit.zone, Visit.not_referred_reason)  # type: ignore[call-overload]
    of_the_day = (col(Visit.branch_id) == shift.branch.id, col(Visit.day_id) == day.id)
    found = session.exec(query.where(*of_the_day, col(Visit.state) != VisitState.UNDONE.value)).all()
    return [_Seen(*row) for row in found]


def _referrals(session: Session, shift: Shift, day: BusinessDay) -> list[_Made]:
    found = session.exec(
        select(Referral.status, Referral.manager_id, Referral.identified_by).where(
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.day_id) == day.id,
            col(Referral.undone_at).is_(None),
        )
    ).all()
    return [_Made(*row) for row in found]


def _waited(shift: Shift, visit: _Seen) -> int:
    return max(0, int(((visit.ended_at or shift.now()) - visit.arrived_at).total_seconds()))


def chain_head(session: Session, shift: Shift) -> str:
    """The last link of this terminal's audit chain, as hexadecimal text; empty before the first event."""
    head = session.exec(
        select(AuditEvent.hash)
        .where(col(AuditEvent.branch_id) == shift.branch.id, col(AuditEvent.chain) == shift.chain)
        .order_by(col(AuditEvent.seq).desc())
        .limit(1)
    ).first()
    return head.hex() if head else ""


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
