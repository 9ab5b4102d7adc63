"""The signatures under the review of a day: by whom, when, over how many referrals; and that one was taken off."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import People, StaffName
from lobby_tui.desk.shift import Shift
from lobby_tui.models.masking import mask_text
from lobby_tui.models.review import ReviewMove

SIGNED: Final = "signed"
UNSIGNED: Final = "unsigned"


@dataclass(frozen=True, slots=True)
class SignedReview:
    """A signature under the review of a day, or that it was taken off. `seed` is the sample's, None for every row."""

    move: str
    by: StaffName
    second: StaffName | None
    at: datetime
    reason: str
    seed: int | None
    to_review: int
    reviewed: int


def signatures(session: Session, shift: Shift, day_id: uuid.UUID, people: People) -> tuple[SignedReview, ...]:
    """How the review of a day was signed and unsigned, in order."""
    query = (
        select(ReviewMove)
        .where(col(ReviewMove.branch_id) == shift.branch.id, col(ReviewMove.day_id) == day_id)
        .order_by(col(ReviewMove.at), col(ReviewMove.id))
    )
    return tuple(
        SignedReview(
            one.move, people[one.by], people[one.second] if one.second else None, one.at, mask_text(one.reason),
            one.seed, one.to_review, one.reviewed,
        )
        for one in session.exec(query)
    )  # fmt: skip
