"""Complaints as others see them: masked, with names, the clock, and what can be done next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from lobby_tui.desk.complaint.rows import History, clock_of, histories
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.complaint_clock import ComplaintClock
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.enums import ComplaintState, ComplaintStepKind
from lobby_tui.models.masking import mask_text
from lobby_tui.models.names import mask_name


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint, masked: no name, contact or number in full, in the words neither. Numbers go on from day to day."""

    id: uuid.UUID
    number: int
    state: ComplaintState
    kind: str
    channel: str
    received_on: date
    customer: str
    masked_contact: str
    what: str
    wish: str
    about: StaffName | None
    handler: StaffName | None
    recorded_by: StaffName
    recorded_at: datetime
    people: int
    representatives: int
    face_to_face: bool
    major: bool
    complex: bool
    clock: ComplaintClock
    due_on: date | None
    last_step: ComplaintStepKind
    investigated: bool
    decision: str | None
    notified_on: date | None
    notified_by: str | None
    closed_at: datetime | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class StepView:
    """Something that happened to a complaint."""

    kind: ComplaintStepKind
    on: date
    choice: str | None
    to: StaffName | None
    """Whom it was given to."""
    note: str
    by: StaffName
    approved_by: StaffName | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A complaint with its history, and the steps that this person can take now."""

    complaint: ComplaintView
    steps: tuple[StepView, ...]
    possible: tuple[ComplaintStepKind, ...]


@dataclass(frozen=True, slots=True)
class ComplaintDetails:
    """A complaint with the complainant's name and contact in full. Made by `complaints.reveal` only."""

    view: ComplaintView
    customer: str
    contact: str
    what: str
    wish: str
    notes: tuple[str, ...]
    """What was noted at its steps, where something in it is masked elsewhere."""


def views(session: Session, shift: Shift, rows: Sequence[Complaint]) -> tuple[ComplaintView, ...]:
    """Rows as others see them, in two queries however many there are."""
    if not rows:
        return ()
    people, steps = staff_names(session, shift), histories(session, shift, rows)
    return tuple(view(shift, row, steps[row.id], people) for row in rows)


def view(shift: Shift, row: Complaint, history: History, people: People) -> ComplaintView:
    """A row as others see it."""
    decided = _latest(history, ComplaintStepKind.DECIDED)
    notified = _latest(history, ComplaintStepKind.NOTIFIED)
    return ComplaintView(
        id=row.id,
        number=row.number,
        state=ComplaintState(row.state),
        kind=row.kind,
        channel=row.channel,
        received_on=row.received_on,
        customer=mask_name(row.customer),
        masked_contact=mask_contact(row.contact) if row.contact else "",
        what=mask_text(row.what, row.customer),
        wish=mask_text(row.wish, row.customer),
        about=people[row.about_staff] if row.about_staff else None,
        handler=people[row.handler_id] if row.handler_id else None,
        recorded_by=people[row.recorded_by],
        recorded_at=row.recorded_at,
        people=row.people,
        representatives=row.representatives,
        face_to_face=row.face_to_face,
        major=row.major,
        complex=row.complex,
        clock=clock_of(shift, row, history),
        due_on=row.due_on,
        last_step=ComplaintStepKind(history[-1].step),
        investigated=_latest(history, ComplaintStepKind.INVESTIGATED) is not None,
        decision=decided.choice if decided else None,
        notified_on=notified.on_date if notified else None,
        notified_by=notified.choice if notified else None,
        closed_at=row.closed_at,
        archived_at=row.archived_at,
        version=row.version,
    )


def step_views(history: History, people: People, customer: str = "") -> tuple[StepView, ...]:
    """A history as others see it, the first step first; the complainant's name is masked in its words."""
    by_no = {one.no: one for one in people.values()}
    return tuple(
        StepView(
            kind=ComplaintStepKind(step.step),
            on=step.on_date,
            choice=step.choice,
            to=by_no.get(step.choice or "") if step.step == ComplaintStepKind.ASSIGNED else None,
            note=mask_text(step.note, customer),
            by=people[step.by],
            approved_by=people[step.approved_by] if step.approved_by else None,
            at=step.at,
        )
        for step in history
    )


def since_restart(history: History) -> History:
    """The part of a history that counts now: new facts make investigation and decision necessary again."""
    restarts = [index for index, step in enumerate(history) if step.step == ComplaintStepKind.RESTARTED]
    return history[restarts[-1] :] if restarts else history


def _latest(history: History, kind: ComplaintStepKind) -> ComplaintStep | None:
    found = [step for step in since_restart(history) if step.step == kind]
    return found[-1] if found else None
