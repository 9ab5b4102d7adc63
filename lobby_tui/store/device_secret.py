"""The secret of this device (`device.key`): without it no password opens a copy of the folder.

The file holds the 32 bytes themselves; or, after a line that says so, what the system's own safe made of them: Windows'
DPAPI, or the name under which the desktop's keyring keeps them. Neither is ever needed.
"""

import hmac
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.locale import Message, msg
from lobby_tui.store.files import write_private
from lobby_tui.store.key_document import CLOSED, damaged, unreadable, unwritable

LENGTH: Final = 32
Place = Literal["file", "keyring", "windows"]
PLACES: Final[tuple[Place, ...]] = ("file", "keyring", "windows")
SERVICE: Final = "Lobby"
_HEADS: Final[dict[Place, bytes]] = {
    "windows": b"lobby device secret: windows\n",
    "keyring": b"lobby device secret: keyring\n",
}


def create(path: Path) -> bytes:
    """Make a secret, on Windows in its own safe. Raises FileExistsError where there is one."""
    secret = secrets.token_bytes(LENGTH)
    write_private(path, _on_windows(secret) or secret, replace=False)
    return secret


def create_anew(path: Path) -> bytes:
    """Make a secret in place of one that is of no use, which is kept under another name. Raises StoreError."""
    try:
        with suppress(FileNotFoundError):
            path.replace(path.with_name(f"{path.name}.old-{secrets.token_hex(4)}"))
        return create(path)
    except OSError as error:
        raise unwritable(path, error) from error


def read(path: Path) -> bytes:
    """The secret. Raises StoreError where it is missing, damaged, or its safe does not give it back."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise StoreError(
            msg("The secret of this device is missing: {path}", path=str(path)),
            data=CLOSED,
            remedy=msg("Put the file back from a backup of this device's data folder, or use the paper key."),
            code="device_secret_missing",
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    place = _place(content)
    secret = content if place == "file" else _from_safe(place, content[len(_HEADS[place]) :])
    if len(secret) != LENGTH:
        # With a secret cut short every password would be called wrong.
        raise damaged(path)
    return secret


def place_of(path: Path) -> Place:
    """Where the secret is kept. Raises StoreError where the file cannot be read."""
    try:
        return _place(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error


def keep_in(path: Path, place: Place) -> None:
    """Keep the secret somewhere else from now on. Raises RefusedError where that place is not to be had, StoreError."""
    secret, before = read(path), path.read_bytes()
    if place == "file":
        content = secret
    elif place == "windows":
        content = _protected(secret)
    else:
        content = _HEADS["keyring"] + _into_keyring(secret)
    try:
        write_private(path, content, replace=True)
    except OSError as error:
        raise unwritable(path, error) from error
    if _place(before) == "keyring":
        _forget(before[len(_HEADS["keyring"]) :])


def mark(secret: bytes) -> str:
    """A keyed digest that tells this secret from another one, and gives nothing of it away."""
    return hmac.digest(secret, b"lobby device\x01", "sha256")[:8].hex()


def _place(content: bytes) -> Place:
    for place, head in _HEADS.items():
        if content.startswith(head):
            return place
    return "file"


def _on_windows(secret: bytes) -> bytes | None:
    """The secret in Windows' safe; None elsewhere, or where Windows refuses, which is no reason not to begin."""
    if sys.platform != "win32":
        return None
    try:
        return _protected(secret)
    except RefusedError:
        return None


def _protected(secret: bytes) -> bytes:
    from lobby_tui.store import windows_safe

    try:
        return _HEADS["windows"] + windows_safe.protect(secret)
    except OSError as error:
        raise _not_to_be_had(msg("Windows' own safe"), error) from error


def _from_safe(place: Place, kept: bytes) -> bytes:
    try:
        if place == "windows":
            from lobby_tui.store import windows_safe

            return windows_safe.unprotect(kept)
        return _out_of_keyring(kept)
    except (OSError, RefusedError) as error:
        raise StoreError(
            msg("The place that keeps the secret of this device does not give it back: {place}", place=place),
            data=CLOSED,
            remedy=msg("Sign in to this computer as the person who set Lobby up, or use the paper key."),
            code="device_secret_missing",
        ) from error


def _into_keyring(secret: bytes) -> bytes:
    keyring, name = _keyring(), secrets.token_hex(8)
    try:
        keyring.set_password(SERVICE, name, secret.hex())
        kept = keyring.get_password(SERVICE, name)
    except Exception as error:  # each desktop's keyring raises errors of its own making
        raise _not_to_be_had(msg("the keyring of this desktop"), error) from error
    if kept != secret.hex():
        raise _not_to_be_had(msg("the keyring of this desktop"), None)
    return name.encode()


def _out_of_keyring(name: bytes) -> bytes:
    try:
        return bytes.fromhex(_keyring().get_password(SERVICE, name.decode()))
    except Exception as error:
        raise OSError("the keyring does not answer") from error


def _forget(name: bytes) -> None:
    try:
        _keyring().delete_password(SERVICE, name.decode())
    except Exception:  # noqa: BLE001 - the secret is safe in its new place; what is left behind opens nothing by itself
        return


def _keyring() -> Any:
    """The keyring package: optional, and different on each desktop."""
    try:
        import keyring
    except ImportError as error:
        raise _not_to_be_had(msg("the keyring of this desktop"), error) from error
    return keyring


def _not_to_be_had(what: Message, error: BaseException | None) -> RefusedError:
    return RefusedError(
        msg("The secret cannot be kept there: {place} is not to be had.", place=what),
        remedy=msg("Leave it in its file, or install the optional part with pip install 'lobby-tui[keyring]'."),
        field="place",
        code="no_such_safe",
    )
