"""Backups, as an act of somebody."""

from pathlib import Path

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.store import backup


def back_up(shift: Shift, target: Path) -> None:
    """Write a verified copy of the store to `target`. Raises RefusedError where it exists, StoreError, NotAllowedError.

    The copy opens with the keys of this folder only: `keys.json` and `device.key` have to be kept as well.
    """
    shift.require(Action.BACK_UP)
    with shift.writing() as writing:
        writing.record("backup_made", f"branch:{shift.branch.id}")
    backup.back_up(shift.store.engine, shift.keys.data, target.absolute())
