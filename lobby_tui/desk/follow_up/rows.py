"""The rows behind follow-ups: how they begin and end with their referral."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from lobby_tui.desk.days import entered_into
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import FollowUpKind, ReferralStatus
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.models.working_time import WorkingTime
from lobby_tui.store.store import Writing


def begin(writing: Writing, shift: Shift, referral: Referral) -> None:
    """A referral to follow up was accepted: its first contact is due. Writes nothing where something is planned.

    For the transaction of whoever accepts; the caller records the event.
    """
    # What this transaction has written so far counts as well, and the row of a new day has to come first.
    writing.session.flush()
    if referral.status != ReferralStatus.TO_FOLLOW_UP or referral.outcome or referral.consent_withdrawn_at:
        return
    if left(writing.session, shift, referral.id):
        return
    calendar = working_time(writing.session, shift)
    due_on = calendar.add_days(today(writing, shift), shift.playbook.follow_up.first_contact_days)
    add(writing, shift, referral, FollowUpKind.CONTACT, due_on)


def end(writing: Writing, shift: Shift, referral_id: uuid.UUID) -> None:
    """A referral has an outcome, or was undone: nothing is left to do about it. The caller records the event."""
    writing.session.flush()
    for row in left(writing.session, shift, referral_id):
        row.dropped_at = shift.now()
        writing.session.add(row)


def add(
    writing: Writing,
    shift: Shift,
    referral: Referral,
    kind: FollowUpKind,
    due_on: date,
    appointment_at: datetime | None = None,
) -> FollowUp:
    """Write a follow-up of a referral; it is its customer manager's to do."""
    day = entered_into(shift, writing)
    writing.session.flush()
    row = FollowUp(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        referral_id=referral.id,
        day_id=day.id,
        owner_id=referral.manager_id or shift.person.id,
        kind=kind.value,
        due_on=due_on,
        appointment_at=appointment_at,
        created_by=shift.person.id,
        created_at=shift.now(),
    )
    writing.session.add(row)
    return row


def left(session: Session, shift: Shift, referral_id: uuid.UUID) -> Sequence[FollowUp]:
    """What is planned for a referral and not done."""
    return session.exec(
        select(FollowUp)
        .where(
            col(FollowUp.branch_id) == shift.branch.id,
            col(FollowUp.referral_id) == referral_id,
            col(FollowUp.done_at).is_(None),
            col(FollowUp.dropped_at).is_(None),
        )
        .order_by(col(FollowUp.due_on), col(FollowUp.id))
    ).all()


def today(writing: Writing, shift: Shift) -> date:
    """The date that working days are counted from: the calendar's, or the open day's where a clock was set back."""
    return max(shift.today(), entered_into(shift, writing).date)


def working_time(session: Session, shift: Shift) -> WorkingTime:
    """The branch's working time; loaded only where working days are counted."""
    from lobby_tui.desk import calendar

    return calendar.working_time(session, shift)
