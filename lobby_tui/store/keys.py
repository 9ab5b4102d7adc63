"""The keys of a store, and the slots that hold them wrapped.

A store is encrypted under a random data key. The key exists only wrapped, once for each member of staff:
`AES-GCM(HKDF(Argon2id(password, salt), device secret))`. So a copy of the folder without a password opens nothing,
and neither does a password with a copy that lacks this device's secret. A supervisor's slot also holds the private
key that opens the audit chains' first keys.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.store.files import write_private
from lobby_tui.store.wrapping_apart import Action, in_child

KEY_LENGTH: Final = 32
# 64 MiB, three passes, four lanes: 128 ms where it was chosen. A slot keeps the figures it was made with.
ARGON2: Final[Mapping[str, int]] = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}


@dataclass(frozen=True, slots=True)
class Keys:
    """What a password opens. `audit_private` is there for supervisors only."""

    data: bytes
    audit_private: bytes | None = None

    def derive(self, purpose: str) -> bytes:
        """A key of its own for one purpose: HKDF-Expand (RFC 5869) for one block. The data key is random already."""
        return hmac.digest(self.data, purpose.encode() + b"\x01", "sha256")


class KeyFile:
    """The slots of one store (`keys.json`) and the secret of this device (`device.key`), in `folder`."""

    def __init__(self, folder: Path, argon2: Mapping[str, int] | None = None) -> None:
        self.path = folder / "keys.json"
        self.device_path = folder / "device.key"
        self._argon2 = argon2 or ARGON2

    def exists(self) -> bool:
        """Whether this folder has slots."""
        return self.path.exists()

    def create(self) -> None:
        """Make a device secret and an empty list of slots. Raises FileExistsError where there are some."""
        write_private(self.device_path, secrets.token_bytes(KEY_LENGTH), replace=False)
        write_private(self.path, b'{"version": 1, "slots": {}}\n', replace=False)

    def put(self, staff_no: str, password: str, keys: Keys) -> None:
        """Wrap `keys` for one member of staff, in place of the slot that they had."""
        slot: dict[str, Any] = {
            "argon2id": dict(self._argon2),
            "salt": _text(secrets.token_bytes(16)),
            "nonce": _text(secrets.token_bytes(12)),
        }
        wrapped = self._in_child("wrap", keys.data + (keys.audit_private or b""), staff_no, password, slot)
        assert wrapped is not None
        slots = self._slots()
        slots[staff_no] = slot | {"wrapped": _text(wrapped)}
        self._save(slots)

    def remove(self, staff_no: str) -> None:
        """Take a member of staff's slot away: their password opens nothing any more."""
        slots = self._slots()
        slots.pop(staff_no, None)
        self._save(slots)

    def open(self, staff_no: str, password: str) -> Keys:
        """Unwrap the keys. An unknown number takes as long as a wrong password, and says the same.

        Raises NotAllowedError for a wrong pair, StoreError where the files are missing or damaged.
        """
        slots = self._slots()
        nobodys = {
            "argon2id": dict(self._argon2),
            "salt": _text(bytes(16)),
            "nonce": _text(bytes(12)),
            "wrapped": _text(bytes(48)),
        }
        slot = slots.get(staff_no, nobodys)
        try:
            plain = self._in_child("unwrap", _bytes(slot["wrapped"]), staff_no, password, slot)
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged() from error
        if plain is None:
            raise NotAllowedError(
                msg("The staff number or the password is not right."),
                remedy=msg("Try again, or ask the supervisor to reset the password."),
                code="wrong_password",
                field="password",
            )
        return Keys(plain[:KEY_LENGTH], plain[KEY_LENGTH:] or None)

    def _in_child(
        self, action: Action, data: bytes, staff_no: str, password: str, slot: Mapping[str, Any]
    ) -> bytes | None:
        return in_child(
            action,
            data,
            password=password.encode("utf-8", "surrogatepass"),
            salt=_bytes(slot["salt"]),
            figures=slot["argon2id"],
            device_secret=self._device_secret(),
            nonce=_bytes(slot["nonce"]),
            owner=staff_no.encode(),
        )

    def _device_secret(self) -> bytes:
        try:
            secret = self.device_path.read_bytes()
        except FileNotFoundError as error:
            raise StoreError(
                msg("The secret of this device is missing: {path}", path=str(self.device_path)),
                data=msg("The records are still there, but nothing on this device can open them."),
                remedy=msg("Put the file back from a backup of this device's data folder."),
                code="device_secret_missing",
            ) from error
        except OSError as error:
            raise self._unreadable(self.device_path, error) from error
        if len(secret) != KEY_LENGTH:
            # With a secret cut short every password would be called wrong.
            raise self._damaged(self.device_path)
        return secret

    def _slots(self) -> dict[str, Any]:
        try:
            slots = json.loads(self.path.read_bytes())["slots"]
        except FileNotFoundError as error:
            raise StoreError(
                msg("The key file is missing: {path}", path=str(self.path)),
                data=msg("The records are still there, but nothing on this device can open them."),
                remedy=msg("Put the file back from a backup of this device's data folder."),
                code="keys_missing",
            ) from error
        except OSError as error:
            raise self._unreadable(self.path, error) from error
        except (ValueError, KeyError, TypeError) as error:
            raise self._damaged() from error
        if not isinstance(slots, dict):
            raise self._damaged()
        return slots

    def _save(self, slots: Mapping[str, Any]) -> None:
        text = json.dumps({"version": 1, "slots": slots}, indent=1, ensure_ascii=False)
        write_private(self.path, text.encode() + b"\n", replace=True)

    def _unreadable(self, path: Path, error: OSError) -> StoreError:
        return StoreError(
            msg("{path} cannot be read: {reason}", path=str(path), reason=error.strerror or ""),
            data=msg("Nothing was changed."),
            remedy=msg("Ask whoever looks after this device to allow reading the data folder."),
            code="keys_unreadable",
        )

    def _damaged(self, path: Path | None = None) -> StoreError:
        return StoreError(
            msg("The key file is damaged: {path}", path=str(path or self.path)),
            data=msg("The records are still there, but nothing on this device can open them."),
            remedy=msg("Put the file back from a backup of this device's data folder."),
            code="keys_damaged",
        )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
