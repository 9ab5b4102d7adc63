"""The audit chain: every event is bound to the one before it by a key that is forgotten at the end of the day.

`h = HMAC(key of the day, previous h ‖ event)`; the next day's key is derived from today's, which is then overwritten,
so that whoever takes over a terminal cannot rewrite the days before. The first key of a chain is sealed to the
supervisors' public key: they alone can replay it. What this promises is in `docs/decisions/0003-audit.md`.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import SQLModel

START: Final = bytes(32)
_NONCE: Final = bytes(12)
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def new_key_pair() -> tuple[bytes, bytes]:
    """The private and the public key by which the chains' first keys are sealed."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public_key: bytes, secret: bytes) -> bytes:
    """Encrypt `secret` so that only the holder of the private key reads it."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    sender = ephemeral.public_key().public_bytes_raw()
    return sender + AESGCM(_sealing_key(shared, sender, public_key)).encrypt(_NONCE, secret, None)


def unseal(private_key: bytes, sealed: bytes) -> bytes:
    """What `seal` encrypted. Raises cryptography's InvalidTag where the key does not fit."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    sender, public = sealed[:32], private.public_key().public_bytes_raw()
    shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
    return AESGCM(_sealing_key(shared, sender, public)).decrypt(_NONCE, sealed[32:], None)


def _sealing_key(shared: bytes, sender: bytes, receiver: bytes) -> bytes:
    # The key is new for every message, so a fixed nonce is never used twice with one key.
    return HKDF(SHA256(), 32, salt=None, info=b"lobby seal" + sender + receiver).derive(shared)


def next_key(key: bytes) -> bytes:
    """The key of the following day; the one before cannot be found from it."""
    return hmac.digest(key, b"lobby next day", "sha256")


def row_digest(key: bytes, row: SQLModel) -> str:
    """A keyed digest of a row's content, in the canonical form of its columns."""
    values = {name: _plain(getattr(row, name)) for name in _columns(type(row))}
    return hmac.digest(key, canonical(values), "sha256")[:16].hex()


def row_name(row: SQLModel) -> str:
    """How an event names a row: its table and its id."""
    identity = getattr(row, "id", None) or getattr(row, "branch_id", None)
    return f"{row.__tablename__}:{identity}"


def event_hash(key: bytes, event: Mapping[str, Any]) -> bytes:
    """The link of the chain: all columns of the event but its own hash, bound to the event before."""
    said = {name: _plain(value) for name, value in event.items() if name != "hash"}
    return hmac.digest(key, event["prev"] + canonical(said), "sha256")


def canonical(values: Any) -> bytes:
    """JSON in one form only, so that equal values have equal bytes."""
    return _ENCODER.encode(values).encode()


@cache
def _columns(table: type[SQLModel]) -> tuple[str, ...]:
    return tuple(table.model_fields)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, dict | list):
        return value
    return str(value)
