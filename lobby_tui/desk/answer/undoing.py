"""One key takes back the last thing that whoever answers referrals did: an answer, or a referral of their own."""

from datetime import datetime

from sqlmodel import Session, col, select

from lobby_tui.desk import undoing
from lobby_tui.desk.answer.rows import saved, standing
from lobby_tui.desk.answer.views import AnswerView, stands
from lobby_tui.desk.answers import move_follow_ups
from lobby_tui.desk.days import OPEN_DAY
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.undoing import Undone
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Allocation, Decision
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.store.store import Writing


def take_back(shift: Shift) -> AnswerView:
    """Take back this person's last answer of the open day: the referral waits again, with whoever had it before.

    The act stays in the history, the audit event says that it was taken back. Raises RefusedError where there is
    none, or where a result was entered since: that is changed, not taken back.
    """
    shift.require(Action.REFER)
    with shift.writing() as writing:
        day = _open_day(writing.session, shift)
        last = _last(writing.session, shift, day) if day else None
        if last is None:
            raise RefusedError(
                msg("There is no answer of yours to take back today."),
                remedy=msg("An answer of an earlier day can be changed: answer again."),
                code="nothing",
            )
        row = standing(writing.session, shift, last.referral_id, None)
        if row.outcome:
            raise RefusedError(
                msg("No. {number} has a result already.", number=row.number),
                remedy=msg("Change the result, should it be wrong."),
                code="has_result",
            )
        if last.decision == Decision.REASSIGNED:
            row.manager_id = last.from_manager
            row.allocation = (Allocation.REASSIGNED if last.from_manager else Allocation.NONE).value
            move_follow_ups(writing, shift, row)
        _put_follow_ups_back(writing, shift, last)
        row.answer = row.answered_at = row.answered_by = None
        writing.record("answer_taken_back", f"referral:{row.id}", number=row.number, decision=last.decision)
        return saved(writing, shift, row)


def undo_last(shift: Shift) -> AnswerView | Undone:
    """Take back whichever came last today: an answer, or a referral that this person logged. Raises RefusedError."""
    shift.require(Action.REFER)
    with shift.reading() as session:
        day = _open_day(session, shift)
        answered = _last(session, shift, day) if day else None
        logged = _last_logged(session, shift, day) if day else None
    if answered and (logged is None or answered.at >= logged):
        return take_back(shift)
    return undoing.undo_last(shift)


def _put_follow_ups_back(writing: Writing, shift: Shift, act: Confirmation) -> None:
    """What an acceptance began is dropped again; what a return ended is planned again."""
    planned = writing.session.exec(
        select(FollowUp).where(col(FollowUp.branch_id) == shift.branch.id, col(FollowUp.referral_id) == act.referral_id)
    ).all()
    for one in planned:
        if act.decision == Decision.ACCEPTED and one.created_at >= act.at and not (one.done_at or one.dropped_at):
            one.dropped_at = shift.now()
        elif act.decision == Decision.RETURNED and one.dropped_at and one.dropped_at >= act.at:
            one.dropped_at = None
        writing.session.add(one)


def _open_day(session: Session, shift: Shift) -> BusinessDay | None:
    return session.exec(OPEN_DAY, params={"branch": shift.branch.id}).one_or_none()


def _last(session: Session, shift: Shift, day: BusinessDay) -> Confirmation | None:
    """The last act of this person on a day that still stands. A day has some hundreds of acts at most."""
    acts = session.exec(
        select(Confirmation)
        .where(col(Confirmation.branch_id) == shift.branch.id, col(Confirmation.day_id) == day.id)
        .order_by(col(Confirmation.at).desc(), col(Confirmation.id).desc())
    ).all()
    touched = set()
    for one in acts:
        # Whatever a colleague did later is not for this person to take back.
        if one.referral_id not in touched and one.by == shift.person.id:
            row = session.get(Referral, (shift.branch.id, one.referral_id))
            if row and row.undone_at is None and stands(row, one):
                return one
        touched.add(one.referral_id)
    return None


def _last_logged(session: Session, shift: Shift, day: BusinessDay) -> datetime | None:
    return session.exec(
        select(Referral.created_at)
        .where(
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.day_id) == day.id,
            col(Referral.logged_by) == shift.person.id,
            col(Referral.undone_at).is_(None),
        )
        .order_by(col(Referral.number).desc())
        .limit(1)
    ).first()
