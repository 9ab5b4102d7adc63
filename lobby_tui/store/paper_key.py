"""The paper key: 128 random bits as twelve words with a checksum (BIP 39), in Chinese characters and in English words.

It opens a slot of its own without any password and without this device's secret. As the bits are random, nothing is
stretched: nobody tries 2^128 of them.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, msg
from lobby_tui.nearest import nearest_of
from lobby_tui.store import slots
from lobby_tui.store.slots import PAPER, Keys, Lock

if TYPE_CHECKING:
    from mnemonic import Mnemonic

LENGTH: Final = 16
WORDS: Final = 12
OWNER: Final = "paper key"
"""What stands where a slot has its owner's staff number, which has no space in it."""
_LISTS: Final[Mapping[Language, str]] = {"zh": "chinese_simplified", "en": "english"}
_SEPARATORS: Final = re.compile(r"[\s,;.、，；。·:：()（）\-_0-9]+")


def new_secret() -> bytes:
    """A new paper key."""
    return secrets.token_bytes(LENGTH)


def words_of(secret: bytes, language: Language) -> tuple[str, ...]:
    """The twelve words of a paper key."""
    return tuple(_list(language).to_mnemonic(secret).split())


def secret_of(typed: str) -> bytes:
    """The paper key that somebody has typed, in either language. Spaces, punctuation, numbering and width do not count.

    Raises RefusedError, field `words`, that says which word is wrong, or that they are wrong together.
    """
    text = unicodedata.normalize("NFKC", typed).lower()
    chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
    language: Language = "zh" if chinese else "en"
    parts = [part for part in _SEPARATORS.split(text) if part]
    # Chinese words are one character each, whether or not there are spaces between them.
    words = list("".join(parts)) if chinese else parts
    known = _list(language).wordlist
    for place, word in enumerate(words, start=1):
        if word not in known:
            raise _unknown(place, word, "" if chinese else nearest_of(word, known) or "")
    if len(words) != WORDS:
        raise _refused(
            "words_count", msg("A paper key has {wanted} words; these are {found}.", wanted=WORDS, found=len(words))
        )
    mnemonic = _list(language)
    spoken = " ".join(words)
    if not mnemonic.check(spoken):
        raise _refused(
            "words_checksum",
            msg("These words do not belong together: at least one is another one, or in another place."),
        )
    return bytes(mnemonic.to_entropy(words))


def make_slot(secret: bytes, keys: Keys, made: str, *, apart: bool) -> dict[str, Any]:
    """The slot of a new paper key; `made` is its moment, to be shown."""
    return {"made": made} | slots.make(_lock(secret), keys, apart=apart)


def open_slot(secret: bytes, slot: Mapping[str, Any], *, apart: bool) -> Keys | None:
    """What the slot holds, or None where these are not its words. Raises ValueError, KeyError, TypeError."""
    return slots.opened(_lock(secret), slot, apart=apart)


def _lock(secret: bytes) -> Lock:
    return Lock(OWNER, secret, b"", None, PAPER)


@cache
def _list(language: Language) -> "Mnemonic":
    from mnemonic import Mnemonic

    return Mnemonic(_LISTS[language])


def _unknown(place: int, word: str, meant: str) -> RefusedError:
    if meant:
        message = msg(
            "Word {place}, “{word}”, is no word of a paper key. Is it “{meant}”?", place=place, word=word, meant=meant
        )
    else:
        message = msg("Word {place}, “{word}”, is no word of a paper key.", place=place, word=word)
    return _refused("word_unknown", message)


def _refused(code: str, message: Any) -> RefusedError:
    return RefusedError(
        message,
        remedy=msg("Look at the paper again, word by word."),
        field="words",
        code=code,
    )
