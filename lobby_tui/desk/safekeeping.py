"""Backups, as an act of somebody: one by hand, one by itself after each closing, and the folder for second copies."""

import json
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, RefusedError, StoreError
from lobby_tui.locale import Message, msg
from lobby_tui.settings import remembered
from lobby_tui.store import backup
from lobby_tui.store.backup_folder import CLOSING, FOLDER, BackupFile, copy_keys, keys_beside, listed
from lobby_tui.store.files import write_private
from lobby_tui.store.keeping import Keeper, Kept
from lobby_tui.store.store import Store, Terminal

BY_HAND: Final = "hand"
SECOND_FOLDER: Final = "backups"
"""What `terminal.json` calls the folder for second copies."""


@dataclass(frozen=True, slots=True)
class Backups:
    """All backups that can be reached, the latest first; the folder for second copies, and why it cannot be read."""

    found: tuple[BackupFile, ...]
    second: Path | None
    problem: Message | None = None


def back_up(shift: Shift, target: Path) -> None:
    """Write a verified copy of the store to `target`, the keys of its people beside it.

    The secret of this device is not copied: on another device it opens with the paper key. Raises RefusedError where
    `target` exists, StoreError, NotAllowedError.
    """
    shift.require(Action.BACK_UP, fresh=True)
    with shift.writing() as writing:
        # Before, not after: nobody carries a copy away without a trace.
        writing.record("backup_made", f"branch:{shift.branch.id}", kind="by_hand")
    target = target.absolute()
    backup.back_up(shift.store.engine, shift.keys.data, target)
    try:
        copy_keys(shift.slots.path, target)
    except OSError as error:
        # All or nothing: the same name can be used once there is room.
        for made in (target, keys_beside(target)):
            with suppress(OSError):
                made.unlink()
        raise backup.unwritable(error, target) from error


def after_closing(shift: Shift) -> Kept:
    """The backup that follows each closing: verified, with its keys, copied to the second folder, old ones rotated.

    It has a connection of its own and may run beside the desk. The closing stands whatever comes of it; either leaves
    an audit event. Raises StoreError where there is no backup now, NotAllowedError.
    """
    shift.require(Action.CLOSE_DAY)
    return _kept(shift, CLOSING)


def back_up_now(shift: Shift) -> Kept:
    """One more beside those of the closings, which rotation leaves alone. Raises StoreError, NotAllowedError."""
    shift.require(Action.BACK_UP, fresh=True)
    return _kept(shift, BY_HAND)


def may_back_up(shift: Shift) -> None:
    """Ask for leave, and for the password where it was given long ago, before something is done behind the screens."""
    shift.require(Action.BACK_UP, fresh=True)


def _kept(shift: Shift, kind: str) -> Kept:
    # The desk's own store may be given back while this one works: somebody locks the screen, or goes home.
    keys = shift.keys
    store = Store(shift.store.path, keys, shift.store.clock)
    with closing(store):
        terminal, subject = Terminal(shift.branch.id, shift.chain, shift.person.id), f"branch:{shift.branch.id}"
        place = keeper(home_of(shift), shift.now(), lambda at: shift.local(at).date())
        try:
            kept = place.keep(store.engine, keys.data, kind)
        except LobbyError as error:
            with store.writing(terminal) as writing:
                writing.record("backup_failed", subject, code=error.code)
            raise
        with store.writing(terminal) as writing:
            second = "none" if kept.second is None and kept.problem is None else "failed" if kept.problem else "made"
            writing.record("backup_made", subject, kind=kind, file=kept.path.name, second=second)
        return kept


def keeper(home: Path, now: datetime, local_date: Callable[[datetime], date]) -> Keeper:
    """Where this terminal's automatic backups go."""
    return Keeper(home, second_folder(home), now, local_date)


def home_of(shift: Shift) -> Path:
    """The data folder that this shift works in."""
    return shift.store.path.parent


def second_folder(home: Path) -> Path | None:
    """The folder for second copies, if one was chosen."""
    chosen = remembered(home).get(SECOND_FOLDER)
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def listed_backups(shift: Shift) -> Backups:
    """Every backup that can be reached now. Raises NotAllowedError, StoreError."""
    shift.require(Action.BACK_UP)
    home = home_of(shift)
    found = listed(home / FOLDER, live=shift.store.path)
    second, problem = second_folder(home), None
    if second is not None:
        try:
            found += listed(second)
            problem = None if second.is_dir() else _not_there(second)
        except StoreError as error:
            problem = error.message
    ordered = sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)
    return Backups(tuple(ordered), second, problem)


def keep_in(shift: Shift, folder: Path | None) -> Path | None:
    """Keep second copies in `folder` from now on, such as a stick or a drive of the bank's; None for none any more.

    Raises RefusedError where there is no such folder, or it is the store's own; NotAllowedError, StoreError.
    """
    shift.require(Action.BACK_UP, fresh=True)
    home = home_of(shift)
    chosen = None if folder is None else _checked(folder.expanduser().absolute(), home)
    with shift.writing() as writing:
        writing.record("backup_folder_set", f"branch:{shift.branch.id}", chosen=chosen is not None)
    known = remembered(home)
    known.pop(SECOND_FOLDER, None)
    if chosen is not None:
        known[SECOND_FOLDER] = str(chosen)
    try:
        write_private(home / "terminal.json", json.dumps(known).encode(), replace=True)
    except OSError as error:
        raise backup.unwritable(error, home / "terminal.json") from error
    return chosen


def _checked(folder: Path, home: Path) -> Path:
    if not folder.is_dir():
        raise RefusedError(
            _not_there(folder),
            remedy=msg("Plug the disk or stick in, or make the folder first."),
            field="folder",
            code="folder_missing",
        )
    if folder.resolve().is_relative_to(home.resolve()):
        raise RefusedError(
            msg("This folder lies in the store's own: what takes the one takes the other."),
            remedy=msg("Choose a folder on another disk, on a stick, or on a drive of the bank's."),
            field="folder",
            code="folder_inside",
        )
    return folder


def _not_there(folder: Path) -> Message:
    return msg("There is no folder {path} now.", path=str(folder))
