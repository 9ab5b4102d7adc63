"""A branch whose entries the tests of what is odd plant one by one, through the desk."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import select

from lobby_tui.desk import answers, referrals
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.review import odd
from lobby_tui.desk.review.odd_rules import Rule
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark

Found = tuple[Rule, list[int], list[str]]


class OddBranch:
    """Who enters what when. Times are the branch's own, "16:45"; the day is the clock's."""

    def __init__(self, sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
        self.sign_in = sign_in
        self.clock = clock
        self.shifts: dict[str, Shift] = {}

    def shift(self, no: str) -> Shift:
        if no not in self.shifts:
            self.shifts[no] = self.sign_in(no)
        return self.shifts[no]

    @property
    def head(self) -> Shift:
        return self.shift("001")

    def at(self, time: str) -> None:
        """Set the clock to a time of its day."""
        local = self.head.local(self.clock.now())
        hour, minute, *second = map(int, time.split(":"))
        self.clock.set(local.replace(hour=hour, minute=minute, second=(second or [0])[0], microsecond=0))

    def log(self, no: str = "101", time: str = "10:00", customer: str = "王小明", **more: Any) -> uuid.UUID:
        """A referral that nothing is odd about, but for what is said."""
        self.at(time)
        values: dict[str, Any] = {"signals": ["A01"], "manager_no": "301"} | more
        if all(code[0] in "DE" for code in values["signals"]):  # the desk asks why, where these stand alone
            values["override_reason"] = self.head.playbook.override_reasons[0].code
        if "contact" in values:
            values |= {"consent": True, "best_time": "morning"}
        return referrals.log(self.shift(no), ReferralEntry(customer, **values)).referral.id

    def accept(self, referral: uuid.UUID, no: str = "301", time: str = "11:00") -> None:
        self.at(time)
        answers.accept(self.shift(no), referral)

    def change(self, referral: uuid.UUID, no: str = "101", time: str = "12:00", **more: Any) -> None:
        """Change a referral of any day that takes corrections, as somebody who opened it just now."""
        self.at(time)
        shift = self.shift(no)
        with shift.reading() as session:
            version = session.get_one(Referral, (shift.branch.id, referral)).version
        values: dict[str, Any] = {"signals": ["A01"], "manager_no": "301", "remarks": time} | more
        referrals.change(shift, referral, ReferralEntry("王小明", **values), version)

    def next_day(self, days: int = 1) -> None:
        """Close the open day, and let nights pass."""
        self.at("18:00")
        with self.head.writing() as writing:
            for day in writing.session.exec(select(BusinessDay).where(BusinessDay.state == "open")):
                day.state, day.closed_at, day.closed_by = "closed", self.clock.now(), self.head.person.id
                writing.session.add(day)
            writing.record("tested", "tested")
        self.clock.set(self.clock.now() + timedelta(days=days))

    @property
    def today(self) -> Span:
        return Span(self.head.today(), self.head.today())

    def since(self, days: int) -> Span:
        """The last days up to today."""
        return Span(self.head.today() - timedelta(days=days), self.head.today())

    def found(self, span: Span | None = None) -> list[Found]:
        """What is odd: the rule, the numbers of the referrals, whose entries they are."""
        return [
            (one.rule, [referral.number for referral in one.referrals], [person.no for person in one.people])
            for one in odd.look(self.head, span or self.today).found
        ]

    def rules(self, span: Span | None = None) -> list[Rule]:
        return [rule for rule, _, _ in self.found(span)]

    def settle(self, span: Span, decision: str = "approved", only: uuid.UUID | None = None) -> None:
        """What the review says of every referral that something points at, or of one."""
        head = self.head
        found = {referral.id for one in odd.look(head, span).found for referral in one.referrals}
        with head.writing() as writing:
            for referral in {only} if only else found:
                row = writing.session.get_one(Referral, (head.branch.id, referral))
                writing.session.add(
                    ReviewMark(
                        branch_id=head.branch.id,
                        id=head.ids.new(),
                        day_id=row.day_id,
                        referral_id=row.id,
                        decision=decision,
                        asked_of=row.identified_by if decision == "asked" else None,
                        by=head.person.id,
                        at=head.now(),
                    )
                )
            writing.record("tested", "tested")
