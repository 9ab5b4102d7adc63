"""Restoring a backup: two people, a new file that is checked, and the store that it replaces kept beside it."""

import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from lobby_tui.desk import proving, second_person
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.permissions import Action, allows
from lobby_tui.desk.restore.place import Place, Restored, take_place, what_goes
from lobby_tui.desk.restore.rebuilt import fitting_key, opened, people
from lobby_tui.desk.restore.tips import Loss, Tip, latest, tips_of
from lobby_tui.desk.second_person import STANDS_BY, SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Role
from lobby_tui.store import failures

# These say nothing against the store itself, and restoring would mend none of them.
_SOUND: Final = frozenset(
    {
        "store_locked", "store_in_use", "store_newer", "store_older", "store_read_only", "disk_full",
        "keys_missing", "keys_damaged", "keys_unreadable", "keys_newer",
        "device_secret_missing", "device_secret_other", "terminal_unknown",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a backup holds: the version of its schema, its referrals, its last event; and what restoring would lose.

    `loss` is None where the live store is too damaged to tell.
    """

    path: Path
    version: int
    referrals: int
    last: Tip | None
    loss: Loss | None


def look(shift: Shift, file: Path) -> Outlook:
    """What `file` holds, and what of the store it lacks. Nothing is written.

    Raises RefusedError where there is no such file, StoreError where it does not open, NotAllowedError.
    """
    shift.require(Action.RESTORE)
    key = fitting_key(file, shift.keys)
    try:
        with opened(file, key) as connection, opened(shift.store.path, shift.keys.data) as live:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (count,) = connection.execute("SELECT count(*) FROM referral").fetchone()
            tips = tips_of(connection)
            return Outlook(file, version, count, latest(tips), what_goes(live, tips)[1])
    except dbapi2.Error as error:
        raise failures.translated(error, file) from error


def restore(shift: Shift, file: Path, second: SecondPerson) -> Restored:
    """Make the backup `file` the live store. Everybody, this person too, has to sign in again afterwards.

    The new store leaves an audit event with the last event and head of both. Raises NotAllowedError without a second
    person, RefusedError where there is no such file, StoreError where it does not open or the live store is open
    elsewhere; then nothing has changed.
    """
    shift.require(Action.RESTORE, fresh=True)
    second_person.checked(shift, second, msg("A backup is restored by two people."))
    place = Place(shift.store.path, shift.slots, shift.keys, shift.store.clock, shift.chain, shift.person.no, second.no)
    return take_place(place, file, shift.store)


def restore_with(desk: Desk, file: Path, first: tuple[str, str], second: tuple[str, str]) -> Restored:
    """Restore with the numbers and passwords of two people: whether the live store opens, is damaged, or is gone.

    Where it does not open, nobody can be looked up in it: then the first person is a supervisor by what their own slot
    holds, and the second one by the backup itself. Raises as `restore`.
    """
    try:
        if not desk.settings.store_path.exists():
            raise failures.missing(desk.settings.store_path)
        shift = desk.sign_in(*first)
        shift.require(Action.RESTORE)
        beside = second_person.prove(shift, *second)
    except StoreError as error:
        if error.code in _SOUND:
            raise
        return _restore_blind(desk, file, first, second)
    finally:
        desk.close()
    try:
        return restore(shift, file, beside)
    finally:
        desk.close()


def _restore_blind(desk: Desk, file: Path, first: tuple[str, str], second: tuple[str, str]) -> Restored:
    """Without a live store that opens."""
    (no, password), (other, others) = ((proving.typed_number(one), secret) for one, secret in (first, second))
    found = proving.prove(desk.keys, desk.tries, no, password).keys
    if found.audit_private is None:
        raise NotAllowedError(
            msg("Only a supervisor may restore a backup."),
            remedy=msg("Ask somebody whose role allows it."),
        )
    beside = proving.prove(desk.keys, desk.tries, other, others).keys
    known = {number: role for number, role, active in people(file, fitting_key(file, found)) if active}
    stands_by = beside.audit_private is not None or (other in known and allows(Role(known[other]), STANDS_BY))
    if other == no or not stands_by or not hmac.compare_digest(beside.data, found.data):
        raise NotAllowedError(
            msg("{no} may not stand by for this.", no=other),
            remedy=msg("Ask the lobby manager or another supervisor to type their number and password."),
            field="second",
            code="not_a_second",
        )
    settings = desk.settings
    place = Place(settings.store_path, desk.keys, found, desk.clock, desk.terminal(), no, other)
    return take_place(place, file, None)
