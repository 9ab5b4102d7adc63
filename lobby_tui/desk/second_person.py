"""Four eyes: a second person beside the one who is signed in, proved by their own password."""

import hmac
import uuid
from dataclasses import dataclass

from sqlmodel import col, select

from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.proving import prove as prove_password
from lobby_tui.desk.proving import typed_number
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import Role
from lobby_tui.models.staff import Staff

# Whoever may close a day knows what it means to open it again, and what its papers hold.
STANDS_BY = Action.CLOSE_DAY


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Somebody who stands beside the signed-in person. Made by `prove` only."""

    id: uuid.UUID
    no: str
    name: str
    role: Role


def checked(shift: Shift, second: SecondPerson | None, why: Message) -> SecondPerson:
    """`second`, where there is one who is somebody else and may stand by; `why` says what takes two people.

    Raises NotAllowedError, code `second_needed` where nobody stands by.
    """
    if second is None or second.id == shift.person.id or not allows(second.role, STANDS_BY):
        raise NotAllowedError(
            why,
            remedy=msg("Ask the lobby manager or another supervisor to type their number and password."),
            field="second",
            code="not_a_second" if second else "second_needed",
        )
    return second


def prove(shift: Shift, no: str, password: str) -> SecondPerson:
    """Who `no` is, if the password is theirs; it takes as long for an unknown number. Nothing is written.

    Raises NotAllowedError for a wrong pair, a disabled person or a role that may not stand by, RefusedError for the
    signed-in person themselves.
    """
    number = typed_number(no)
    if number == shift.person.no:
        raise RefusedError(
            msg("The second person has to be somebody else."),
            remedy=msg("Ask the lobby manager or another supervisor to type their number and password."),
            field="second",
            code="same_person",
        )
    keys = prove_password(shift.slots, shift.tries, number, password).keys
    with shift.reading() as session:
        row = session.exec(
            select(Staff).where(col(Staff.branch_id) == shift.branch.id, col(Staff.no) == number)
        ).one_or_none()
    known = row is not None and row.active and hmac.compare_digest(keys.data, shift.keys.data)
    if row is None or not known or not allows(Role(row.role), STANDS_BY):
        raise NotAllowedError(
            msg("{no} may not stand by for this.", no=number),
            remedy=msg("Ask the lobby manager or another supervisor to type their number and password."),
            field="second",
            code="not_a_second",
        )
    return SecondPerson(row.id, row.no, row.name, Role(row.role))
