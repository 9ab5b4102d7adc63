"""Complaints in the store: finding them, who may touch them, and adding to their history."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.days import entered_into
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.complaint_clock import MOVING, ClockEvent, ComplaintClock, clock
from lobby_tui.models.enums import ComplaintStepKind
from lobby_tui.store.store import Writing

History: TypeAlias = Sequence[ComplaintStep]

_STEPS = (
    select(ComplaintStep)
    .where(
        col(ComplaintStep.branch_id) == bindparam("branch"),
        col(ComplaintStep.complaint_id).in_(bindparam("complaints", expanding=True)),
    )
    .order_by(col(ComplaintStep.complaint_id), col(ComplaintStep.seq))
)


def find(session: Session, shift: Shift, complaint_id: uuid.UUID) -> Complaint:
    """A complaint that this person may see. Raises RefusedError, NotAllowedError.

    Whoever looks after complaints sees all of them; others those that they registered themselves.
    """
    row = session.get(Complaint, (shift.branch.id, complaint_id))
    if row is None:
        raise unknown()
    if not visible(shift, row):
        raise NotAllowedError(
            msg("This complaint was registered by a colleague."),
            remedy=msg("Ask the lobby manager, who looks after complaints."),
        )
    return row


def unknown() -> RefusedError:
    """What whoever asks for a complaint that does not exist hears."""
    return RefusedError(
        msg("This complaint is not in the store."),
        remedy=msg("Go back to the list and choose it again."),
        field="number",
        code="unknown_complaint",
    )


def visible(shift: Shift, row: Complaint) -> bool:
    """Whether this person may see it at all."""
    return shift.may(Action.HANDLE_COMPLAINT) or row.recorded_by == shift.person.id


def refuse_the_accused(shift: Shift, row: Complaint) -> None:
    """Whoever is complained about takes no part in it, whatever their role [CBIRC Order 2020-3]."""
    if row.about_staff == shift.person.id:
        raise NotAllowedError(
            msg("This complaint is about you, so that you cannot take part in handling it."),
            remedy=msg("A colleague or the supervisor has to do it."),
            code="recused",
        )


def refuse_stale(row: Complaint, version: int | None) -> None:
    """Raise RefusedError where somebody else changed the complaint since `version` was read."""
    if version is not None and row.version != version:
        raise RefusedError(
            msg("A colleague has changed this complaint in the meantime."),
            remedy=msg("Look at their change, then enter yours."),
            code="changed_meanwhile",
        )


def histories(session: Session, shift: Shift, rows: Sequence[Complaint]) -> dict[uuid.UUID, list[ComplaintStep]]:
    """What happened to each of these complaints, in one query however many there are."""
    found: dict[uuid.UUID, list[ComplaintStep]] = {row.id: [] for row in rows}
    if rows:
        values = {"branch": shift.branch.id, "complaints": list(found)}
        for step in session.exec(_STEPS, params=values):
            found[step.complaint_id].append(step)
    return found


def clock_of(
    shift: Shift, row: Complaint, history: Iterable[ComplaintStep], today: date | None = None
) -> ComplaintClock:
    """Where a complaint's clock stands, today unless told."""
    events = [ClockEvent(ComplaintStepKind(step.step), step.on_date) for step in history]
    return clock(row.received_on, events, shift.playbook.complaints, today or shift.today())


def last_move(row: Complaint, history: Iterable[ComplaintStep]) -> date:
    """The date of the latest event that moved the clock: no later one is dated before it."""
    return max([row.received_on, *(step.on_date for step in history if step.step in MOVING)])


def add_step(
    shift: Shift,
    writing: Writing,
    row: Complaint,
    history: list[ComplaintStep],
    kind: ComplaintStepKind,
    on: date,
    *,
    choice: str | None = None,
    note: str = "",
    approved_by: uuid.UUID | None = None,
) -> ComplaintStep:
    """Add to a complaint's history, and keep its due date in the row."""
    step = ComplaintStep(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        complaint_id=row.id,
        day_id=entered_into(shift, writing).id,
        seq=len(history) + 1,
        step=kind,
        on_date=on,
        choice=choice,
        note=note,
        approved_by=approved_by,
        by=shift.person.id,
        at=shift.now(),
    )
    history.append(step)
    keep_due(shift, row, history)
    writing.session.add_all([row, step])
    return step


def keep_due(shift: Shift, row: Complaint, history: History) -> None:
    """Keep the due date in the row, where an index finds it. None where no deadline runs: paused, or withdrawn."""
    now = clock_of(shift, row, history)
    # By the history: a withdrawn complaint that was filed has no deadline either.
    idle = now.paused or any(step.step == ComplaintStepKind.WITHDRAWN for step in history)
    row.due_on = None if idle else now.due
