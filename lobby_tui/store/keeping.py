"""An automatic backup: made, checked, given its keys, copied to a second folder, and the old ones taken away."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from lobby_tui.errors import LobbyError, StoreError
from lobby_tui.locale import msg
from lobby_tui.store import backup
from lobby_tui.store.backup_folder import CLOSING, FOLDER, BackupFile, copy_keys, keys_beside, listed, new_name
from lobby_tui.store.files import claim, make_private_folder, sync_folder
from lobby_tui.store.rotation import staying

BLOCK: Final = 1 << 20
STALE_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made, where its second copy is, how many old ones went, and what kept the copy from being made.

    A `problem` leaves the backup itself as good as it is.
    """

    path: Path
    second: Path | None
    removed: int
    problem: LobbyError | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where a store's backups go: the folder beside the store, and a `second` one that somebody has chosen."""

    home: Path
    second: Path | None
    now: datetime
    local_date: Callable[[datetime], date]

    @property
    def folder(self) -> Path:
        """The folder beside the store."""
        return self.home / FOLDER

    def keep(self, engine: Engine, key: bytes, kind: str) -> Kept:
        """Make a verified backup of `kind` with the keys beside it. Raises StoreError where there is none now.

        Old ones go only when the new one is there, and only those of the closings: one from before an upgrade, and a
        store that was replaced, stay until somebody throws them away.
        """
        target = self.folder / new_name(kind, self.now)
        try:
            make_private_folder(self.folder)
            _drop_stale(self.folder)
            backup.back_up(engine, key, target)
            copy_keys(self.home / "keys.json", target)
        except OSError as error:
            with suppress(OSError):
                target.unlink()
            raise backup.unwritable(error, target) from error
        removed = self._rotate(self.folder, target)
        try:
            second = self._copy(target)
        except StoreError as problem:
            return Kept(target, None, removed, problem)
        return Kept(target, second, removed)

    def _copy(self, made: Path) -> Path | None:
        """The same bytes in the second folder. Raises StoreError."""
        if self.second is None:
            return None
        copy = self.second / made.name
        try:
            _copied(made, copy)
            copy_keys(keys_beside(made), copy)
            self._rotate(self.second, copy)
        except OSError as error:
            raise _not_copied(error, copy) from error
        return copy

    def _rotate(self, folder: Path, newest: Path) -> int:
        found = [one for one in listed(folder) if one.kind == CLOSING]
        stays = staying(found, self.local_date, next((one for one in found if one.path == newest), None))
        return sum(_removed(one) for one in found if one not in stays)


def _removed(one: BackupFile) -> bool:
    """Whether a backup is gone with its keys, the keys last: without its file a copy of keys does no harm."""
    try:
        one.path.unlink()
        keys_beside(one.path).unlink(missing_ok=True)
    except OSError:
        return False  # it stays, and takes nothing but room
    return True


def _drop_stale(folder: Path) -> None:
    """Take away what a backup left that was cut off, but not what another command is writing now."""
    for part in folder.glob(".*.part"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE_SECONDS:
                part.unlink()


def _copied(source: Path, target: Path) -> None:
    """Copy a backup, never a live store, and read the copy again. Raises OSError, StoreError."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    said = hashlib.sha256()
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream, source.open("rb") as original:
            while block := original.read(BLOCK):
                said.update(block)
                stream.write(block)
                stream.flush()
                os.fsync(stream.fileno())
        with part.open("rb") as written:
            found = hashlib.file_digest(written, "sha256")
        if found.digest() != said.digest():
            raise _not_copied(OSError(0, "differs"), target)
        claim(part, target)
        sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _not_copied(error: OSError, copy: Path) -> StoreError:
    return StoreError(
        msg("The second copy {path} could not be written: {reason}", path=str(copy), reason=error.strerror or ""),
        data=msg("The backup itself is written and checked; only its second copy is missing."),
        remedy=msg("Plug the disk or stick in, or choose another folder for the backups."),
        code="second_copy_failed",
    )
