"""What everybody does with their own password: give it once more, change it, and set a short PIN beside it."""

import hmac
from typing import Any

from sqlmodel import Session

from lobby_tui.desk.passwords import checked_password, checked_pin
from lobby_tui.desk.proving import Proof, prove
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.slot_keeping import slot_unless_refused
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.staff import Staff


def prove_again(shift: Shift, password: str) -> None:
    """Give the password once more: for ten minutes it counts for what needs it anew. Raises as signing in does."""
    proof = _proved(shift, password)
    with shift.writing() as writing:
        writing.record("password_given_again", f"staff:{shift.person.id}", failures=proof.failures)
    shift.presence.proved = shift.store.clock.monotonic()


def change(shift: Shift, old: str, new: str) -> None:
    """Change one's own password; a PIN ends with the old one.

    Raises NotAllowedError where `old` is not right, RefusedError for a new one that is not accepted.
    """
    proof = _proved(shift, old, "old")
    checked_password(new, (shift.person.no, shift.person.name, shift.branch.name))
    if hmac.compare_digest(old.encode("utf-8", "surrogatepass"), new.encode("utf-8", "surrogatepass")):
        raise RefusedError(msg("This is the password that you have."), field="password", code="same_password")
    with slot_unless_refused(shift, shift.person.no), shift.writing() as writing:
        _set_pin(writing.session, shift, None)
        writing.record("password_changed", f"staff:{shift.person.id}", failures=proof.failures)
        shift.slots.put(shift.person.no, new, proof.keys)
    shift.presence.proved = shift.store.clock.monotonic()
    shift.presence.pin = None


def set_pin(shift: Shift, password: str, pin: str) -> None:
    """Choose a PIN of 4 to 8 digits, which unlocks a locked screen and opens nothing else.

    Raises NotAllowedError for a wrong password, RefusedError for a PIN that is not accepted.
    """
    digits = checked_pin(pin, shift.person.no)
    proof = _proved(shift, password)
    with slot_unless_refused(shift, shift.person.no), shift.writing() as writing:
        slot = shift.slots.pin_slot(shift.person.no, password, digits)
        _set_pin(writing.session, shift, slot)
        writing.record("pin_set", f"staff:{shift.person.id}", failures=proof.failures)
    shift.presence.pin, shift.presence.pin_failures = slot, 0


def remove_pin(shift: Shift) -> None:
    """Unlock by the password only. Raises RefusedError where there is no PIN."""
    if shift.presence.pin is None:
        raise RefusedError(msg("You have no PIN."), remedy=msg("There is nothing to do."), code="no_pin")
    with shift.writing() as writing:
        _set_pin(writing.session, shift, None)
        writing.record("pin_removed", f"staff:{shift.person.id}")
    shift.presence.pin = None


def _proved(shift: Shift, password: str, field: str = "password") -> Proof:
    """The person's own password, counted like a try to sign in."""
    try:
        return prove(shift.slots, shift.tries, shift.person.no, password)
    except NotAllowedError as error:
        error.field = field
        raise


def _set_pin(session: Session, shift: Shift, slot: dict[str, Any] | None) -> None:
    row = session.get_one(Staff, (shift.branch.id, shift.person.id))
    row.pin = slot
    session.add(row)
