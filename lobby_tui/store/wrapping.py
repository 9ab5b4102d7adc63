"""Wrapping keys under a password, `AES-GCM(HKDF(Argon2id(password, salt), device secret))`, and sealing to owners.

Import this module only where it is needed. It loads OpenSSL, and Argon2's 64 MiB are meant to be expensive; so the desk
runs it as a child process (`python -m lobby_tui.store.wrapping`), through `wrapping_apart`.

What is wrapped in a slot is the owner's own private key and the root; what rotates is sealed to the public key beside
it. So a new file key reaches everybody without their passwords. The tag under the root binds public key, sealed keys
and owner: whoever can write the key file, but opens nothing, cannot have the next file key sealed to themselves.
"""

import hmac
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lobby_tui.store.sealing import new_key_pair, seal, unseal

LENGTH: Final = 32
# What a wrapping is for; one made for another purpose does not open.
FIRST_SLOT: Final = "lobby slot"
"""A slot of version 1, which wraps the store's keys themselves."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """All that a wrapping depends on. `figures` are Argon2's: `time_cost`, `memory_cost` in KiB, `parallelism`.

    Without figures nothing is stretched: `password` is random already, as the words of a paper key are.
    """

    password: bytes
    salt: bytes
    figures: Mapping[str, int] | None
    device_secret: bytes
    nonce: bytes
    owner: bytes
    purpose: str = FIRST_SLOT

    def key(self) -> bytes:
        """The key under which the other keys are wrapped. Raises ValueError for figures that Argon2 does not take."""
        stretched = self.salt + self.password if self.figures is None else self._stretched(self.figures)
        return HKDF(SHA256(), LENGTH, salt=self.device_secret, info=self.purpose.encode()).derive(stretched)

    def _stretched(self, figures: Mapping[str, int]) -> bytes:
        # Here and not above: a paper key does without it.
        from argon2.exceptions import HashingError
        from argon2.low_level import Type, hash_secret_raw

        try:
            return hash_secret_raw(
                self.password,
                self.salt,
                time_cost=figures["time_cost"],
                memory_cost=figures["memory_cost"],
                parallelism=figures["parallelism"],
                hash_len=LENGTH,
                type=Type.ID,
            )
        except (HashingError, KeyError, TypeError, OverflowError) as error:
            raise ValueError("these are no figures of Argon2") from error


def wrap(wrapping: Wrapping, keys: bytes) -> bytes:
    """`keys`, wrapped."""
    return AESGCM(wrapping.key()).encrypt(wrapping.nonce, keys, wrapping.owner)


def unwrap(wrapping: Wrapping, wrapped: bytes) -> bytes | None:
    """The keys, or None where the password, the owner or the device is not the right one. Raises ValueError."""
    try:
        return AESGCM(wrapping.key()).decrypt(wrapping.nonce, wrapped, wrapping.owner)
    except InvalidTag:
        return None


def sealed_to(public: bytes, root: bytes, owner: bytes, payload: bytes) -> dict[str, str]:
    """`payload` for the holder of a private key alone, with the tag that only a holder of `root` can make."""
    sealed = seal(public, payload)
    return {"public": public.hex(), "sealed": sealed.hex(), "tag": _tag(root, owner, public, sealed).hex()}


def _tag(root: bytes, owner: bytes, public: bytes, sealed: bytes) -> bytes:
    key = hmac.digest(root, b"lobby slot tag\x01", "sha256")
    return hmac.digest(key, len(owner).to_bytes(2, "big") + owner + public + sealed, "sha256")


def is_genuine(slot: Mapping[str, str], root: bytes, owner: bytes) -> bool:
    """Whether somebody who holds the root has made the open half of a slot. Raises ValueError, KeyError."""
    public, sealed = bytes.fromhex(slot["public"]), bytes.fromhex(slot["sealed"])
    return hmac.compare_digest(_tag(root, owner, public, sealed), bytes.fromhex(slot["tag"]))


def _make(asked: Mapping[str, Any]) -> dict[str, str]:
    """A slot: a key pair of its owner's, its private half wrapped with the root, the payload sealed to the other."""
    private, public = new_key_pair()
    wrapping, root = _wrapping(asked), bytes.fromhex(asked["root"])
    wrapped = wrap(wrapping, private + root)
    return {"wrapped": wrapped.hex(), **sealed_to(public, root, wrapping.owner, bytes.fromhex(asked["payload"]))}


def _unwrap(asked: Mapping[str, Any]) -> str | None:
    found = unwrap(_wrapping(asked), bytes.fromhex(asked["wrapped"]))
    return None if found is None else found.hex()


def _open(asked: Mapping[str, Any]) -> dict[str, str] | None:
    """What a slot holds. None also where the key pair has been replaced since the wrapping was made, as by a new
    password; ValueError where the open half is not what a holder of the root has made.
    """
    wrapping = _wrapping(asked)
    held = unwrap(wrapping, bytes.fromhex(asked["wrapped"]))
    if held is None:
        return None
    private, root = held[:LENGTH], held[LENGTH:]
    if not is_genuine(asked["slot"], root, wrapping.owner):
        raise ValueError("the open half of this slot was changed")
    try:
        payload = unseal(private, bytes.fromhex(asked["slot"]["sealed"]))
    except InvalidTag:
        return None
    return {"private": private.hex(), "root": root.hex(), "payload": payload.hex()}


def _wrap_again(asked: Mapping[str, Any]) -> str | None:
    """What one wrapping holds, under another: a PIN's."""
    held = unwrap(_wrapping(asked), bytes.fromhex(asked["wrapped"]))
    return None if held is None else wrap(_wrapping(asked["again"]), held).hex()


def _reseal(asked: Mapping[str, Any]) -> list[dict[str, str] | None]:
    """The open halves of slots with a new payload each; None for one that nobody with the root has made."""
    root, made = bytes.fromhex(asked["root"]), list[dict[str, str] | None]()
    for one in asked["slots"]:
        owner = bytes.fromhex(one["owner"])
        if is_genuine(one["slot"], root, owner):
            public = bytes.fromhex(one["slot"]["public"])
            made.append(sealed_to(public, root, owner, bytes.fromhex(one["payload"])))
        else:
            made.append(None)
    return made


_ACTIONS: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "make": _make,
    "unwrap": _unwrap,
    "open": _open,
    "wrap_again": _wrap_again,
    "reseal": _reseal,
}
_TEXTS: Final = ("password", "salt", "device_secret", "nonce", "owner")


def _wrapping(asked: Mapping[str, Any]) -> Wrapping:
    texts = {name: bytes.fromhex(asked[name]) for name in _TEXTS}
    return Wrapping(figures=asked["figures"], purpose=asked["purpose"], **texts)


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the child process answers to a request, both in JSON with bytes as hexadecimal digits."""
    try:
        return {"found": _ACTIONS[asked["action"]](asked)}
    except (ValueError, KeyError, TypeError):
        return {"damaged": True}


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
