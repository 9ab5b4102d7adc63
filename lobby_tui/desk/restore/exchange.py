"""Putting a restored store in the place of the live one, which is kept under a dated name.

In an order in which the device may die at any step: until the last one the live store is where it was.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from lobby_tui.store.backup_folder import FOLDER, REPLACED, copy_keys, listed, new_name
from lobby_tui.store.files import make_private_folder, sync_folder

LOGS = ("-wal", "-shm", "-journal")


def exchange(live: Path, restored: Path, now: datetime) -> Path | None:
    """Keep the live store in `backups/`, with its keys, and give its name to `restored`; where the old one is now.

    None where there was none. Raises OSError.
    """
    home = live.parent
    old = None
    if live.exists():
        old = home / FOLDER / new_name(REPLACED, now)
        make_private_folder(old.parent)
        _drop_second_names(live)
        copy_keys(home / "keys.json", old)
        _also_named(live, old)
    for ending in LOGS:
        # A log of the old store beside the new one would be folded into it. Where the store still opened there is none.
        log = live.with_name(live.name + ending)
        if log.exists():
            log.replace(old.with_name(old.name + ending) if old else log.with_name(log.name + ".left"))
    restored.replace(live)
    sync_folder(home)
    return old


def _also_named(live: Path, old: Path) -> None:
    """Give the live store its second name. It loses the first one when the restored store takes that."""
    try:
        os.link(live, old)
    except FileExistsError:
        raise
    except OSError:
        live.replace(old)  # no such thing on this disk: for an instant there is no live store
    sync_folder(old.parent)


def _drop_second_names(live: Path) -> None:
    """Take away what a restoring that was cut off has left: second names of a store that is still the live one."""
    kept = {one.path for one in listed(live.parent / FOLDER, live)}
    for one in listed(live.parent / FOLDER):
        if one.path not in kept:
            with suppress(OSError):
                one.path.unlink()
