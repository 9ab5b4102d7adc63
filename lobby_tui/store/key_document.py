"""`keys.json`: read with every way in which it can be missing or damaged, and written whole or not at all."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from lobby_tui.errors import StoreError
from lobby_tui.locale import msg
from lobby_tui.store import failures
from lobby_tui.store.files import write_private

VERSION: Final = 2
CLOSED: Final = msg("The records are still there, but nothing on this device can open them.")


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """The slots by staff number, the paper key's, and what is known of the file and the device.

    `salt` is what the store's file begins with, in hexadecimal digits; `device` a keyed digest that tells this device's
    secret from another one. Either is empty where nobody has noted it.
    """

    slots: Mapping[str, Any] = field(default_factory=dict)
    paper: Mapping[str, Any] | None = None
    salt: str = ""
    device: str = ""

    def with_slot(self, staff_no: str, slot: Mapping[str, Any]) -> "KeyDocument":
        """With one slot more, or another one in its place."""
        return replace(self, slots={**self.slots, staff_no: slot})


def read(path: Path) -> KeyDocument:
    """What stands in the file. Raises StoreError."""
    try:
        values = json.loads(path.read_bytes())
        if not isinstance(values, dict) or not isinstance(values["slots"], dict):
            raise damaged(path)
        if isinstance(values.get("version"), int) and values["version"] > VERSION:
            raise _newer(path)
        paper, salt, device = (values.get(name) for name in ("paper", "salt", "device"))
        return KeyDocument(
            values["slots"],
            paper if isinstance(paper, dict) else None,
            salt if isinstance(salt, str) else "",
            device if isinstance(device, str) else "",
        )
    except FileNotFoundError as error:
        raise StoreError(
            msg("The key file is missing: {path}", path=str(path)),
            data=CLOSED,
            remedy=msg("Put the file back from a backup of this device's data folder."),
            code="keys_missing",
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, KeyError) as error:
        raise damaged(path) from error


def write(path: Path, document: KeyDocument, *, replace_it: bool = True) -> None:
    """Write it durably. Raises FileExistsError where it exists and is not to be replaced."""
    values: dict[str, Any] = {"version": VERSION, "salt": document.salt, "device": document.device}
    if document.paper:
        values["paper"] = document.paper
    text = json.dumps(values | {"slots": document.slots}, indent=1, ensure_ascii=False)
    write_private(path, text.encode() + b"\n", replace=replace_it)


def unreadable(path: Path, error: OSError) -> StoreError:
    """A file of keys that the system does not let us read."""
    return StoreError(
        msg("{path} cannot be read: {reason}", path=str(path), reason=error.strerror or ""),
        data=msg("Nothing was changed."),
        remedy=msg("Ask whoever looks after this device to allow reading the data folder."),
        code="keys_unreadable",
    )


def unwritable(path: Path, error: OSError) -> StoreError:
    """A file of keys that could not be written; the one before is still there."""
    return failures.recognised(error, path) or StoreError(
        msg("{path} cannot be written: {reason}", path=str(path), reason=error.strerror or ""),
        data=msg("Nothing was changed."),
        remedy=msg("Ask whoever looks after this device to allow writing to the data folder."),
        code="keys_unwritable",
    )


def damaged(path: Path) -> StoreError:
    """A file of keys that makes no sense."""
    return StoreError(
        msg("The key file is damaged: {path}", path=str(path)),
        data=CLOSED,
        remedy=msg("Put the file back from a backup of this device's data folder."),
        code="keys_damaged",
    )


def _newer(path: Path) -> StoreError:
    return StoreError(
        msg("The key file was written by a later release of Lobby: {path}", path=str(path)),
        data=msg("The file was left as it is."),
        remedy=msg("Install the newer release of Lobby on this device."),
        code="keys_newer",
    )
