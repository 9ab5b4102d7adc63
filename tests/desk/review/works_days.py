"""Business days of random visits and referrals for “what works”, and the same counted anew in plain Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit, VisitSignal
from lobby_tui.models.working_time import WorkingTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKING = WorkingTime("Asia/Shanghai", time(9), time(17), {})
ROLES = {
    "101": "lobby_manager", "102": "guide", "201": "cash_teller", "202": "counter_teller", "301": "customer_manager",
}  # fmt: skip

_NEEDS = st.sampled_from([None, "cash_small", "wealth", "need_of_old"])
_CODES = st.sampled_from(["A01", "A02", "D01", "Z99"])
_MINUTES = st.integers(0, 7 * 60)
_VISIT = st.fixed_dictionaries(
    {
        "zone": st.sampled_from([None, "cash_counter", "zone_of_old"]),
        "need": _NEEDS,
        "seen": st.sets(_CODES, max_size=2),
        "dropped": st.sets(_CODES, max_size=1),
        "undone": st.sampled_from([False, False, False, True]),
    }
)
_REFERRAL = st.fixed_dictionaries(
    {
        "times": st.integers(1, 7),
        "visit": st.one_of(st.none(), _VISIT),
        "minute": _MINUTES,
        "reasons": st.sets(_CODES, min_size=1, max_size=3),
        "need": _NEEDS,
        "status": st.sampled_from(["introduced", "to_follow_up"]),
        "by": st.sampled_from([*ROLES]),
        "answer": st.sampled_from([None, "accepted", "accepted", "returned"]),
        "answered": st.integers(-30, 4 * 24 * 60),
        "outcome": st.sampled_from([None, "success", "success", "nothing"]),
        "contacts": st.lists(st.integers(1, 4 * 24 * 60), max_size=2),
        "undone": st.sampled_from([False, False, False, True]),
    }
)
_DAY = st.fixed_dictionaries(
    {
        "referrals": st.lists(_REFERRAL, max_size=5),
        "visits": st.lists(st.tuples(_MINUTES, _VISIT), max_size=5),
        "state": st.sampled_from(["closed", "reopened"]),
    }
)
DAYS = st.lists(_DAY, min_size=1, max_size=3)


@dataclass(frozen=True)
class Noted:
    """A visit as it was written."""

    hour: str
    zone: str
    need: str
    seen: frozenset[str]


@dataclass(frozen=True)
class Made:
    """A referral that stands, as it was written; minutes are those of working time."""

    reasons: frozenset[str]
    need: str
    hour: str
    status: str
    by: str
    visit: Noted | None
    accepted: bool
    sold: bool
    open: bool
    confirmed: float | None
    contacted: float | None


class Written:
    """Writes drawn days after one another, and remembers what stands in them."""

    def __init__(self, shift: Shift, session: Session, first: date) -> None:
        self.shift, self.session, self.first = shift, session, first
        people = select(Staff.no, Staff.id).where(col(Staff.branch_id) == shift.branch.id)
        self.people: dict[str, Any] = dict(session.exec(people).all())
        self.visits: list[Noted] = []
        self.made: list[Made] = []

    def days(self, drawn: Iterable[dict[str, Any]]) -> date:
        """All rows of the days; the last of them."""
        day = self.first
        for offset, one in enumerate(drawn):
            day = self.first + timedelta(days=offset)
            self._day(day, **one)
        return day

    def _day(self, on: date, referrals: list[Any], visits: list[Any], state: str) -> None:
        opened = datetime.combine(on, time(9), SHANGHAI)
        row = BusinessDay(
            **self._keys(), date=on, state=state, opened_at=opened, opened_by=self.shift.person.id,
            closed_at=opened + timedelta(hours=9), closed_by=self.shift.person.id,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        numbers = iter(range(1, 1000))
        for minute, visit in visits:
            self._visit(row, next(numbers), opened + timedelta(minutes=minute), visit)
        for one in referrals:
            for _ in range(one["times"]):
                self._referral(row, next(numbers), opened + timedelta(minutes=one["minute"]), one)

    def _visit(self, day: BusinessDay, number: int, at: datetime, drawn: dict[str, Any]) -> tuple[Any, Noted]:
        undone = drawn["undone"] and not drawn["seen"]  # only what was counted can be taken back
        row = Visit(
            **self._keys(), day_id=day.id, number=number, state="undone" if undone else "routed", step="ask",
            arrived_at=at, ended_at=at, staff_id=self.shift.person.id, need=drawn["need"], zone=drawn["zone"],
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        for codes, dropped in ((drawn["seen"], None), (drawn["dropped"] - drawn["seen"], at)):
            for code in codes:
                signal = VisitSignal(**self._keys(), visit_id=row.id, code=code, suggested=False,
                                     seen_by=self.shift.person.id, seen_at=at, dropped_at=dropped)  # fmt: skip
                self.session.add(signal)
        noted = Noted(f"{at:%H}", drawn["zone"] or "", drawn["need"] or "", frozenset(drawn["seen"]))
        if not undone:
            self.visits.append(noted)
        return row.id, noted

    def _referral(self, day: BusinessDay, number: int, at: datetime, drawn: dict[str, Any]) -> None:
        visit_id, noted = None, None
        if drawn["visit"] is not None:
            visit_id, noted = self._visit(day, number, at, drawn["visit"])
        answered = at + timedelta(minutes=drawn["answered"]) if drawn["answer"] else None
        row = Referral(
            **self._keys(), day_id=day.id, number=number, visit_id=visit_id, status=drawn["status"], customer="王小明",
            reasons=" ".join(sorted(drawn["reasons"])), identified_by=self.people[drawn["by"]],
            logged_by=self.shift.person.id, manager_id=self.people["301"], contact="13812345678", best_time="morning",
            consent_at=at, need=drawn["need"], created_at=at, changed_at=at, answer=drawn["answer"],
            answered_at=answered, outcome=drawn["outcome"], undone_at=at if drawn["undone"] else None,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        contacts = [at + timedelta(minutes=minutes) for minutes in drawn["contacts"]]
        for moment in contacts:
            done = FollowUp(**self._keys(), referral_id=row.id, day_id=day.id, owner_id=self.people["301"],
                            kind="contact", due_on=day.date, created_by=self.people["301"], created_at=at,
                            outcome="no_answer", done_by=self.people["301"], done_at=moment)  # fmt: skip
            self.session.add(done)
        self.session.flush()
        if not drawn["undone"]:
            self.made.append(
                Made(
                    frozenset(drawn["reasons"]), drawn["need"] or "", f"{at:%H}", drawn["status"], drawn["by"], noted,
                    drawn["answer"] == "accepted", drawn["outcome"] == "success",
                    drawn["outcome"] is None and drawn["answer"] in (None, "accepted"),
                    _minutes(at, answered) if drawn["answer"] == "accepted" else None,
                    _minutes(at, min(contacts, default=None)),
                )
            )  # fmt: skip

    def _keys(self) -> dict[str, Any]:
        return {"branch_id": self.shift.branch.id, "id": self.shift.ids.new()}

    def of(self, wanted: Callable[[Made], bool]) -> tuple[int, int, int, int]:
        """Referred, confirmed, sold, still open."""
        some = [one for one in self.made if wanted(one)]
        return (len(some), sum(one.accepted for one in some), sum(one.sold for one in some),
                sum(one.open for one in some))  # fmt: skip


def _minutes(begin: datetime, end: datetime | None) -> float | None:
    return None if end is None else WORKING.time_between(begin, end).total_seconds() / 60


def middle(minutes: Iterable[float | None], least: int) -> float | None:
    """The median of what is known, where there is enough of it."""
    known = [one for one in minutes if one is not None]
    return median(known) if len(known) >= least else None
