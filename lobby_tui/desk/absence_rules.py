"""The rules of an absence: whose it is, which dates make sense, who can stand in."""

import uuid
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.absence import Absence
from lobby_tui.models.staff import Staff

LONGEST: Final = timedelta(days=366)


def check_dates(first_on: date, last_on: date) -> None:
    """Raise RefusedError for dates that make no sense."""
    if last_on < first_on:
        raise RefusedError(
            msg("An absence cannot end before it begins."),
            remedy=msg("Check the two dates; for one day they are the same."),
            field="last_on",
        )
    if last_on - first_on > LONGEST:
        raise RefusedError(msg("An absence is a year at most."), remedy=msg("Check the two dates."), field="last_on")


def must_be_theirs(shift: Shift, staff_id: uuid.UUID) -> None:
    """Raise NotAllowedError for a colleague's absence without leave."""
    if staff_id != shift.person.id and not shift.may(Action.PLAN_ABSENCE_OF_OTHERS):
        raise NotAllowedError(
            msg("This is a colleague's absence."),
            remedy=msg("Ask them, the lobby manager or the supervisor to enter it."),
        )


def not_at_work(no: str, field: str) -> RefusedError:
    """Somebody who was disabled."""
    return RefusedError(
        msg("{no} no longer works here.", no=no),
        remedy=msg("Choose somebody who does."),
        field=field,
        code="not_at_work",
    )


def _overlapping(session: Session, shift: Shift, staff_id: uuid.UUID, first_on: date, last_on: date) -> Absence | None:
    return session.exec(
        select(Absence)
        .where(
            col(Absence.branch_id) == shift.branch.id,
            col(Absence.dropped_at).is_(None),
            col(Absence.last_on) >= first_on,
            col(Absence.first_on) <= last_on,
            col(Absence.staff_id) == staff_id,
        )
        .order_by(col(Absence.first_on))
        .limit(1)
    ).first()


def _away_already(person: Staff, found: Absence, remedy: Message, field: str, code: str) -> RefusedError:
    return RefusedError(
        msg(
            "{name} is away from {first} to {last} already.",
            name=person.name,
            first=found.first_on.isoformat(),
            last=found.last_on.isoformat(),
        ),
        remedy=remedy,
        field=field,
        code=code,
    )


def must_not_overlap(session: Session, shift: Shift, person: Staff, first_on: date, last_on: date) -> None:
    """Raise RefusedError where that person is away already on one of the days."""
    found = _overlapping(session, shift, person.id, first_on, last_on)
    if found:
        remedy = msg("Take that absence out first, or choose other days.")
        raise _away_already(person, found, remedy, "first_on", "absence_overlaps")


def must_fit(session: Session, shift: Shift, deputy: Staff, person: Staff, first_on: date, last_on: date) -> None:
    """Raise RefusedError unless `deputy` can do the work of `person` for all of that time."""
    if not deputy.active:
        raise not_at_work(deputy.no, "stand_in")
    if deputy.id == person.id or deputy.role != person.role:
        raise RefusedError(
            msg("{name} cannot stand in for {person}.", name=deputy.name, person=person.name),
            remedy=msg("Choose a colleague with the same role."),
            field="stand_in",
            code="wrong_stand_in",
        )
    away = _overlapping(session, shift, deputy.id, first_on, last_on)
    if away:
        raise _away_already(deputy, away, msg("Choose a colleague who is there."), "stand_in", "stand_in_away")
