"""The folder of backups: how a backup is named, what lies there, and the copy of the keys beside each.

A backup is one file with a copy of `keys.json` beside it, so that it opens again with the passwords, or with the paper
key, of its time. The secret of the device is never copied: a stolen stick opens nothing.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lobby_tui.errors import StoreError
from lobby_tui.locale import msg
from lobby_tui.store.files import write_private

FOLDER: Final = "backups"
CLOSING: Final = "closing"
REPLACED: Final = "replaced"
KEYS: Final = ".keys.json"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"(?P<kind>[a-z]+)(?:-(?P<number>\d{1,4}))?-(?P<at>\d{8}T\d{6}Z)-[0-9a-f]{4}\.db")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup: what it was made for, when (UTC), its bytes, and whether the keys of its time lie beside it.

    `kind` is `closing`, `version` (before an upgrade), `replaced` (the store that a restored one took the place of),
    or a later release's own word.
    """

    path: Path
    kind: str
    made: datetime
    size: int
    has_keys: bool


def new_name(kind: str, now: datetime) -> str:
    """A name that no other backup has. Only such names are ever taken away again by rotation."""
    return f"{kind}-{now.astimezone(UTC).strftime(_STAMP)}-{secrets.token_hex(2)}.db"


def keys_beside(path: Path) -> Path:
    """Where the copy of the keys of the backup at `path` lies."""
    return path.with_name(path.name + KEYS)


def copy_keys(keys: Path, target: Path) -> bool:
    """Put a copy of the key file beside the backup at `target`; False where there is none to copy. Raises OSError."""
    try:
        content = keys.read_bytes()
    except FileNotFoundError:
        return False
    write_private(keys_beside(target), content, replace=True)
    return True


def listed(folder: Path, live: Path | None = None) -> list[BackupFile]:
    """The backups in `folder`, the latest first; none where there is no such folder.

    Files with other names are left out, and so is a second name of the `live` store, which a restoring that was cut
    off may have left. Raises StoreError where the folder cannot be read.
    """
    try:
        found = [one for path in folder.iterdir() if (one := _read(path, live)) is not None]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreError(
            msg("The folder {path} cannot be read: {reason}", path=str(folder), reason=error.strerror or ""),
            data=msg("Nothing was changed."),
            remedy=msg("Plug the disk or stick in, or choose another folder for the backups."),
            code="backups_unreadable",
        ) from error
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def _read(path: Path, live: Path | None) -> BackupFile | None:
    match = _NAME.fullmatch(path.name)
    if match is None or not path.is_file() or path.is_symlink():
        return None
    try:
        made = datetime.strptime(match["at"], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    if live is not None and live.exists() and path.samefile(live):
        return None
    return BackupFile(path, match["kind"], made, path.stat().st_size, keys_beside(path).exists())
