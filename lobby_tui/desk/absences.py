"""Absences: who is away from when to when, and who stands in for them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.absence_rules import check_dates, must_be_theirs, must_fit, must_not_overlap, not_at_work
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.absence import Absence
from lobby_tui.models.enums import Role
from lobby_tui.models.masking import mask_text
from lobby_tui.models.text import said

NOTE_LIMIT: Final = 500

# Built once: allocating a referral asks it, and a query takes longer to build than to run.
_AWAY = select(col(Absence.staff_id), col(Absence.stand_in_id)).where(
    col(Absence.branch_id) == bindparam("branch"),
    col(Absence.dropped_at).is_(None),
    col(Absence.last_on) >= bindparam("on"),
    col(Absence.first_on) <= bindparam("on"),
)


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence; both dates are included. `note` is the hand-over note, for whoever stands in."""

    id: uuid.UUID
    person: StaffName
    first_on: date
    last_on: date
    stand_in: StaffName | None
    note: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A saved absence, and what the person should know about it. Warnings never block."""

    absence: AbsenceView
    warnings: tuple[Message, ...] = ()


def plan(shift: Shift, staff_no: str, first_on: date, last_on: date, stand_in: str = "", note: str = "") -> Planned:
    """Plan an absence: one's own, or with leave to, a colleague's. `stand_in` is a staff number, or empty.

    Raises NotAllowedError; RefusedError for dates that make no sense, for an absence that overlaps another of the
    same person, and for a stand-in who is not at work, has another role, or is away then themselves.
    """
    shift.require(Action.PLAN_ABSENCE)
    check_dates(first_on, last_on)
    note = said(note, limit=NOTE_LIMIT, field="note", multiline=True)
    with shift.writing() as writing:
        person = find_staff(writing.session, shift, staff_no, "no")
        must_be_theirs(shift, person.id)
        if not person.active:
            raise not_at_work(person.no, "no")
        must_not_overlap(writing.session, shift, person, first_on, last_on)
        deputy = find_staff(writing.session, shift, stand_in, "stand_in") if stand_in.strip() else None
        if deputy:
            must_fit(writing.session, shift, deputy, person, first_on, last_on)
        row = Absence(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            staff_id=person.id,
            first_on=first_on,
            last_on=last_on,
            stand_in_id=deputy.id if deputy else None,
            note=note,
            created_by=shift.person.id,
            created_at=shift.now(),
        )
        writing.session.add(row)
        writing.record(
            "absence_planned", f"absence:{row.id}", first_on=first_on.isoformat(), last_on=last_on.isoformat()
        )
        people = staff_names(writing.session, shift)
        return Planned(_view(shift, row, people), _warnings(writing.session, shift, row, people))


def reveal(shift: Shift, absence_id: uuid.UUID, reason: str) -> str:
    """A hand-over note with the numbers in it. Every look leaves an audit event with its reason.

    Raises RefusedError without a reason, NotAllowedError for whom the note is not meant for.
    """
    shift.require(Action.REVEAL)
    reason = said(reason, limit=100, field="reason", needed=True)
    with shift.writing() as writing:
        row = writing.session.get(Absence, (shift.branch.id, absence_id))
        if row is None or row.dropped_at:
            raise _unknown()
        if not _concerns(shift, row):
            raise NotAllowedError(
                msg("This hand-over note is for others."),
                remedy=msg("Ask whoever wrote it, or whoever stands in."),
            )
        writing.record("absence_revealed", f"absence:{row.id}", reason=reason)
        return row.note


def drop(shift: Shift, absence_id: uuid.UUID) -> AbsenceView:
    """Take an absence back; one that has begun ends yesterday, because the days that were missed stay missed.

    Raises NotAllowedError for a colleague's without leave, RefusedError for one that is over.
    """
    shift.require(Action.PLAN_ABSENCE)
    with shift.writing() as writing:
        row = writing.session.get(Absence, (shift.branch.id, absence_id))
        if row is None or row.dropped_at:
            raise _unknown()
        must_be_theirs(shift, row.staff_id)
        today = shift.today()
        if row.last_on < today:
            raise RefusedError(
                msg("This absence is over."), remedy=msg("Nothing has to be done about it."), code="absence_over"
            )
        if row.first_on < today:
            row.last_on = today - timedelta(days=1)
        else:
            row.dropped_at = shift.now()
        writing.session.add(row)
        writing.record("absence_dropped", f"absence:{row.id}", last_on=row.last_on.isoformat())
        return _view(shift, row, staff_names(writing.session, shift))


def planned(shift: Shift, since: date | None = None) -> tuple[AbsenceView, ...]:
    """The absences that are not over on `since`, today where none is given, the earliest first."""
    with shift.reading() as session:
        rows = session.exec(
            select(Absence)
            .where(
                col(Absence.branch_id) == shift.branch.id,
                col(Absence.dropped_at).is_(None),
                col(Absence.last_on) >= (since or shift.today()),
            )
            .order_by(col(Absence.first_on), col(Absence.id))
        ).all()
        people = staff_names(session, shift)
        return tuple(_view(shift, row, people) for row in rows)


def away_on(session: Session, shift: Shift, on: date) -> dict[uuid.UUID, uuid.UUID | None]:
    """Who is away on a date, each with whoever stands in for them, if anybody does."""
    rows = session.exec(_AWAY, params={"branch": shift.branch.id, "on": on}).all()
    return dict(rows)


def stand_in_for(session: Session, shift: Shift, staff_id: uuid.UUID, on: date) -> uuid.UUID | None:
    """Who does a person's work on a date: themselves when they are there, else their stand-in.

    A stand-in who is away too hands it on to theirs. None where that leads to nobody.
    """
    return present(away_on(session, shift, on), staff_id)


def present(away: Mapping[uuid.UUID, uuid.UUID | None], staff_id: uuid.UUID) -> uuid.UUID | None:
    """The person themselves, or the first in their line of stand-ins who is there."""
    seen: set[uuid.UUID] = set()
    found: uuid.UUID | None = staff_id
    while found is not None and found in away and found not in seen:
        seen.add(found)
        found = away[found]
    return None if found in seen else found


def standing_in(session: Session, shift: Shift) -> set[uuid.UUID]:
    """The colleagues for whom this person stands in today."""
    away = away_on(session, shift, shift.today())
    return {staff_id for staff_id, stand_in in away.items() if stand_in == shift.person.id}


def _warnings(session: Session, shift: Shift, row: Absence, people: People) -> tuple[Message, ...]:
    """Whom this person was to stand in for: somebody falls ill all the same, so it is said and not refused."""
    left = session.exec(
        select(Absence).where(
            col(Absence.branch_id) == shift.branch.id,
            col(Absence.dropped_at).is_(None),
            col(Absence.last_on) >= row.first_on,
            col(Absence.first_on) <= row.last_on,
            col(Absence.stand_in_id) == row.staff_id,
        )
    ).all()
    warnings = [
        msg(
            "{name} was to stand in for {person} from {first} to {last}.",
            name=people[row.staff_id].name,
            person=people[one.staff_id].name,
            first=one.first_on.isoformat(),
            last=one.last_on.isoformat(),
        )
        for one in left
    ]
    person = people[row.staff_id]
    if row.stand_in_id is None and person.role == Role.CUSTOMER_MANAGER:
        warnings.append(
            msg(
                "Nobody stands in for {name}: what is given to them waits, or climbs to the supervisor.",
                name=person.name,
            )
        )
    return tuple(warnings)


def _view(shift: Shift, row: Absence, people: People) -> AbsenceView:
    return AbsenceView(
        id=row.id,
        person=people[row.staff_id],
        first_on=row.first_on,
        last_on=row.last_on,
        stand_in=people[row.stand_in_id] if row.stand_in_id else None,
        note=mask_text(row.note) if _concerns(shift, row) else "",
        mine=row.staff_id == shift.person.id,
    )


def _concerns(shift: Shift, row: Absence) -> bool:
    """A hand-over note speaks of customers: it is for those concerned, and for whoever sees all referrals."""
    return shift.person.id in (row.staff_id, row.stand_in_id) or shift.may(Action.SEE_ALL_REFERRALS)


def _unknown() -> RefusedError:
    return RefusedError(
        msg("This absence is not in the store."),
        remedy=msg("Choose one of the absences in the list."),
        code="unknown_absence",
    )
