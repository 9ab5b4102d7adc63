"""Salvaging a damaged store: a new one with all that can be read, and an exact account of what is lost.

The result is a file like a backup: two people make it the live store, as `restoring` says.
"""

import os
import secrets
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import col, func, select

from lobby_tui.desk import proving
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.safekeeping import second_folder
from lobby_tui.desk.salvage.work import copied, heal, make_search_terms, read_into
from lobby_tui.errors import NotAllowedError, RefusedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.branch import Branch
from lobby_tui.models.staff import Staff
from lobby_tui.store import backup, failures
from lobby_tui.store.backup_folder import FOLDER, REPLACED, copy_keys, listed, new_name
from lobby_tui.store.files import claim, make_private_folder, sync_folder, write_private
from lobby_tui.store.keys import Keys
from lobby_tui.store.salvage import TableRead
from lobby_tui.store.sole_use import sole_use
from lobby_tui.store.store import Store, Terminal

SALVAGED = "salvaged"
# More would take long, and what the fifth lacks the tenth lacks as well.
BACKUPS = 5


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A store made of a damaged one.

    `tables` says what was read of each; `healed` counts rows and events that a backup still had; `gone` are the rows
    that an audit event names and that are nowhere, `events_lost` the audit events of which only the number is known.
    `opens` is false where not even the branch or its people are left: then only a backup helps.
    """

    path: Path
    tables: tuple[TableRead, ...]
    healed: int
    gone: tuple[str, ...]
    events_lost: int
    opens: bool

    @property
    def gone_by_table(self) -> dict[str, int]:
        """How many rows of each table are gone."""
        return dict(sorted(Counter(name.partition(":")[0] for name in self.gone).items()))


def salvage(desk: Desk, staff_no: str, password: str, file: Path | None = None, target: Path | None = None) -> Salvaged:
    """Read what can be read of `file`, else of the live store, into `target`, else into the folder of backups.

    Whoever does it is a supervisor by what their own slot holds: a damaged store has nobody to look up. The damaged
    file stays as it is. Raises NotAllowedError, RefusedError where a file is missing or in the way, StoreError where
    nothing can be read or somebody has the store open.
    """
    number, home = proving.typed_number(staff_no), desk.settings.home
    keys = proving.prove(desk.keys, desk.tries, number, password).keys
    if keys.audit_private is None:
        raise NotAllowedError(
            msg("Only a supervisor may salvage a store."),
            remedy=msg("Ask somebody whose role allows it."),
        )
    desk.close()
    source = (file or desk.settings.store_path).expanduser().absolute()
    made = (target or home / FOLDER / new_name(SALVAGED, desk.clock.now())).expanduser().absolute()
    _check(source, made)
    _see_that_nobody_works(desk, source, keys)
    part = made.with_name(f".{made.name}.{secrets.token_hex(4)}.part")
    try:
        if target is None:
            make_private_folder(made.parent)
        found = _made(desk, source, keys, part, made, number)
        backup.verify(part, keys.data)
        claim(part, made)
        sync_folder(made.parent)
        copy_keys(desk.keys.path, made)
    except DBAPIError as error:
        raise failures.translated(error.orig or error, made) from error
    except dbapi2.Error as error:
        raise failures.translated(error, made) from error
    except OSError as error:
        raise backup.unwritable(error, made) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink()
    return found


def _check(source: Path, made: Path) -> None:
    if not source.is_file():
        raise RefusedError(
            msg("There is no file {path}.", path=str(source)),
            remedy=msg("Name the file of the damaged store."),
            field="file",
            code="file_missing",
        )
    if os.path.lexists(made):
        raise backup.taken(made)


def _see_that_nobody_works(desk: Desk, source: Path, keys: Keys) -> None:
    """Fold the log into the live store where that still goes. Raises StoreError where it is open elsewhere."""
    if source != desk.settings.store_path.absolute():
        return
    try:
        with sole_use(source, keys.data):
            pass
    except StoreError as error:
        if error.code == "store_in_use":
            raise  # else it is as damaged as they say


def _made(desk: Desk, source: Path, keys: Keys, part: Path, made: Path, number: str) -> Salvaged:
    folder = desk.settings.home / f".salvage-{secrets.token_hex(4)}"
    make_private_folder(folder)
    with copied(source, folder) as damaged:
        write_private(part, b"", replace=False)
        tables = tuple(read_into(damaged, keys, part))
    healed, gone = heal(part, keys, _backups(desk))
    found = Salvaged(made, tables, healed, gone, 0, True)
    try:
        store = Store(part, keys, desk.clock)
    except StoreError as error:
        if error.code != "store_older":
            raise
        return found  # whoever makes it the live store brings it up to this release first
    try:
        make_search_terms(store)
        found = replace(found, events_lost=_events_lost(store))
        return replace(found, opens=_record(desk, store, number, found))
    finally:
        store.close()


def _backups(desk: Desk) -> list[Path]:
    home, found = desk.settings.home, []
    for folder in (home / FOLDER, second_folder(home)):
        with suppress(StoreError):
            found += listed(folder, live=desk.settings.store_path) if folder else []
    return [one.path for one in found if one.kind not in (REPLACED, SALVAGED)][:BACKUPS]


def _events_lost(store: Store) -> int:
    """Gaps in the numbers of the events. What came after the last one nobody can count."""
    with store.reading() as session:
        chains = session.exec(select(func.max(AuditEvent.seq), func.count()).group_by(col(AuditEvent.chain)))
        return sum(last - number for last, number in chains)


def _record(desk: Desk, store: Store, number: str, found: Salvaged) -> bool:
    """Leave the event; False where there is no branch, or nobody, to leave it for."""
    with store.reading() as session:
        branch = session.exec(select(Branch.branch_id)).first()
        people: dict[str, uuid.UUID] = dict(session.exec(select(Staff.no, Staff.id)).all())
    if branch is None or not people:
        return False
    with store.writing(Terminal(branch, desk.terminal(), people.get(number))) as writing:
        writing.record(
            "store_salvaged",
            f"branch:{branch}",
            rows=sum(one.rows for one in found.tables),
            healed=found.healed,
            gone=len(found.gone),
            events_lost=found.events_lost,
        )
    return True
