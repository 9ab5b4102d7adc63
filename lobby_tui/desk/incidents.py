"""Incidents: what disturbs or endangers the branch, from the first report to its close."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk import drafts
from lobby_tui.desk.days import entered_into
from lobby_tui.desk.incident_entry import CheckedIncident, IncidentEntry, check
from lobby_tui.desk.numbered import by_key, next_number
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.incident import Incident
from lobby_tui.models.masking import mask_text, unmasked
from lobby_tui.models.money import yuan_string
from lobby_tui.models.text import said

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident, numbers in its words masked; open while `closed_at` is None. `loss_fen` in fen."""

    id: uuid.UUID
    number: int
    kind: str
    happened_at: datetime
    place: str
    what: str
    people_involved: int
    injured: int
    loss_fen: int
    measures: str
    reported_to: str
    reported_at: datetime | None
    outcome: str
    recorded_by: StaffName
    recorded_at: datetime
    closed_by: StaffName | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentDetails:
    """An incident with its words in full. Made by `incidents.reveal` only."""

    view: IncidentView
    what: str
    place: str
    measures: str
    reported_to: str
    outcome: str


def report(shift: Shift, entry: IncidentEntry) -> IncidentView:
    """Record an incident. The same `key` twice is one. Raises EntryError with every wrong field."""
    shift.require(Action.REPORT_INCIDENT)
    checked = check(shift, entry)
    with shift.writing() as writing:
        session = writing.session
        done = by_key(session, shift, Incident, entry.key)
        if done:
            writing.record("incident_reported_again", f"incident:{done.id}")
            return _view(done, staff_names(session, shift))
        day = entered_into(shift, writing)
        row = Incident(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            number=next_number(session, shift, Incident),
            key=entry.key,
            kind=checked.kind,
            happened_at=checked.happened_at,
            place=checked.place,
            what=checked.what,
            recorded_by=shift.person.id,
            recorded_at=shift.now(),
        )
        _fill(row, checked)
        session.flush()
        session.add(row)
        session.flush()
        drafts.drop_with(session, shift, entry.draft)
        writing.record("incident_reported", f"incident:{row.id}", number=row.number, kind=row.kind)
        return _view(row, staff_names(session, shift))


def change(shift: Shift, incident_id: uuid.UUID, entry: IncidentEntry, before: IncidentEntry) -> IncidentView:
    """Complete a report or put it right while the incident is open; `before` is what the person had before them.

    Raises EntryError, NotAllowedError for a colleague's report, RefusedError once it is closed or where a colleague
    was faster.
    """
    shift.require(Action.REPORT_INCIDENT)
    checked = check(shift, entry)
    with shift.writing() as writing:
        row = _open_row(writing.session, shift, incident_id)
        people = staff_names(writing.session, shift)
        if entry_of(shift, _view(row, people)) != before:
            raise RefusedError(
                msg("A colleague has changed this report in the meantime."),
                remedy=msg("Open it again to see their change, then enter yours."),
                code="changed_meanwhile",
            )
        _fill(row, checked)
        writing.session.add(row)
        writing.record("incident_changed", f"incident:{row.id}", number=row.number)
        return _view(row, people)


def close(shift: Shift, incident_id: uuid.UUID, outcome: str) -> IncidentView:
    """Close an incident with what came of it. Raises RefusedError without words, or where it is closed already."""
    shift.require(Action.CLOSE_INCIDENT)
    outcome = said(outcome, limit=1000, field="outcome", needed=True)
    with shift.writing() as writing:
        row = _open_row(writing.session, shift, incident_id)
        row.outcome, row.closed_by, row.closed_at = outcome, shift.person.id, shift.now()
        writing.session.add(row)
        writing.record("incident_closed", f"incident:{row.id}", number=row.number)
        return _view(row, staff_names(writing.session, shift))


def reveal(shift: Shift, incident_id: uuid.UUID, reason: str) -> IncidentDetails:
    """An incident with the numbers that were noted in it. Every look leaves an audit event with its reason.

    Raises RefusedError without a reason, NotAllowedError for a colleague's report.
    """
    shift.require(Action.REVEAL)
    reason = said(reason, limit=100, field="reason", needed=True)
    with shift.writing() as writing:
        row = _seen(shift, writing.session.get(Incident, (shift.branch.id, incident_id)))
        writing.record("incident_revealed", f"incident:{row.id}", reason=reason)
        shown = _view(row, staff_names(writing.session, shift))
        return IncidentDetails(shown, row.what, row.place, row.measures, row.reported_to, row.outcome)


def listed(shift: Shift) -> tuple[IncidentView, ...]:
    """The open incidents, then the latest closed ones. Who does not close any sees what they reported themselves."""
    shift.require(Action.REPORT_INCIDENT)
    mine = col(Incident.branch_id) == shift.branch.id
    if not shift.may(Action.CLOSE_INCIDENT):
        mine &= col(Incident.recorded_by) == shift.person.id
    with shift.reading() as session:
        newest = col(Incident.number).desc()
        open_ones = session.exec(
            select(Incident).where(mine, col(Incident.closed_at).is_(None)).order_by(newest).limit(PAGE)
        ).all()
        closed = session.exec(
            select(Incident).where(mine, col(Incident.closed_at).is_not(None)).order_by(newest).limit(PAGE)
        ).all()
        people = staff_names(session, shift)
        return tuple(_view(row, people) for row in [*open_ones, *closed][:PAGE])


def by_number(shift: Shift, number: int) -> IncidentView:
    """An incident by its number. Raises RefusedError, NotAllowedError."""
    shift.require(Action.REPORT_INCIDENT)
    with shift.reading() as session:
        found = select(Incident).where(Incident.branch_id == shift.branch.id, col(Incident.number) == number)
        row = session.exec(found).one_or_none()
        return _view(_seen(shift, row), staff_names(session, shift))


def entry_of(shift: Shift, one: IncidentView) -> IncidentEntry:
    """A saved incident as it would be typed, to be completed."""
    return IncidentEntry(
        kind=one.kind,
        what=one.what,
        happened=_typed(shift, one.happened_at),
        place=one.place,
        people_involved=one.people_involved,
        injured=one.injured,
        loss=yuan_string(one.loss_fen) if one.loss_fen else "",
        measures=one.measures,
        reported_to=one.reported_to,
        reported=_typed(shift, one.reported_at) if one.reported_at else "",
    )


def _typed(shift: Shift, at: datetime) -> str:
    return shift.local(at).strftime("%Y-%m-%d %H:%M")


def _fill(row: Incident, checked: CheckedIncident) -> None:
    row.kind = checked.kind
    # The texts were read masked, and come back so.
    row.what = said(unmasked(checked.what, row.what), limit=1000, field="what")
    row.place = said(unmasked(checked.place, row.place), limit=60, field="place")
    # The form shows minutes: what was not touched keeps its seconds.
    if checked.happened_at != row.happened_at.replace(second=0, microsecond=0):
        row.happened_at = checked.happened_at
    row.people_involved, row.injured, row.loss_fen = checked.people_involved, checked.injured, checked.loss_fen
    row.measures = said(unmasked(checked.measures, row.measures), limit=1000, field="measures")
    row.reported_to = said(unmasked(checked.reported_to, row.reported_to), limit=60, field="reported_to")
    row.reported_to_at = checked.reported_at


def _seen(shift: Shift, row: Incident | None) -> Incident:
    """A row that this person may see."""
    if row is None:
        raise RefusedError(
            msg("This incident is not in the store."),
            remedy=msg("Go back to the list and choose it again."),
            field="number",
            code="unknown_incident",
        )
    if row.recorded_by != shift.person.id and not shift.may(Action.CLOSE_INCIDENT):
        raise NotAllowedError(
            msg("This incident was reported by a colleague."), remedy=msg("Ask the lobby manager to look at it.")
        )
    return row


def _open_row(session: Session, shift: Shift, incident_id: uuid.UUID) -> Incident:
    row = _seen(shift, session.get(Incident, (shift.branch.id, incident_id)))
    if row.closed_at:
        raise RefusedError(
            msg("This incident is closed: nothing in it changes any more."),
            remedy=msg("Report a new one that names its number."),
            code="incident_closed",
        )
    return row


def _view(row: Incident, people: People) -> IncidentView:
    return IncidentView(
        id=row.id,
        number=row.number,
        kind=row.kind,
        happened_at=row.happened_at,
        place=mask_text(row.place),
        what=mask_text(row.what),
        people_involved=row.people_involved,
        injured=row.injured,
        loss_fen=row.loss_fen,
        measures=mask_text(row.measures),
        reported_to=mask_text(row.reported_to),
        reported_at=row.reported_to_at,
        outcome=mask_text(row.outcome),
        recorded_by=people[row.recorded_by],
        recorded_at=row.recorded_at,
        closed_by=people[row.closed_by] if row.closed_by else None,
        closed_at=row.closed_at,
    )
