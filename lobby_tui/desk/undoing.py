"""One key takes back the last thing that a person finished: a count, a sending, a referral."""

from dataclasses import dataclass
from typing import Literal

from sqlmodel import col, select

from lobby_tui.desk import referrals, visit_endings
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState, VisitState
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: a visit or a referral, its number of the day, and whether its customer is waiting again."""

    kind: Literal["visit", "referral"]
    number: int
    in_lobby: bool


def undo_last(shift: Shift) -> Undone:
    """Take back whichever came last today, a referral or the end of a visit. Raises RefusedError."""
    with shift.reading() as session:
        day = select(BusinessDay.id).where(
            col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.state) == DayState.OPEN.value
        )
        referral = session.exec(
            select(Referral.id, Referral.created_at)
            .where(
                col(Referral.branch_id) == shift.branch.id,
                col(Referral.day_id) == day.scalar_subquery(),
                col(Referral.logged_by) == shift.person.id,
                col(Referral.undone_at).is_(None),
            )
            .order_by(col(Referral.number).desc())
            .limit(1)
        ).first()
        ended = session.exec(
            select(Visit.ended_at)
            .where(
                col(Visit.branch_id) == shift.branch.id,
                col(Visit.day_id) == day.scalar_subquery(),
                col(Visit.staff_id) == shift.person.id,
                col(Visit.state).in_([VisitState.ROUTED.value, VisitState.LEFT.value]),
            )
            .order_by(col(Visit.ended_at).desc())
            .limit(1)
        ).first()
    if referral and (ended is None or referral[1] >= ended):
        undone = referrals.undo(shift, referral[0])
        return Undone("referral", undone.number, undone.visit_id is not None)
    if not shift.may(Action.VISIT):
        raise visit_endings.nothing_to_undo()
    visit = visit_endings.undo_last(shift)
    return Undone("visit", visit.number, visit.state is VisitState.IN_LOBBY)
