"""The rows of visits: finding, numbering and saving them inside a transaction."""

import uuid

from sqlalchemy import func
from sqlmodel import Session, col, select

from lobby_tui.desk.lobby import VisitView, find, signal_rows, view
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import VisitState
from lobby_tui.models.visit import Visit, VisitSignal
from lobby_tui.store.store import Writing


def open_visit(session: Session, shift: Shift, visit_id: uuid.UUID) -> Visit:
    """The row of a visit that has not ended. Raises RefusedError where it has."""
    shift.require(Action.VISIT)
    row = find(session, shift, visit_id)
    if row.state != VisitState.IN_LOBBY:
        raise RefusedError(
            msg("This visit has ended already; perhaps a colleague took care of it."),
            remedy=msg("Go back to the desk; the last step can be undone there."),
            code="visit_ended",
        )
    return row


def saved(writing: Writing, row: Visit, action: str, **detail: object) -> VisitView:
    """Record what was done to a visit, and show it as it now stands."""
    writing.session.add(row)
    writing.record(action, f"visit:{row.id}", **detail)
    writing.session.flush()
    return view(row, signal_rows(writing.session, [row]))


def signal(shift: Shift, visit: Visit, code: str, *, suggested: bool) -> VisitSignal:
    """A new row for a signal seen now by this person."""
    return VisitSignal(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        visit_id=visit.id,
        code=code,
        suggested=suggested,
        seen_by=shift.person.id,
        seen_at=shift.now(),
    )


def by_key(session: Session, shift: Shift, key: uuid.UUID | None) -> Visit | None:
    """The visit that was begun with an idempotency key before, if one was."""
    if key is None:
        return None
    return session.exec(select(Visit).where(Visit.branch_id == shift.branch.id, Visit.key == key)).one_or_none()


def next_number(session: Session, day: BusinessDay) -> int:
    """The next number of the day. Inside a writing transaction nobody else takes it."""
    query = select(func.max(Visit.number)).where(col(Visit.branch_id) == day.branch_id, col(Visit.day_id) == day.id)
    return (session.exec(query).one() or 0) + 1
