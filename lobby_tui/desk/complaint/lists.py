"""Looking at complaints: the open ones by urgency, the filed ones, one with its history, and what waits."""

import uuid
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, func, select

from lobby_tui.desk.complaint.order import Place
from lobby_tui.desk.complaint.rows import clock_of, find, histories, unknown, visible
from lobby_tui.desk.complaint.steps import possible
from lobby_tui.desk.complaint.views import ComplaintPage, ComplaintView, step_views, view, views
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.models.complaint import Complaint

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Complaints:
    """Some complaints, and how many there are in all."""

    rows: tuple[ComplaintView, ...]
    total: int


def unfiled(shift: Shift) -> Complaints:
    """The complaints that are not filed yet, the most urgent first; a teller sees those they registered."""
    shift.require(Action.REGISTER_COMPLAINT)
    with shift.reading() as session:
        rows = [row for row in _unfiled(session, shift) if visible(shift, row)]
        shown = sorted(views(session, shift, rows), key=_urgency)
        return Complaints(tuple(shown[:PAGE]), len(shown))


def filed(shift: Shift) -> Complaints:
    """The complaints that were filed, the latest first."""
    shift.require(Action.REGISTER_COMPLAINT)
    with shift.reading() as session:
        found = select(Complaint).where(
            col(Complaint.branch_id) == shift.branch.id, col(Complaint.archived_at).is_not(None)
        )
        if not shift.may(Action.HANDLE_COMPLAINT):
            found = found.where(col(Complaint.recorded_by) == shift.person.id)
        total = session.exec(select(func.count()).select_from(found.subquery())).one()
        rows = session.exec(found.order_by(col(Complaint.number).desc()).limit(PAGE)).all()
        return Complaints(views(session, shift, rows), total)


def by_number(shift: Shift, number: int) -> ComplaintView:
    """A complaint by its number. Raises RefusedError, NotAllowedError."""
    shift.require(Action.REGISTER_COMPLAINT)
    with shift.reading() as session:
        row = session.exec(
            select(Complaint).where(col(Complaint.branch_id) == shift.branch.id, col(Complaint.number) == number)
        ).one_or_none()
        if row is None:
            raise unknown()
        return views(session, shift, [find(session, shift, row.id)])[0]


def page(shift: Shift, complaint_id: uuid.UUID) -> ComplaintPage:
    """A complaint, everything that happened to it, and what this person can do now."""
    shift.require(Action.REGISTER_COMPLAINT)
    with shift.reading() as session:
        row = find(session, shift, complaint_id)
        history = histories(session, shift, [row])[row.id]
        people = staff_names(session, shift)
        place = Place(row, history, clock_of(shift, row, history), shift.person.id)
        return ComplaintPage(
            view(shift, row, history, people), step_views(history, people, row.customer), possible(shift, place)
        )


def _unfiled(session: Session, shift: Shift) -> list[Complaint]:
    """All that are not filed: as many as a branch has in hand, found by an index of their own."""
    query = select(Complaint).where(col(Complaint.branch_id) == shift.branch.id, col(Complaint.archived_at).is_(None))
    return list(session.exec(query.order_by(col(Complaint.number))))


def _urgency(one: ComplaintView) -> tuple[bool, bool, bool, int, int]:
    """Late before major, major before the others, then by the days left; what is paused or over comes last."""
    clock = one.clock
    idle = clock.paused or not clock.running
    return idle, not (clock.overdue or one.major), not clock.overdue, clock.days_left, one.number
