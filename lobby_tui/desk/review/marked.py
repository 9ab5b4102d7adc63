"""What reviewers said of referrals, as others see it: masked, with the names of the people."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import People, StaffName
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.masking import mask_text
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark


class Decision(StrEnum):
    """What a reviewer says of a referral."""

    APPROVED = "approved"
    ASKED = "asked"
    COACHED = "coached"
    TAKEN_BACK = "taken_back"


SETTLED = (Decision.APPROVED, Decision.COACHED)
"""What ends the review of a referral; a question is open until the reviewer has read the answer and decided."""
DECISIONS: Mapping[Decision, Message] = MappingProxyType(
    {
        Decision.APPROVED: msg("approved"),
        Decision.ASKED: msg("asked back"),
        Decision.COACHED: msg("coached"),
        Decision.TAKEN_BACK: msg("taken back"),
    }
)


@dataclass(frozen=True, slots=True)
class MarkView:
    """What was said of one referral. `note` is a question, with its `answer`, or a word of coaching.

    `own` where the reviewer noticed this customer themselves, as nobody else could review it.
    """

    decision: Decision
    note: str
    asked_of: StaffName | None
    answer: str
    answered_at: datetime | None
    by: StaffName
    at: datetime
    version: int
    own: bool

    @property
    def settled(self) -> bool:
        """Whether nothing is left to review."""
        return self.decision in SETTLED

    @property
    def unanswered(self) -> bool:
        """Whether a question waits for its answer."""
        return self.decision is Decision.ASKED and self.answered_at is None


def mark_view(mark: ReviewMark, row: Referral, people: People) -> MarkView:
    """A mark as others see it."""
    return MarkView(
        decision=Decision(mark.decision),
        note=mask_text(mark.note, row.customer),
        asked_of=people[mark.asked_of] if mark.asked_of else None,
        answer=mask_text(mark.answer, row.customer),
        answered_at=mark.answered_at,
        by=people[mark.by],
        at=mark.at,
        version=mark.version,
        own=mark.by == row.identified_by,
    )


def marks_of_day(session: Session, shift: Shift, day_id: uuid.UUID) -> dict[uuid.UUID, ReviewMark]:
    """The marks of a business day, by referral; what was taken back is among them."""
    query = select(ReviewMark).where(col(ReviewMark.branch_id) == shift.branch.id, col(ReviewMark.day_id) == day_id)
    return {mark.referral_id: mark for mark in session.exec(query)}


def mark_of(session: Session, shift: Shift, referral_id: uuid.UUID) -> ReviewMark | None:
    """The mark of one referral."""
    return session.exec(
        select(ReviewMark).where(
            col(ReviewMark.branch_id) == shift.branch.id, col(ReviewMark.referral_id) == referral_id
        )
    ).one_or_none()
