"""A referral in full: the customer's name and numbers, and what was noted about them that is masked elsewhere."""

from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import ReferralDetails, views
from lobby_tui.desk.shift import Shift
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.masking import mask_text
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.review import ReviewMark


def in_full(session: Session, shift: Shift, row: Referral) -> ReferralDetails:
    """The details of a row, for `referrals.reveal`, which records the look."""
    return ReferralDetails(
        view=views(session, shift, [row])[0],
        customer=row.customer,
        identifier=row.identifier or "",
        contact=row.contact or "",
        override_reason=row.override_reason,
        best_time=row.best_time or "",
        remarks=row.remarks,
        home_branch=row.home_branch or "",
        notes=masked_elsewhere(_notes(session, shift, row), row.customer),
    )


def masked_elsewhere(texts: list[str], customer: str) -> tuple[str, ...]:
    """Those of the texts in which something is masked where they are shown."""
    return tuple(text for text in texts if mask_text(text, customer) != text)


def _notes(session: Session, shift: Shift, row: Referral) -> list[str]:
    """The notes of the answers, of the result, of the follow-ups, each in order; what the review asked and was told."""
    branch, mine = shift.branch.id, row.id
    answers = select(Confirmation.note).where(
        col(Confirmation.branch_id) == branch, col(Confirmation.referral_id) == mine
    )
    results = select(Result.note).where(col(Result.branch_id) == branch, col(Result.referral_id) == mine)
    follow_ups = select(FollowUp.note).where(col(FollowUp.branch_id) == branch, col(FollowUp.referral_id) == mine)
    review = select(ReviewMark.note, ReviewMark.answer).where(
        col(ReviewMark.branch_id) == branch, col(ReviewMark.referral_id) == mine
    )
    return [
        *session.exec(answers.order_by(col(Confirmation.at), col(Confirmation.id))).all(),
        *session.exec(results).all(),
        *session.exec(follow_ups.order_by(col(FollowUp.id))).all(),
        *(text for texts in session.exec(review) for text in texts),
    ]
