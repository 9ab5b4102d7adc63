"""Changing the key that the store's file is encrypted under, as when somebody may have copied it."""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import col, select

from lobby_tui.desk import safekeeping
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.proving import prove
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import Role
from lobby_tui.models.staff import Staff
from lobby_tui.store.keys import Keys
from lobby_tui.store.paper_key import OWNER
from lobby_tui.store.rekeying import change_key
from lobby_tui.store.store import Store, Terminal

KIND = "keys"
"""What the backup from before is for."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """Where the store from before lies, whose slots could not be given the new key, and whether the paper key could.

    `dropped` are the numbers of staff who need a new password: they have not signed in since an earlier release.
    """

    backup: Path
    dropped: tuple[str, ...]
    paper_dropped: bool


def rotate(desk: Desk, shift: Shift) -> Rotated:
    """Encrypt the store under a new key, and give it to everybody without their passwords. `shift` is locked then.

    A verified backup is made first; the old key stays among the earlier ones, so older backups still open. Digests and
    the blind index go on under the root, which never changes. Raises NotAllowedError; StoreError, as where the store is
    open elsewhere; then everything is as it was.
    """
    shift.require(Action.MANAGE_KEYS, fresh=True)
    path, old = desk.settings.store_path, shift.keys
    new = replace(old, data=secrets.token_bytes(32), earlier=(old.data, *old.earlier))
    supervisors = _supervisors(shift)
    before = desk.keys.document()
    kept = safekeeping.keeper(desk.settings.home, shift.now(), lambda moment: shift.local(moment).date()).keep(
        shift.store.engine, old.data, KIND
    )
    terminal = Terminal(shift.branch.id, shift.chain, shift.person.id)
    desk.lock(shift)
    dropped: list[str] = []

    def hand_out() -> None:
        dropped.extend(desk.keys.reseal(new, supervisors))

    def finish(part: Path) -> None:
        _note(desk, part, new, terminal, kept.path.name)

    try:
        change_key(path, old.data, new.data, finish=finish, hand_out=hand_out)
    except BaseException:
        desk.keys.save(before)
        raise
    return Rotated(kept.path, tuple(no for no in dropped if no != OWNER), OWNER in dropped)


def rotate_and_go_on(desk: Desk, shift: Shift, password: str) -> Rotated:
    """The same for whoever goes on working: their password is proved first, and opens the store again afterwards.

    Raises as `rotate`, and NotAllowedError for a wrong password.
    """
    prove(desk.keys, desk.tries, shift.person.no, password)
    shift.presence.proved = desk.clock.monotonic()
    try:
        return rotate(desk, shift)
    finally:
        if shift.presence.keys is None:
            desk.unlock(shift, password)


def _supervisors(shift: Shift) -> set[str]:
    """The numbers of those whose slots hold the audit key."""
    with shift.reading() as session:
        found = select(Staff.no).where(col(Staff.branch_id) == shift.branch.id, col(Staff.role) == Role.SUPERVISOR)
        return set(session.exec(found).all())


def _note(desk: Desk, part: Path, keys: Keys, terminal: Terminal, backup: str) -> None:
    """The audit event, in the new file: where that does not come about, it never happened."""
    store = Store(part, keys, desk.clock)
    try:
        with store.writing(terminal) as writing:
            writing.record("key_rotated", f"branch:{terminal.branch_id}", backup=backup)
    finally:
        store.close()
