"""Some months of a branch, invented: every row that a scorecard reads, also what must not count."""

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit

# Both sides of the ends of months, of a year, and of a public holiday.
DAYS = tuple(map(date.fromisoformat, (
    "2025-11-28", "2025-12-31", "2026-01-05", "2026-09-30", "2026-10-09", "2026-10-30", "2026-11-02", "2026-11-06",
    "2026-11-20",
)))  # fmt: skip


class Inventor:
    """The same seed invents the same months."""

    def __init__(self, session: Session, shift: Shift, seed: int) -> None:
        self.session = session
        self.shift = shift
        self.chance = random.Random(seed)
        self.people = session.exec(select(Staff.id)).all()
        self.number = 0

    def fill(self) -> None:
        for day in DAYS:
            opened = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
            state = self.chance.choice(("closed", "signed", "reopened"))
            row = self.row(BusinessDay, date=day, state=state, opened_at=opened, opened_by=self.somebody())
            self.session.flush()
            for number in range(1, self.chance.randrange(4, 12)):
                self.visit(row, number, opened)
            for number in range(1, self.chance.randrange(6, 16)):
                self.referral(row, number, opened)
            for _ in range(self.chance.randrange(4)):
                self.complaint(row, opened)
            for item in range(self.chance.randrange(12)):
                self.row(
                    ChecklistTick, day_id=row.id, checklist="patrol", round=1 + item, item="care", in_order=True,
                    by=self.somebody(), at=opened, dropped_at=self.chance.choice((None, None, opened)),
                )  # fmt: skip

    def visit(self, day: BusinessDay, number: int, opened: datetime) -> None:
        self.row(Visit, day_id=day.id, number=number, state=self.chance.choice(("routed", "left", "undone")),
                 step="ask", arrived_at=opened, ended_at=opened, staff_id=self.somebody())  # fmt: skip

    def referral(self, day: BusinessDay, number: int, opened: datetime) -> None:
        made = opened + timedelta(minutes=self.chance.randrange(480))
        answer = self.chance.choice(("accepted", "accepted", "returned", None))
        outcome = self.chance.choice(("success", "success", "nothing", None)) if answer == "accepted" else None
        # Around the four working hours that the playbook gives, with nights and weekends between.
        later = made + self.chance.choice((timedelta(hours=1), timedelta(hours=4), timedelta(hours=20),
                                           timedelta(hours=70), timedelta(hours=4, seconds=1)))  # fmt: skip
        firsts = self.session.exec(select(Referral.id).where(Referral.day_id == day.id)).all()
        second = self.chance.choice(firsts) if firsts and self.chance.random() < 0.2 else None
        row = self.row(
            Referral, day_id=day.id, number=number, status="introduced", customer="王小明", reasons="A01",
            identified_by=self.somebody(), logged_by=self.somebody(), manager_id=self.somebody(), created_at=made,
            changed_at=made, answer=answer, answered_at=later if answer else None,
            answered_by=self.somebody() if answer else None, outcome=outcome, outcome_at=later if outcome else None,
            second_to=second, credit_shared=self.chance.choice((True, False, None)) if second else None,
            undone_at=made if self.chance.random() < 0.1 else None,
        )  # fmt: skip
        self.session.flush()
        for _ in range(self.chance.randrange(3)):
            due = day.date + timedelta(days=self.chance.randrange(40))
            # 15:59 and 16:01 of this clock are both sides of midnight in the branch.
            done = datetime(due.year, due.month, due.day, 16, tzinfo=UTC) + timedelta(
                minutes=self.chance.choice((-1, 1))
            )
            self.row(
                FollowUp, referral_id=row.id, day_id=day.id, owner_id=self.somebody(), kind="contact", due_on=due,
                created_by=self.somebody(), created_at=made, done_by=self.somebody(),
                done_at=self.chance.choice((done, None)), dropped_at=self.chance.choice((None, None, done)),
            )  # fmt: skip
        decision = self.chance.choice(("approved", "asked", "coached", None))
        if decision:
            self.row(ReviewMark, day_id=day.id, referral_id=row.id, decision=decision,
                     asked_of=None if decision == "approved" and number % 2 else self.somebody(),
                     by=self.somebody(), at=made)  # fmt: skip

    def complaint(self, day: BusinessDay, opened: datetime) -> None:
        self.number += 1
        row = self.row(
            Complaint, day_id=day.id, number=self.number, state="open", kind="fees", channel="in_person",
            received_on=day.date, received_at=opened, customer="王小明", what="…", recorded_by=self.somebody(),
            recorded_at=opened, about_staff=self.chance.choice((None, self.somebody(), self.somebody())),
        )  # fmt: skip
        self.session.flush()
        steps: list[tuple[str, str | None]] = [("received", None)]
        steps += self.chance.choice((
            [], [("decided", "justified")], [("decided", "partly_justified")], [("decided", "not_justified")],
            [("withdrawn", None)], [("decided", "justified"), ("restarted", None)],
            [("decided", "justified"), ("withdrawn", None)], [("decided", "not_justified"), ("decided", "justified")],
            [("decided", "not_justified"), ("restarted", None), ("decided", "justified")],
        ))  # fmt: skip
        for seq, (step, choice) in enumerate(steps, 1):
            self.row(ComplaintStep, complaint_id=row.id, day_id=day.id, seq=seq, step=step, on_date=day.date,
                     choice=choice, by=self.somebody(), at=opened)  # fmt: skip

    def somebody(self) -> uuid.UUID:
        return self.chance.choice(self.people)

    def row(self, table: type[SQLModel], **values: Any) -> Any:
        # Sorted by time, as the desk's own ids are: whatever depends on their order would show.
        row = table(branch_id=self.shift.branch.id, id=self.shift.ids.new(), **values)
        self.session.add(row)
        return row
