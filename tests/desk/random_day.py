"""A business day of random rows, written straight into the store: every state, many of them rare in real life."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay, CarriedGap
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.incident import Incident
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit

SHANGHAI = ZoneInfo("Asia/Shanghai")

_ZONES = (None, "cash_counter", "self_service", "vip_area", "zone_of_old")
_NEEDS = (None, "cash_small", "wealth", "need_of_old")
VISIT = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["in_lobby", "routed", "referred", "left", "undone"]),
        "minute": st.integers(0, 13 * 60),
        "waited": st.sampled_from([None, 0, 0, 1, 59, 600, 7200]),
        "zone": st.sampled_from(_ZONES),
        "need": st.sampled_from(_NEEDS),
        "leave_reason": st.sampled_from([None, "wait_too_long", "comes_back"]),
        "not_referred_reason": st.sampled_from([None, "declined"]),
    }
)
REFERRAL = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["introduced", "to_follow_up"]),
        "manager": st.sampled_from(["301", "302", None]),
        "identified_by": st.sampled_from(["101", "102", "201", "202", "301", "001"]),
        "answer": st.sampled_from([None, "accepted", "returned"]),
        "opened": st.sampled_from([None, 0, 1, 3]),
        "sold": st.dictionaries(st.sampled_from(["fund", "deposit", "product_of_old"]), st.sampled_from([0, 1, 12])),
        "second": st.booleans(),
        "undone": st.sampled_from([False, False, False, True]),
    }
)


@st.composite
def random_days(draw: st.DrawFn) -> dict[str, Any]:
    """A day's rows, as `RandomDay` writes them."""
    return {
        "visits": draw(st.lists(VISIT, max_size=12)),
        "referrals": draw(st.lists(REFERRAL, max_size=8)),
        "complaints": draw(st.lists(st.sampled_from(["service", "fees", "other"]), max_size=3)),
        "faults": draw(st.lists(st.sampled_from([None, 1, 20]), max_size=3)),
        "incidents": draw(st.integers(0, 2)),
        "carried": draw(st.integers(0, 3)),
    }


class RandomDay:
    """Writes a drawn day of this date, closed at 18:00; a fault has the hours after 9:00 at which it was fixed."""

    def __init__(self, shift: Shift, session: Session, day: date) -> None:
        self.shift, self.session, self.date = shift, session, day
        of_branch = select(Staff.no, Staff.id).where(col(Staff.branch_id) == shift.branch.id)
        self.people: dict[str, Any] = dict(session.exec(of_branch).all())
        self.day = BusinessDay(
            **self.keys(), date=day, state="closed", opened_at=self.at(0), opened_by=shift.person.id,
            closed_at=self.at(9 * 60), closed_by=shift.person.id,
        )  # fmt: skip
        session.add(self.day)
        session.flush()

    def keys(self) -> dict[str, Any]:
        """What every row begins with."""
        return {"branch_id": self.shift.branch.id, "id": self.shift.ids.new()}

    def at(self, minute: int) -> datetime:
        """A moment of the day, by minutes after 9:00 in the branch."""
        return datetime.combine(self.date, time(9), SHANGHAI) + timedelta(minutes=minute)

    def write(self, drawn: dict[str, Any]) -> None:
        """All rows of a drawn day."""
        for number, visit in enumerate(drawn["visits"], start=1):
            self._visit(number, **visit)
        for number, referral in enumerate(drawn["referrals"], start=1):
            self._referral(number, **referral)
        for kind in drawn["complaints"]:
            self._complaint(kind)
        for fixed in drawn["faults"]:
            self._fault(fixed)
        for _ in range(drawn["incidents"]):
            self._incident()
        for _ in range(drawn["carried"]):
            row = CarriedGap(**self.keys(), day_id=self.day.id, kind="unconfirmed", subject=self.shift.ids.new(),
                             reason="next_day", by=self.shift.person.id, at=self.at(540))  # fmt: skip
            self.session.add(row)

    def _visit(self, number: int, minute: int, waited: int | None, **fields: Any) -> None:
        came = self.at(minute)
        ended = None if waited is None else came + timedelta(seconds=waited)
        self.session.add(
            Visit(**self.keys(), day_id=self.day.id, number=number, step="greet", arrived_at=came, ended_at=ended,
                  staff_id=self.shift.person.id, **fields)
        )  # fmt: skip

    def _referral(
        self, number: int, status: str, manager: str | None, identified_by: str, answer: str | None,
        opened: int | None, sold: dict[str, int], second: bool, undone: bool,
    ) -> None:  # fmt: skip
        if status == "introduced":
            manager = manager or "301"
        outcome = None if opened is None else "success" if opened or any(sold.values()) else "nothing"
        row = Referral(
            **self.keys(), day_id=self.day.id, number=number, status=status, customer="王小明", reasons="A01",
            identified_by=self.people[identified_by], logged_by=self.shift.person.id,
            manager_id=self.people[manager] if manager else None, contact="13812345678", best_time="morning",
            consent_at=self.at(0), created_at=self.at(number), changed_at=self.at(number), answer=answer,
            outcome=outcome, second_to=self.shift.ids.new() if second else None,
            undone_at=self.at(number) if undone else None,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        if opened is not None:
            self._result(row, opened, sold)

    def _result(self, row: Referral, opened: int, sold: dict[str, int]) -> None:
        reason = None if opened or any(sold.values()) else "declined"
        result = Result(**self.keys(), referral_id=row.id, day_id=self.day.id, opened=opened, no_result_reason=reason,
                        by=self.shift.person.id, at=self.at(60))  # fmt: skip
        self.session.add(result)
        self.session.flush()
        for product, quantity in sold.items():
            if quantity:
                self.session.add(ResultProduct(**self.keys(), result_id=result.id, product=product, quantity=quantity))

    def _complaint(self, kind: str) -> None:
        self.session.add(
            Complaint(**self.keys(), day_id=self.day.id, number=self._next(Complaint), state="open", kind=kind,
                      channel="phone", received_on=self.date, received_at=self.at(5), customer="欧阳娜娜", what="?",
                      recorded_by=self.shift.person.id, recorded_at=self.at(5))
        )  # fmt: skip
        self.session.flush()

    def _fault(self, fixed: int | None) -> None:
        self.session.add(
            DeviceFault(**self.keys(), day_id=self.day.id, number=self._next(DeviceFault), device="atm", what="?",
                        reported_by=self.shift.person.id, reported_at=self.at(0),
                        fixed_at=None if fixed is None else self.at(fixed * 60),
                        fixed_by=None if fixed is None else self.shift.person.id)
        )  # fmt: skip
        self.session.flush()

    def _incident(self) -> None:
        self.session.add(
            Incident(**self.keys(), day_id=self.day.id, number=self._next(Incident), kind="fire",
                     happened_at=self.at(9), place="", what="?", recorded_by=self.shift.person.id,
                     recorded_at=self.at(9))
        )  # fmt: skip
        self.session.flush()

    def _next(self, table: type[Complaint] | type[DeviceFault] | type[Incident]) -> int:
        numbers = select(table.number).where(table.branch_id == self.shift.branch.id)
        return max(self.session.exec(numbers).all(), default=0) + 1
