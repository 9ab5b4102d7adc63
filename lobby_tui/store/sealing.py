"""Sealing a secret so that only the supervisors read it: X25519, HKDF, AES-GCM.

A module of its own, as it loads OpenSSL, which a day at the desk can do without.
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE: Final = bytes(12)


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
