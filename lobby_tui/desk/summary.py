"""A day in figures. Every query is bound to one day, so a store of ten years answers as a new one does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import Uuid, column, table
from sqlmodel import Session, col, func, select

from lobby_tui.desk.day_faults import open_faults
from lobby_tui.desk.day_rows import DayLook, Seen
from lobby_tui.desk.days import Day, by_date, day_of, open_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.enums import Answer, ReferralStatus, Role, VisitState


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one day.

    `by_hour` is keyed by the branch's local hour, "09"; `by_need` by code, empty where no need was asked. Waiting is
    in seconds, and known of customers who were greeted only: without any of them the waits are 0. Of the referrals
    each is unconfirmed, accepted or returned. `open_faults` are the machines out of order when the day ended, or now;
    `carried` is what was missing at closing and carried over.
    """

    day: Day
    visits: int
    in_lobby: int
    left: int
    not_referred: int
    longest_wait: int
    median_wait: int
    longest_wait_by_zone: Mapping[str, int]
    routed: Mapping[str, int]
    by_hour: Mapping[str, int]
    by_need: Mapping[str, int]
    introduced: int
    to_follow_up: int
    unconfirmed: int
    accepted: int
    returned: int
    with_result: int
    second_claims: int
    received_by_manager: Mapping[str, int]
    identified_by_role: Mapping[str, int]
    identified_by_staff: Mapping[str, int]
    complaints: int
    incidents: int
    open_faults: int
    carried: int
    manager_names: Mapping[str, str]
    chain_head: str

    @property
    def referrals(self) -> int:
        """All referrals of the day that stand."""
        return self.introduced + self.to_follow_up


def of_day(shift: Shift, day: date | None = None) -> Summary | None:
    """The figures of `day`, or of the open one; None where no day is open. Raises RefusedError."""
    shift.require(Action.SEE_DAY)
    day = day or open_date(shift)
    if day is None:
        return None
    with shift.reading() as session:
        return _summed(DayLook(session, shift, by_date(session, shift, day)))


def _summed(look: DayLook) -> Summary:
    visits, referrals, people, now = look.visits, look.referrals, look.people, look.shift.now()
    waits = [visit.waited(now) for visit in visits if visit.timed]
    return Summary(
        day=day_of(look.shift, look.day),
        visits=len(visits),
        in_lobby=sum(visit.state == VisitState.IN_LOBBY for visit in visits),
        left=sum(visit.state == VisitState.LEFT for visit in visits),
        not_referred=sum(visit.not_referred_reason is not None for visit in visits),
        longest_wait=max(waits, default=0),
        median_wait=median_of(waits),
        longest_wait_by_zone=_longest_by_zone(look, visits),
        routed=_sorted(visit.zone for visit in visits if visit.zone),
        by_hour=_sorted(look.hours.values()),
        by_need=_sorted(visit.need or "" for visit in visits),
        introduced=sum(one.status == ReferralStatus.INTRODUCED for one in referrals),
        to_follow_up=sum(one.status == ReferralStatus.TO_FOLLOW_UP for one in referrals),
        unconfirmed=sum(one.answer is None for one in referrals),
        accepted=sum(one.answer == Answer.ACCEPTED for one in referrals),
        returned=sum(one.answer == Answer.RETURNED for one in referrals),
        with_result=sum(one.outcome is not None for one in referrals),
        second_claims=sum(one.second_to is not None for one in referrals),
        received_by_manager=_sorted(people[one.manager_id].no for one in referrals if one.manager_id),
        identified_by_role=_sorted(people[one.identified_by].role for one in referrals),
        identified_by_staff=_sorted(people[one.identified_by].no for one in referrals),
        complaints=_entered(look, "complaint"),
        incidents=_entered(look, "incident"),
        open_faults=len(open_faults(look)),
        carried=_entered(look, "carried_gap"),
        manager_names={one.no: one.name for one in people.values() if one.role == Role.CUSTOMER_MANAGER},
        chain_head=chain_head(look.session, look.shift),
    )


def median_of(waits: Iterable[int]) -> int:
    """The median of some waits, in whole seconds; 0 where there are none."""
    known = list(waits)
    return int(median(known)) if known else 0


def _longest_by_zone(look: DayLook, visits: Iterable[Seen]) -> dict[str, int]:
    waits: dict[str, int] = defaultdict(int)
    now = look.shift.now()
    for visit in visits:
        if visit.zone and visit.timed:
            waits[visit.zone] = max(waits[visit.zone], visit.waited(now))
    return dict(sorted(waits.items()))


def _entered(look: DayLook, name: str) -> int:
    """How many rows of a table were entered on the day. The desk counts them without the models of what it counts."""
    rows = table(name, column("branch_id", Uuid()), column("day_id", Uuid()))
    of_the_day = (rows.c.branch_id == look.shift.branch.id, rows.c.day_id == look.day.id)
    return look.session.exec(select(func.count()).select_from(rows).where(*of_the_day)).one()


def chain_head(session: Session, shift: Shift) -> str:
    """The last link of this terminal's audit chain, as hexadecimal text; empty before the first event."""
    head = session.exec(
        select(AuditEvent.hash)
        .where(col(AuditEvent.branch_id) == shift.branch.id, col(AuditEvent.chain) == shift.chain)
        .order_by(col(AuditEvent.seq).desc())
        .limit(1)
    ).first()
    return head.hex() if head else ""


def _sorted(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))
