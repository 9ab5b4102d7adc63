"""Who could take a customer over."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from lobby_tui.desk.absences import away_on
from lobby_tui.desk.days import current
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import ReferralStatus, Role
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff


@dataclass(frozen=True, slots=True)
class Manager:
    """A customer manager, and how many customers were introduced to them today; `away` says whether they are absent."""

    no: str
    name: str
    today: int
    away: bool = False


def at_work(shift: Shift) -> tuple[Manager, ...]:
    """The branch's customer managers; whoever received fewest customers today stands first, and who is away last."""
    shift.require(Action.REFER)
    day = current(shift)
    with shift.reading() as session:
        people = session.exec(
            select(Staff.id, Staff.no, Staff.name).where(
                col(Staff.branch_id) == shift.branch.id,
                col(Staff.role) == Role.CUSTOMER_MANAGER.value,
                col(Staff.active).is_(True),
            )
        ).all()
        away = away_on(session, shift, shift.today())
        counts = {}
        if day:
            query = (
                select(Referral.manager_id, func.count())
                .where(
                    col(Referral.branch_id) == shift.branch.id,
                    col(Referral.day_id) == day.id,
                    col(Referral.status) == ReferralStatus.INTRODUCED.value,
                    col(Referral.undone_at).is_(None),
                )
                .group_by(col(Referral.manager_id))
            )
            counts = dict(session.exec(query).all())
    managers = [Manager(no, name, counts.get(staff_id, 0), staff_id in away) for staff_id, no, name in people]
    return tuple(sorted(managers, key=lambda one: (one.away, one.today, one.no)))
