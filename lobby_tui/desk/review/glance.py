"""The day at a glance: who comes beside what is usual, who waits, what is referred, what is open, who is at work.

Every question is bound to the day by an index, or to what is unfinished; the usual comes from kept counts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from lobby_tui.desk.checklist_views import day_views
from lobby_tui.desk.checklists import OPENING, PATROL
from lobby_tui.desk.day_faults import open_faults
from lobby_tui.desk.day_rows import DayLook
from lobby_tui.desk.days import Day, by_date, day_of
from lobby_tui.desk.deadlines import running
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import glance_staff, rules, usual
from lobby_tui.desk.review.glance_staff import AtWork
from lobby_tui.desk.review.usual import Usual
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.summary import median_of
from lobby_tui.locale import Renderable
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, DayState, ReferralStatus, VisitState


@dataclass(frozen=True, slots=True)
class Visits:
    """The day's customers. Waits are in seconds, of those whose wait is known; `longest_now` of those who still wait.

    `until` is the last full hour of an open day, "10"; None for a day that is over. `so_far` had come before it.
    """

    total: int
    by_hour: Mapping[str, int]
    by_zone: Mapping[str, int]
    waiting: int
    longest_now: int
    median_wait: int
    left: int
    missed: int
    until: str | None
    so_far: int


@dataclass(frozen=True, slots=True)
class Referrals:
    """The day's referrals that stand, by their status and by what came of them."""

    total: int
    introduced: int
    to_follow_up: int
    unanswered: int
    confirmed: int
    returned: int
    with_result: int


@dataclass(frozen=True, slots=True)
class Complaints:
    """Complaints: those `received` on the day; of all that are not settled, how many are late, near, or nobody's.

    `next_due` is the first deadline that is still to come.
    """

    received: int
    running: int
    late: int
    near: int
    unhandled: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Round:
    """A checklist of the day, a patrol's latest round: so many of its items gone through, in trouble, and in all."""

    code: str
    name: Renderable
    round: int
    done: int
    trouble: int
    items: int

    @property
    def gap(self) -> bool:
        """Whether something is missing that was due by now: before opening, or on a patrol that was begun."""
        return self.done < self.items and (self.code == OPENING or (self.code == PATROL and self.done > 0))


@dataclass(frozen=True, slots=True)
class Glance:
    """A day as it stands at `at`. Business days of one branch; nothing here names a customer."""

    day: Day
    at: datetime
    visits: Visits
    usual: Usual
    referrals: Referrals
    complaints: Complaints
    faults: int
    rounds: tuple[Round, ...]
    staff: tuple[AtWork, ...]

    @property
    def is_open(self) -> bool:
        """Whether the day is still worked on."""
        return self.day.state is DayState.OPEN


def of_day(shift: Shift, day: date | None = None) -> Glance | None:
    """One look at `day`, or at the open day, else at the last one; None before the first.

    Raises RefusedError for a date on which the branch did not work, NotAllowedError.
    """
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        row = _latest(session, shift) if day is None else by_date(session, shift, day)
        return _look(DayLook(session, shift, row)) if row else None


def _latest(session: Session, shift: Shift) -> BusinessDay | None:
    """The open day, which may be stale; else the last one."""
    mine = select(BusinessDay).where(col(BusinessDay.branch_id) == shift.branch.id)
    opened = session.exec(mine.where(col(BusinessDay.state) == DayState.OPEN.value)).first()
    return opened or session.exec(mine.order_by(col(BusinessDay.date).desc()).limit(1)).first()


def _look(look: DayLook) -> Glance:
    session, shift, row = look.session, look.shift, look.day
    return Glance(
        day=day_of(shift, row),
        at=shift.now(),
        visits=_visits(look),
        usual=usual.of_weekday(session, shift, row.date, rules.of(shift).review.usual_weeks),
        referrals=_referrals(look),
        complaints=_complaints(look),
        faults=len(open_faults(look)),
        rounds=_rounds(look),
        staff=glance_staff.of_day(look),
    )


def _visits(look: DayLook) -> Visits:
    now = look.shift.now()
    waits = [visit.waited(now) for visit in look.visits if visit.timed]
    in_lobby = [visit.waited(now) for visit in look.visits if visit.state == VisitState.IN_LOBBY]
    by_hour = Counter(look.hours.values())
    until = _last_full_hour(look)
    return Visits(
        total=len(look.visits),
        by_hour=dict(sorted(by_hour.items())),
        by_zone=dict(Counter(visit.zone for visit in look.visits if visit.zone)),
        waiting=len(in_lobby),
        longest_now=max(in_lobby, default=0),
        median_wait=median_of(waits),
        left=sum(visit.state == VisitState.LEFT for visit in look.visits),
        missed=sum(visit.not_referred_reason is not None for visit in look.visits),
        until=until,
        so_far=sum(count for hour, count in by_hour.items() if until is None or hour < until),
    )


def _last_full_hour(look: DayLook) -> str | None:
    """The hour that is not over yet, on a day that is not: what came before it compares with other days."""
    shift = look.shift
    if look.day.state != DayState.OPEN or look.day.date != shift.today():
        return None
    return shift.local(shift.now()).strftime("%H")


def _referrals(look: DayLook) -> Referrals:
    found = look.referrals
    return Referrals(
        total=len(found),
        introduced=sum(one.status == ReferralStatus.INTRODUCED for one in found),
        to_follow_up=sum(one.status == ReferralStatus.TO_FOLLOW_UP for one in found),
        unanswered=sum(one.answer is None for one in found),
        confirmed=sum(one.answer == Answer.ACCEPTED for one in found),
        returned=sum(one.answer == Answer.RETURNED for one in found),
        with_result=sum(one.outcome is not None for one in found),
    )


def _complaints(look: DayLook) -> Complaints:
    shift, today = look.shift, look.shift.today()
    here = (col(Complaint.branch_id) == shift.branch.id, col(Complaint.day_id) == look.day.id)
    received = look.session.exec(select(func.count()).select_from(Complaint).where(*here)).one()
    found = running(look.session, shift)
    coming = [one.due_on for one in found if one.due_on is not None and one.due_on >= today]
    near = today + timedelta(days=shift.playbook.complaints.near_days)
    return Complaints(
        received=received,
        running=len(found),
        late=sum(one.late(today) for one in found),
        near=sum(due_on <= near for due_on in coming),
        unhandled=sum(not one.handled for one in found),
        next_due=min(coming, default=None),
    )


def _rounds(look: DayLook) -> tuple[Round, ...]:
    """Each list once: of the patrols the latest."""
    latest = {
        one.code: Round(one.code, one.name, one.round, one.done, one.trouble, len(one.items))
        for one in day_views(look.session, look.shift, look.day.id, look.day.date)
    }
    return tuple(latest.values())
