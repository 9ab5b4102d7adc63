"""The keys of a store, and one slot of `keys.json`, which holds them for one person.

Version 2 of a slot has a wrapped half (the owner's private key and the root) and an open half (the owner's public key,
what is sealed to it, and a tag under the root); `wrapping` says why. A slot of version 1 wraps the keys themselves.
"""

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lobby_tui.store.wrapping_apart import in_child, is_cheap

KEY_LENGTH: Final = 32
SLOT: Final = "lobby slot 2"
PIN: Final = "lobby pin"
PAPER: Final = "lobby paper key"
_OPEN_HALF: Final = ("public", "sealed", "tag")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a slot holds. `audit_private` is there for supervisors only.

    `data` is what the file is encrypted under; it can be changed (`rotate`), and `earlier` are those of before, for
    older backups. `root` never changes: digests and blind indexes are made with it. `salt` is the one that the file is
    known to begin with, no secret, and empty where nobody has noted it.
    """

    data: bytes = field(repr=False)
    audit_private: bytes | None = field(default=None, repr=False)
    root: bytes = field(default=b"", repr=False)
    earlier: tuple[bytes, ...] = field(default=(), repr=False)
    salt: bytes = field(default=b"", compare=False)

    def __post_init__(self) -> None:
        if not self.root:
            object.__setattr__(self, "root", self.data)

    def derive(self, purpose: str) -> bytes:
        """A key of its own for one purpose: HKDF-Expand (RFC 5869) for one block. The root is random already."""
        return hmac.digest(self.root, purpose.encode() + b"\x01", "sha256")

    def payload(self) -> bytes:
        """What is sealed to an owner: all but the root, which stays with their private key."""
        values = {
            "file": self.data.hex(),
            "audit": self.audit_private.hex() if self.audit_private else None,
            "earlier": [one.hex() for one in self.earlier],
        }
        return json.dumps(values).encode()


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens a slot of one owner: a secret of theirs and of this device, for one purpose.

    `figures` are Argon2's for a slot that is made; one that is opened keeps its own. None for a secret that is random.
    """

    owner: str
    secret: bytes = field(repr=False)
    device_secret: bytes = field(repr=False)
    figures: Mapping[str, int] | None
    purpose: str = SLOT


def make(lock: Lock, keys: Keys, *, apart: bool) -> dict[str, Any]:
    """A new slot with `keys`."""
    slot = _fresh(lock)
    asked = _asked(lock, slot) | {"root": keys.root.hex(), "payload": keys.payload().hex()}
    found = in_child("make", asked, apart=apart)
    return slot | {name: _text(bytes.fromhex(value)) for name, value in found.items()}


def opened(
    lock: Lock, slot: Mapping[str, Any], half: Mapping[str, Any] | None = None, *, apart: bool | None = None
) -> Keys | None:
    """What a slot holds, or None where the secret is not the right one. Raises ValueError, KeyError, TypeError.

    `half` is the open half where it stands elsewhere, as for a PIN. `apart`: by the slot's own figures.
    """
    apart = not is_cheap(slot.get("argon2id") or {}) if apart is None else apart
    if half is None and is_first(slot):
        plain = in_child("unwrap", _asked(lock, slot, "lobby slot"), apart=apart)
        return None if plain is None else _first(bytes.fromhex(plain))
    asked = _asked(lock, slot) | {"slot": _open_half(half or slot)}
    found = in_child("open", asked, apart=apart)
    if found is None:
        return None
    payload = json.loads(bytes.fromhex(found["payload"]))
    audit = payload["audit"]
    return Keys(
        bytes.fromhex(payload["file"]),
        bytes.fromhex(audit) if audit else None,
        bytes.fromhex(found["root"]),
        tuple(map(bytes.fromhex, payload["earlier"])),
    )


def wrapped_again(lock: Lock, slot: Mapping[str, Any], other: Lock) -> dict[str, Any] | None:
    """The wrapped half of a slot under another lock, or None where `lock` does not open it."""
    again = _fresh(other)
    asked = _asked(lock, slot) | {"again": _asked(other, again)}
    found = in_child("wrap_again", asked, apart=not is_cheap(slot["argon2id"]))
    return None if found is None else again | {"wrapped": _text(bytes.fromhex(found))}


def resealed(
    slots: Sequence[tuple[str, Mapping[str, Any], Keys]], root: bytes, *, apart: bool
) -> list[dict[str, Any] | None]:
    """Slots (owner, slot, what it shall hold) with their open halves made anew; None for one that is not genuine."""
    asked = [
        {"owner": owner.encode().hex(), "slot": _open_half(slot), "payload": keys.payload().hex()}
        for owner, slot, keys in slots
    ]
    found = in_child("reseal", {"root": root.hex(), "slots": asked}, apart=apart)
    return [
        None if half is None else {**slot, **{name: _text(bytes.fromhex(value)) for name, value in half.items()}}
        for (_, slot, _), half in zip(slots, found, strict=True)
    ]


def is_first(slot: Mapping[str, Any]) -> bool:
    """Whether a slot is of version 1."""
    return "public" not in slot


def nobodys(figures: Mapping[str, int]) -> dict[str, Any]:
    """A slot that no password opens, and that takes as long to try as anybody's."""
    return {
        "argon2id": dict(figures),
        "salt": _text(bytes(16)),
        "nonce": _text(bytes(12)),
        "wrapped": _text(bytes(2 * KEY_LENGTH + 16)),
        **{name: _text(bytes(KEY_LENGTH)) for name in _OPEN_HALF},
    }


def _first(plain: bytes) -> Keys:
    return Keys(plain[:KEY_LENGTH], plain[KEY_LENGTH:] or None)


def _fresh(lock: Lock) -> dict[str, Any]:
    return {
        "argon2id": None if lock.figures is None else dict(lock.figures),
        "salt": _text(secrets.token_bytes(16)),
        "nonce": _text(secrets.token_bytes(12)),
    }


def _asked(lock: Lock, slot: Mapping[str, Any], purpose: str = "") -> dict[str, Any]:
    """A wrapping, as the child is told of it."""
    return {
        "password": lock.secret.hex(),
        "salt": _bytes(slot["salt"]).hex(),
        "nonce": _bytes(slot["nonce"]).hex(),
        "figures": slot["argon2id"],
        "device_secret": lock.device_secret.hex(),
        "owner": lock.owner.encode().hex(),
        "purpose": purpose or lock.purpose,
        "wrapped": _bytes(slot["wrapped"]).hex() if "wrapped" in slot else "",
    }


def _open_half(slot: Mapping[str, Any]) -> dict[str, str]:
    return {name: _bytes(slot[name]).hex() for name in _OPEN_HALF}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("this is not base64") from error
