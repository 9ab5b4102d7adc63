"""Follow-ups as others see them: what is due, what is overdue, and what has climbed to the supervisor."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from lobby_tui.desk.follow_up.rows import working_time
from lobby_tui.desk.referral.views import ReferralView, StaffName, staff_names, views
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import FollowUpKind
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.masking import mask_text
from lobby_tui.models.referral import Referral


class Urgency(StrEnum):
    """How a follow-up stands on a date. What has climbed is overdue for longer than the playbook allows."""

    LATER = "later"
    DUE = "due"
    OVERDUE = "overdue"
    CLIMBED = "climbed"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A follow-up and its referral, masked. `attempts` is how often the customer was contacted before."""

    id: uuid.UUID
    referral: ReferralView
    kind: FollowUpKind
    due_on: date
    appointment_at: datetime | None
    owner: StaffName
    mine: bool
    urgency: Urgency
    attempts: int
    outcome: str | None
    note: str
    done_by: StaffName | None
    done_at: datetime | None


def follow_up_views(session: Session, shift: Shift, rows: Sequence[FollowUp]) -> tuple[FollowUpView, ...]:
    """Rows with their referrals, in a handful of queries however many there are."""
    if not rows:
        return ()
    people = staff_names(session, shift)
    referrals = _referrals(session, shift, {row.referral_id for row in rows})
    customers = {one.id: one.customer for one in referrals}
    found = {one.id: one for one in views(session, shift, referrals)}
    attempts = _attempts(session, shift, set(found))
    urgency = urgency_on(session, shift, shift.today())
    return tuple(
        FollowUpView(
            id=row.id,
            referral=found[row.referral_id],
            kind=FollowUpKind(row.kind),
            due_on=row.due_on,
            appointment_at=row.appointment_at,
            owner=people[row.owner_id],
            mine=row.owner_id == shift.person.id,
            urgency=urgency(row),
            attempts=attempts.get(row.referral_id, 0),
            outcome=row.outcome,
            note=mask_text(row.note, customers[row.referral_id]),
            done_by=people[row.done_by] if row.done_by else None,
            done_at=row.done_at,
        )
        for row in rows
    )


def urgency_on(session: Session, shift: Shift, on: date) -> Callable[[FollowUp], Urgency]:
    """A function from a row to how it stands on a date.

    It climbs once more whole working days have gone by since it was due than the playbook allows: for 1, what was due
    on Monday is overdue on Tuesday and the supervisor's on Wednesday.
    """
    climbed: dict[date, bool] = {}

    def has_climbed(due_on: date) -> bool:
        """Whether what was due then is the supervisor's by now; reckoned once for each date."""
        if due_on not in climbed:
            days = working_time(session, shift).days_between(due_on, on)
            climbed[due_on] = days > shift.playbook.follow_up.climb_days
        return climbed[due_on]

    def urgency(row: FollowUp) -> Urgency:
        """How one follow-up stands on that date."""
        if row.done_at or row.dropped_at:
            return Urgency.DONE if row.done_at else Urgency.DROPPED
        if row.due_on >= on:
            return Urgency.DUE if row.due_on == on else Urgency.LATER
        return Urgency.CLIMBED if has_climbed(row.due_on) else Urgency.OVERDUE

    return urgency


def _referrals(session: Session, shift: Shift, ids: set[uuid.UUID]) -> Sequence[Referral]:
    return session.exec(
        select(Referral).where(col(Referral.branch_id) == shift.branch.id, col(Referral.id).in_(ids))
    ).all()


def _attempts(session: Session, shift: Shift, ids: set[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = session.exec(
        select(FollowUp.referral_id, func.count())
        .where(
            col(FollowUp.branch_id) == shift.branch.id,
            col(FollowUp.referral_id).in_(ids),
            col(FollowUp.done_at).is_not(None),
        )
        .group_by(col(FollowUp.referral_id))
    ).all()
    return dict(rows)
