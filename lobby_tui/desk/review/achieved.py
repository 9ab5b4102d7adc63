"""How far the goals of a month are reached, and how much of its working days has gone by."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from lobby_tui.desk.review import goals
from lobby_tui.desk.review.goals import GoalView
from lobby_tui.desk.review.span import Unit, span_of
from lobby_tui.desk.review.trends import whole_of, working_days
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay


@dataclass(frozen=True, slots=True)
class Achieved:
    """A goal and what is reached of it, after `days` of the month's `working_days`.

    The working days are those of the branch's calendar; where it worked on more than these, they are as many as `days`.
    """

    goal: GoalView
    value: int
    days: int
    working_days: int

    @property
    def share(self) -> float:
        """The share of the goal that is reached, 1 for all of it."""
        return self.value / self.goal.target

    @property
    def pace(self) -> float:
        """The share of the month's working days that has gone by: where they are level, the goal will be met."""
        return self.days / self.working_days if self.working_days else 0.0


def of_month(shift: Shift, month: str) -> tuple[Achieved, ...]:
    """Each goal of a month and what is reached of it. Raises RefusedError, NotAllowedError, StoreError."""
    aims = goals.listed(shift, month)  # asks for the right to
    if not aims:
        return ()
    span = span_of(Unit.MONTH, date.fromisoformat(f"{month}-01"))
    working = working_days(shift, span)
    with shift.reading() as session:
        within = (col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date).between(span.first, span.last))
        days = session.exec(select(func.count()).select_from(BusinessDay).where(*within)).one()
        working = max(days, working)
        return tuple(Achieved(aim, whole_of(session, shift, span, aim.measure) or 0, days, working) for aim in aims)


def pace_text(one: Achieved) -> Message:
    """Where a goal stands, in a line: `11 of 20 working days, 62 % reached`."""
    return msg(
        "{days} of {working} working days, {share} % reached",
        days=one.days, working=one.working_days, share=int(one.share * 100),
    )  # fmt: skip
