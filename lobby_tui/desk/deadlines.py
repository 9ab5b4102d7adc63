"""The complaints whose deadline runs, asked for at the desk and at the meetings without reading their histories."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.enums import ComplaintState

_RUNNING = (ComplaintState.OPEN.value, ComplaintState.DECIDED.value)


class Deadline(NamedTuple):
    """A complaint in hand. `due_on` is None while its clock is paused."""

    number: int
    due_on: date | None
    decided: bool
    handled: bool

    def late(self, on: date) -> bool:
        """Whether it is past its deadline on a date."""
        return self.due_on is not None and self.due_on < on


def running(session: Session, shift: Shift) -> list[Deadline]:
    """What is not settled yet, the first deadline first, paused ones last.

    A decision does not end it: the complainant has to be told by the same day [CBIRC Order 2020-3]. Found by the index
    of what is not filed, which holds as much as a branch has in hand.
    """
    query = select(
        col(Complaint.number), col(Complaint.due_on), col(Complaint.state), col(Complaint.handler_id).is_not(None)
    ).where(
        col(Complaint.branch_id) == shift.branch.id,
        col(Complaint.archived_at).is_(None),
        col(Complaint.state).in_(_RUNNING),
    )
    found = [
        Deadline(number, due_on, state == ComplaintState.DECIDED, handled)
        # By number, which leads SQLite to that index.
        for number, due_on, state, handled in session.exec(query.order_by(col(Complaint.number)))
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.number))
