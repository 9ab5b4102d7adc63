"""How many questions of the review wait for this person: to be answered by them, or answered and to be read by them.

In plain SQL, as every desk asks it every few seconds, and most days no model of the review is needed there.
"""

from datetime import timedelta
from typing import Final

from sqlmodel import Session, text

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift

LOOK_BACK: Final = timedelta(days=31)

# The conditions are spelled out as those of the index of unanswered questions.
_TO_ANSWER: Final = text(
    "SELECT count(*) FROM (SELECT 1 FROM review_mark WHERE branch_id = :branch AND asked_of = :me"
    " AND decision = 'asked' AND answered_at IS NULL LIMIT :most)"
)
# CROSS JOIN: the days come first, which are few.
_TO_READ: Final = text(
    "SELECT count(*) FROM (SELECT 1 FROM business_day d CROSS JOIN review_mark m"
    " ON m.branch_id = d.branch_id AND m.day_id = d.id WHERE d.branch_id = :branch AND d.date >= :since"
    " AND m.decision = 'asked' AND m.answered_at IS NOT NULL LIMIT :most)"
)


def unanswered(shift: Shift, most: int = 99) -> int:
    """The questions that wait for this person's answer, at most `most`: for a screen that shows nothing else."""
    shift.require(Action.ANSWER_REVIEW)
    with shift.reading() as session:
        return to_answer(session, shift, most)


def to_answer(session: Session, shift: Shift, most: int) -> int:
    """The questions that wait for this person's answer, at most `most`."""
    here = {"branch": shift.branch.id.hex, "me": shift.person.id.hex, "most": most}
    return int(session.connection().execute(_TO_ANSWER, here).scalar_one())


def to_read(session: Session, shift: Shift, most: int) -> int:
    """The answers of the last days that wait for a reviewer; 0 for whoever is none."""
    if not shift.may(Action.REVIEW):
        return 0
    since = (shift.today() - LOOK_BACK).isoformat()
    here = {"branch": shift.branch.id.hex, "since": since, "most": most}
    return int(session.connection().execute(_TO_READ, here).scalar_one())
