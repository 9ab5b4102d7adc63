"""Wrapping a key under a password: `AES-GCM(HKDF(Argon2id(password, salt), device secret))`.

Import this module only where it is needed. It loads OpenSSL, and Argon2's 64 MiB are meant to be expensive; so the desk
runs it as a child process (`python -m lobby_tui.store.wrapping`), through `wrapping_apart`.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32


@dataclass(frozen=True, slots=True)
class Wrapping:
    """All that a wrapping depends on. `figures` are Argon2's: `time_cost`, `memory_cost` in KiB, `parallelism`."""

    password: bytes
    salt: bytes
    figures: Mapping[str, int]
    device_secret: bytes
    nonce: bytes
    owner: bytes

    def key(self) -> bytes:
        """The key under which the other key is wrapped. Raises ValueError for figures that Argon2 does not take."""
        try:
            stretched = hash_secret_raw(
                self.password,
                self.salt,
                time_cost=self.figures["time_cost"],
                memory_cost=self.figures["memory_cost"],
                parallelism=self.figures["parallelism"],
                hash_len=LENGTH,
                type=Type.ID,
            )
        except (HashingError, KeyError, TypeError, OverflowError) as error:
            raise ValueError("these are no figures of Argon2") from error
        return HKDF(SHA256(), LENGTH, salt=self.device_secret, info=b"lobby slot").derive(stretched)


def wrap(wrapping: Wrapping, keys: bytes) -> bytes:
    """`keys`, wrapped."""
    return AESGCM(wrapping.key()).encrypt(wrapping.nonce, keys, wrapping.owner)


def unwrap(wrapping: Wrapping, wrapped: bytes) -> bytes | None:
    """The keys, or None where the password, the owner or the device is not the right one. Raises ValueError."""
    try:
        return AESGCM(wrapping.key()).decrypt(wrapping.nonce, wrapped, wrapping.owner)
    except InvalidTag:
        return None


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the child process answers to a request, both in JSON with bytes as hexadecimal digits."""
    texts = {name: bytes.fromhex(asked[name]) for name in ("password", "salt", "device_secret", "nonce", "owner")}
    wrapping = Wrapping(figures=asked["figures"], **texts)
    try:
        result = (wrap if asked["action"] == "wrap" else unwrap)(wrapping, bytes.fromhex(asked["data"]))
    except ValueError:
        return {"damaged": True}
    return {"data": None if result is None else result.hex()}


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
