"""The branch's staff: who they are, and the passwords that let them in."""

import re
from dataclasses import replace

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from lobby_tui.desk.opening import person_of
from lobby_tui.desk.passwords import checked_password
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.proving import typed_number
from lobby_tui.desk.shift import Person, Shift
from lobby_tui.desk.slot_keeping import slot_unless_refused
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Role
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import display, fold, required
from lobby_tui.nearest import nearest
from lobby_tui.store.keys import Keys

_BY_NO = select(Staff).where(col(Staff.branch_id) == bindparam("branch"), col(Staff.no) == bindparam("no"))


def add(shift: Shift, no: str, name: str, role: str, password: str) -> Person:
    """Add a member of staff with their first password. Raises RefusedError, NotAllowedError."""
    shift.require(Action.MANAGE_STAFF, fresh=True)
    number, chosen, named = checked_no(no), checked_role(role), required(name, limit=40, field="name")
    checked_password(password, (number, named, shift.branch.name))
    row = Staff(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        no=number,
        name=named,
        role=chosen,
        active=True,
        created_at=shift.now(),
    )
    try:
        with slot_unless_refused(shift, number), shift.writing() as writing:
            writing.session.add(row)
            writing.session.flush()
            writing.session.refresh(row)
            writing.record("staff_added", f"staff:{row.id}", role=chosen)
            # Inside the transaction: other terminals wait, so no two of them rewrite the key file at once.
            shift.slots.put(number, password, _keys_for(shift, chosen))
    except IntegrityError as error:
        raise RefusedError(
            msg("The staff number {no} is taken.", no=number),
            remedy=msg("Choose another number, or reset that person's password."),
            field="no",
            code="staff_no_taken",
        ) from error
    return person_of(row)


def everyone(shift: Shift) -> tuple[Person, ...]:
    """All members of staff, by number."""
    with shift.reading() as session:
        rows = session.exec(select(Staff).where(Staff.branch_id == shift.branch.id).order_by(col(Staff.no))).all()
        return tuple(map(person_of, rows))


def disable(shift: Shift, no: str) -> Person:
    """Let a person in no more; what they did stays theirs. Raises RefusedError for oneself or an unknown number."""
    shift.require(Action.MANAGE_STAFF, fresh=True)
    if fold(display(no)).strip() == shift.person.no:
        raise RefusedError(
            msg("You cannot disable your own number."),
            remedy=msg("Ask another supervisor to do it."),
            field="no",
        )
    with slot_unless_refused(shift, no), shift.writing() as writing:
        row = find(writing.session, shift, no)
        row.active, row.pin = False, None
        writing.session.add(row)
        writing.record("staff_disabled", f"staff:{row.id}")
        shift.slots.remove(row.no)
    return person_of(row)


def reset(shift: Shift, no: str, password: str) -> Person:
    """Give a person a new password, and let them in again if they were disabled; a PIN ends with the old one.

    Raises RefusedError for an unknown number or a password that is not accepted, NotAllowedError.
    """
    shift.require(Action.MANAGE_STAFF, fresh=True)
    with slot_unless_refused(shift, no), shift.writing() as writing:
        row = find(writing.session, shift, no)
        checked_password(password, (row.no, row.name, shift.branch.name))
        row.active, row.pin = True, None
        writing.session.add(row)
        writing.record("password_reset", f"staff:{row.id}")
        shift.slots.put(row.no, password, _keys_for(shift, Role(row.role)))
    return person_of(row)


def change_role(shift: Shift, no: str, role: str) -> Person:
    """Give a person another role, from their next signing in on.

    Raises RefusedError for oneself - so that there is always a supervisor -, for an unknown number or role, and for
    somebody who has not signed in since this release and needs a new password first; NotAllowedError.
    """
    shift.require(Action.MANAGE_STAFF, fresh=True)
    chosen = checked_role(role)
    if typed_number(no) == shift.person.no:
        raise RefusedError(
            msg("You cannot change your own role."), remedy=msg("Ask another supervisor to do it."), field="no"
        )
    with slot_unless_refused(shift, no), shift.writing() as writing:
        row = find(writing.session, shift, no)
        before, row.role = row.role, chosen
        writing.session.add(row)
        writing.record("role_changed", f"staff:{row.id}", before=before, role=chosen.value)
        if row.active and not shift.slots.give(row.no, _keys_for(shift, chosen)):
            raise RefusedError(
                msg("The key of {name} is of an earlier release.", name=row.name),
                remedy=msg("Let them sign in once, or reset their password; then change the role."),
                field="no",
                code="slot_of_before",
            )
    return person_of(row)


def find(session: Session, shift: Shift, no: str, field: str = "no") -> Staff:
    """The row of a staff number. Raises RefusedError with the nearest number there is."""
    number = fold(display(no)).strip()
    row = session.exec(_BY_NO, params={"branch": shift.branch.id, "no": number}).one_or_none()
    if row is None:
        known = session.exec(select(Staff.no).where(Staff.branch_id == shift.branch.id)).all()
        raise RefusedError(
            msg("No member of staff has the number “{no}”.", no=number),
            remedy=nearest(number, known),
            field=field,
            code="unknown_staff",
        )
    return row


def checked_no(no: str) -> str:
    """A staff number: up to 20 letters, digits and hyphens. Raises RefusedError."""
    number = fold(display(no)).strip()
    if not re.fullmatch(r"[0-9A-Za-z-]{1,20}", number):
        raise RefusedError(
            msg("A staff number has 1 to 20 letters and digits."),
            remedy=msg("Use the number on the person's badge."),
            field="no",
        )
    return number


def checked_role(role: str) -> Role:
    """A role by its name. Raises RefusedError with the nearest one."""
    for known in Role:
        if known == role:
            return known
    raise RefusedError(
        msg("There is no role “{role}”.", role=role),
        remedy=nearest(role, list(Role)),
        field="role",
        code="unknown_role",
    )


def _keys_for(shift: Shift, role: Role) -> Keys:
    """What the slot of a person with `role` holds: the audit key is for supervisors."""
    return shift.keys if role is Role.SUPERVISOR else replace(shift.keys, audit_private=None)
