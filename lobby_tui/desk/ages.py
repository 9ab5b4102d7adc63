"""How long referrals wait for their answer, in the branch's working hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from lobby_tui.desk.shift import Shift


@dataclass(frozen=True, slots=True)
class Age:
    """Working hours since a referral was logged; `overdue` past what the playbook gives a customer manager."""

    hours: float
    overdue: bool


def ages(session: Session, shift: Shift) -> Callable[[datetime], Age]:
    """A function from the moment of a referral to its age now. A reassigned one is as old as it is to the customer."""
    # Here and not above: the public holidays take their time to load, and only what waits asks for them.
    from lobby_tui.desk.calendar import working_time

    hours_between = working_time(session, shift).hours_between
    now, limit = shift.now(), shift.playbook.follow_up.answer_hours

    def age(since: datetime) -> Age:
        hours = hours_between(since, now)
        return Age(hours, hours > limit)

    return age
