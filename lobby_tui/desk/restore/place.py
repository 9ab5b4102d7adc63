"""The exchange itself: a new store made of the backup, with the event that says what was lost, in place of the old."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2
from sqlmodel import col, select

from lobby_tui.desk.restore.exchange import exchange
from lobby_tui.desk.restore.rebuilt import fitting_key, opened, rebuilt
from lobby_tui.desk.restore.tips import Loss, Tip, as_detail, latest, loss, tips_of
from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.clock import Clock
from lobby_tui.models.staff import Staff
from lobby_tui.store import backup
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.sole_use import sole_use
from lobby_tui.store.store import Store, Terminal


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that is the live store now. `old` is where the one from before is kept, None where there was none.

    `restored` and `lost` are the last event of the backup and of the store from before, `loss` what lies between them;
    None where that one did not open. `without_password` are people whom the backup lets work and who have no password
    now: the supervisor gives them a new one.
    """

    path: Path
    old: Path | None
    restored: Tip | None
    lost: Tip | None
    loss: Loss | None
    without_password: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens, and in whose name: the numbers of two people."""

    store_path: Path
    slots: KeyFile
    keys: Keys
    clock: Clock
    chain: uuid.UUID
    by: str
    second: str


def take_place(place: Place, file: Path, live: Store | None) -> Restored:
    """Build the new store, then exchange the two. `live` is None where the old one does not open."""
    file = file.expanduser().absolute()
    _refuse_itself(place, file)
    key = fitting_key(file, place.keys)
    with rebuilt(file, key, place.keys, place.clock, place.store_path.parent, place.chain) as made:
        if live is None:
            return _exchanged(place, made, file, None)
        live.close()
        # Whoever else still worked with the old store would go on doing so under its new name, and lose it all.
        with sole_use(place.store_path, place.keys.data) as connection:
            return _exchanged(place, made, file, connection)


def _refuse_itself(place: Place, file: Path) -> None:
    if file.exists() and place.store_path.exists() and file.samefile(place.store_path):
        raise RefusedError(
            msg("{path} is the store itself, not a backup of it.", path=str(file)),
            remedy=msg("`lobby store backups list` names those that there are."),
            field="file",
            code="not_a_backup",
        )


def _exchanged(place: Place, made: Path, file: Path, live: Any) -> Restored:
    """Leave the event in the new store, and give it the name of the old one."""
    with opened(made, place.keys.data) as connection:
        tips = tips_of(connection)
        (salt,) = connection.execute("PRAGMA cipher_salt").fetchone()
    before, gone = what_goes(live, tips)
    store = Store(made, place.keys, place.clock)
    try:
        lacking = _record(store, place, file, tips, before, gone)
    finally:
        store.close()
    try:
        old = exchange(place.store_path, made, place.clock.now())
        document = place.slots.document()
        if document.salt:
            place.slots.save(replace(document, salt=salt))
    except OSError as error:
        raise backup.unwritable(error, place.store_path) from error
    return Restored(place.store_path, old, latest(tips), latest(before), gone, lacking)


def _no_branch(file: Path) -> StoreError:
    return StoreError(
        msg("{path} holds no branch, so nobody could sign in to it.", path=file.name),
        data=msg("Nothing was changed."),
        remedy=msg("Choose another backup."),
        code="backup_without_branch",
    )


def what_goes(live: Any, tips: Mapping[str, Tip]) -> tuple[Mapping[str, Tip], Loss | None]:
    """How far the live store reaches, and what it loses; nothing of either where it is too damaged to tell."""
    if live is None:
        return {}, None
    try:
        return tips_of(live), loss(live, tips)
    except dbapi2.Error:
        return {}, None


def _record(
    store: Store, place: Place, file: Path, tips: Mapping[str, Tip], before: Mapping[str, Tip], gone: Loss | None
) -> tuple[str, ...]:
    """The event; and who has no password."""
    with store.reading() as session:
        branch = session.exec(select(Branch.branch_id)).first()
        if branch is None:
            raise _no_branch(file)
        people = {row.no: row for row in session.exec(select(Staff).where(col(Staff.branch_id) == branch))}
    by = people.get(place.by)
    with store.writing(Terminal(branch, place.chain, by.id if by else None)) as writing:
        writing.record(
            "store_restored",
            f"branch:{branch}",
            file=file.name,
            by=place.by,
            second=place.second,
            restored=as_detail(tips),
            lost=as_detail(before),
            lost_events=gone.events if gone else None,
        )
    slots = place.slots.document().slots
    return tuple(sorted(no for no, row in people.items() if row.active and no not in slots))
