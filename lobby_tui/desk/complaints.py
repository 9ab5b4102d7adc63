"""Registering complaints, putting them right, and looking at them in full.

Every one is taken seriously; the first person asked owns it [ICBC 6, BOC, BOCOM].
"""

import uuid

from sqlmodel import Session

from lobby_tui.desk import drafts
from lobby_tui.desk.complaint.entry import CheckedComplaint, ComplaintEntry, check
from lobby_tui.desk.complaint.rows import (
    add_step,
    find,
    histories,
    keep_due,
    last_move,
    refuse_stale,
    refuse_the_accused,
)
from lobby_tui.desk.complaint.views import ComplaintDetails, ComplaintView, view, views
from lobby_tui.desk.days import entered_into
from lobby_tui.desk.numbered import by_key, next_number
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.in_full import masked_elsewhere
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.enums import ComplaintState, ComplaintStepKind
from lobby_tui.models.text import said
from lobby_tui.store.store import Writing


def register(shift: Shift, entry: ComplaintEntry) -> ComplaintView:
    """Register a complaint. The same `key` twice is one complaint.

    Whoever registers it handles it, if their role does that and it is not about them: the first person asked owns it
    [BOC, BOCOM]. Raises EntryError with every wrong field, NotAllowedError, StoreError.
    """
    shift.require(Action.REGISTER_COMPLAINT)
    checked = check(shift, entry)
    with shift.writing() as writing:
        session = writing.session
        done = by_key(session, shift, Complaint, entry.key)
        if done:
            writing.record("complaint_registered_again", f"complaint:{done.id}")
            return views(session, shift, [done])[0]
        row = _new_row(shift, writing, entry, checked)
        history: list[ComplaintStep] = []
        received = ComplaintStepKind.RECEIVED
        add_step(shift, writing, row, history, received, checked.received_on, choice=checked.channel)
        if row.major:
            _escalate(shift, writing, row, history)
        if shift.may(Action.HANDLE_COMPLAINT) and row.about_staff != shift.person.id:
            _hand_to(shift, writing, row, history, shift.person.id, shift.person.no)
        session.flush()
        drafts.drop_with(session, shift, entry.draft)
        writing.record("complaint_registered", f"complaint:{row.id}", number=row.number, kind=row.kind, major=row.major)
        return view(shift, row, history, staff_names(session, shift))


def change(shift: Shift, complaint_id: uuid.UUID, entry: ComplaintEntry, version: int) -> ComplaintView:
    """Put a complaint right or complete it, if nobody changed it since `version` was read.

    A handler who turns out to be the person complained about handles it no more. Raises EntryError, NotAllowedError,
    RefusedError once it is filed or a colleague was faster.
    """
    shift.require(Action.REGISTER_COMPLAINT)
    checked = check(shift, entry)
    with shift.writing() as writing:
        session = writing.session
        row = find(session, shift, complaint_id)
        refuse_the_accused(shift, row)
        refuse_stale(row, version)
        if row.state == ComplaintState.ARCHIVED:
            raise RefusedError(
                msg("This complaint is filed: nothing in it changes any more."),
                remedy=msg("Register a new one that names its number."),
                code="filed",
            )
        history = histories(session, shift, [row])[row.id]
        before = row.major
        if entry.received_on:
            _receive_on(row, history, checked)
        _fill(shift, session, row, entry, checked)
        if row.major and not before:
            _escalate(shift, writing, row, history)
        if row.handler_id and row.handler_id == row.about_staff:
            _hand_to(shift, writing, row, history, None, "")
        keep_due(shift, row, history)
        row.version += 1
        session.add(row)
        writing.record("complaint_changed", f"complaint:{row.id}", number=row.number, version=row.version)
        session.flush()
        return view(shift, row, history, staff_names(session, shift))


def reveal(shift: Shift, complaint_id: uuid.UUID, reason: str) -> ComplaintDetails:
    """A complaint with name and contact in full. Every look leaves an audit event with its reason.

    Raises RefusedError without a reason, NotAllowedError for the person complained about: complaints are confidential
    [BOC].
    """
    shift.require(Action.REVEAL)
    reason = said(reason, limit=100, field="reason", needed=True)
    with shift.writing() as writing:
        row = find(writing.session, shift, complaint_id)
        refuse_the_accused(shift, row)
        writing.record("complaint_revealed", f"complaint:{row.id}", reason=reason)
        notes = [step.note for step in histories(writing.session, shift, [row])[row.id]]
        return ComplaintDetails(
            view=views(writing.session, shift, [row])[0],
            customer=row.customer,
            contact=row.contact or "",
            what=row.what,
            wish=row.wish,
            notes=masked_elsewhere(notes, row.customer),
        )


def _new_row(shift: Shift, writing: Writing, entry: ComplaintEntry, checked: CheckedComplaint) -> Complaint:
    """The row of a new complaint, already in the store: its steps refer to it. Numbers go on through the branch."""
    day = entered_into(shift, writing)
    now = shift.now()
    row = Complaint(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        day_id=day.id,
        number=next_number(writing.session, shift, Complaint),
        key=entry.key,
        state=ComplaintState.OPEN,
        kind=checked.kind,
        channel=checked.channel,
        received_on=checked.received_on,
        received_at=now,
        customer=checked.customer,
        what=checked.what,
        recorded_by=shift.person.id,
        recorded_at=now,
    )
    _fill(shift, writing.session, row, entry, checked)
    writing.session.flush()
    writing.session.add(row)
    writing.session.flush()
    return row


def _fill(shift: Shift, session: Session, row: Complaint, entry: ComplaintEntry, checked: CheckedComplaint) -> None:
    """Put what was typed into the row."""
    row.kind, row.what, row.channel, row.wish = checked.kind, checked.what, checked.channel, checked.wish
    row.customer = checked.customer
    row.contact = checked.contact
    row.contact_index = shift.blind(row.contact)
    row.about_staff = find_staff(session, shift, entry.about, "about").id if entry.about.strip() else None
    row.people, row.representatives = checked.people, checked.representatives
    row.face_to_face = checked.face_to_face
    # What was told to the supervisor stays told, also where the number of people is put right.
    row.major = row.major or checked.major


def _receive_on(row: Complaint, history: list[ComplaintStep], checked: CheckedComplaint) -> None:
    """Put the day right on which it came in, before the clock has moved."""
    if checked.received_on == row.received_on:
        return
    if last_move(row, history) != row.received_on:
        raise RefusedError(
            msg("The deadline already counts from {day}.", day=row.received_on.isoformat()),
            remedy=msg("Say in a note what was wrong with the date."),
            field="received_on",
            code="clock_moved",
        )
    row.received_on = history[0].on_date = checked.received_on


def _escalate(shift: Shift, writing: Writing, row: Complaint, history: list[ComplaintStep]) -> None:
    """Twenty people face to face, or whatever was marked: told to the supervisor at once [CBIRC Order 2020-3]."""
    add_step(shift, writing, row, history, ComplaintStepKind.ESCALATED, max(shift.today(), row.received_on))


def _hand_to(
    shift: Shift, writing: Writing, row: Complaint, history: list[ComplaintStep], handler: uuid.UUID | None, no: str
) -> None:
    row.handler_id = handler
    on = max(shift.today(), row.received_on)
    add_step(shift, writing, row, history, ComplaintStepKind.ASSIGNED, on, choice=no)


def entry_of(details: ComplaintDetails) -> ComplaintEntry:
    """A saved complaint as it would be typed, to be changed."""
    one = details.view
    return ComplaintEntry(
        kind=one.kind,
        what=details.what,
        channel=one.channel,
        customer=details.customer,
        contact=details.contact,
        wish=details.wish,
        about=one.about.no if one.about else "",
        people=one.people,
        representatives=one.representatives,
        face_to_face=one.face_to_face,
        major=one.major,
        received_on=one.received_on,
    )
