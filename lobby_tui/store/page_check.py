"""Why a file does not open: it is not encrypted, it is damaged, or its key is another one. SQLCipher never says which.

Each page of SQLCipher 4 ends with an HMAC-SHA512 under a key that is made of the file's key and its salt (PBKDF2, two
rounds, every byte of the salt with 0x3a). One page that checks out proves the key.
"""

import hashlib
import hmac
from enum import Enum
from pathlib import Path
from typing import Final

PAGE: Final = 4096
SALT: Final = 16
_RESERVED: Final = 80  # an IV of 16, and an HMAC of 64
_MAC: Final = 64
_PLAIN: Final = b"SQLite format 3\x00"
_FIRST: Final = 8
_SPREAD: Final = 56


class Why(Enum):
    """What is the matter with a file that does not open."""

    PLAIN = "plain"
    DAMAGED = "damaged"
    OTHER_KEY = "other_key"


def why(path: Path, key: bytes, salt: bytes = b"") -> Why:
    """Look at a file that did not open with `key`; `salt` is the one that it is known to have had, if any.

    To be called only when this process has no connection to the file: closing it here drops SQLite's locks. Raises
    OSError.
    """
    with path.open("rb") as file:
        head = file.read(SALT)
        if head == _PLAIN:
            return Why.PLAIN
        size = file.seek(0, 2)
        for number in _sample(size // PAGE):
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            if any(is_whole(page, number, key, one) for one in (head, salt) if len(one) == SALT):
                return Why.DAMAGED
    # Cut so short that no page is left, it is still known by its salt.
    return Why.DAMAGED if size < PAGE and salt and head == salt else Why.OTHER_KEY


def is_whole(page: bytes, number: int, key: bytes, salt: bytes) -> bool:
    """Whether a page, counted from 1, is as SQLCipher wrote it under `key` in a file with `salt`."""
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(one ^ 0x3A for one in salt), 2, 32)
    # The first page begins with the salt, which is not encrypted and not in the HMAC.
    body = page[SALT if number == 1 else 0 : PAGE - _RESERVED + 16]
    found = hmac.digest(mac_key, body + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(found, page[PAGE - _MAC :])


def _sample(pages: int) -> list[int]:
    """The first pages, and some from the whole length of the file."""
    spread = range(1, pages + 1, max(1, pages // _SPREAD))
    return sorted({*range(1, min(pages, _FIRST) + 1), *spread})
