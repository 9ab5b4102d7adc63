"""The table of pinyin initials in `data/names/initials.txt`, written by `tools/pinyin_table.py`."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from lobby_tui.resources import data_dir

Section = Literal["surnames", "second", "first"]


@dataclass(frozen=True, slots=True)
class Table:
    """First letters of readings: by surname, by second reading, by block of 256 code points."""

    surnames: dict[str, tuple[str, ...]] = field(default_factory=dict)
    second: dict[str, str] = field(default_factory=dict)
    first: dict[int, str] = field(default_factory=dict)


@cache
def table() -> Table:
    """The table; read once, in a few milliseconds, the first time that a name is looked at."""
    result = Table()
    section = ""
    for line in (data_dir() / "names" / "initials.txt").read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition(" ")
        if key.startswith("["):
            section = key[1:-1]
        elif section == "surnames" and not key.startswith("#"):
            result.surnames[key] = tuple(rest.split(" "))
        elif section == "second" and not key.startswith("#"):
            result.second[key] = rest
        elif section == "first" and not key.startswith("#"):
            result.first[int(key, 16)] = rest
    return result


@lru_cache(maxsize=4096)
def letters(character: str) -> str:
    """The first letters of an ideograph's readings, the commonest first, two at most."""
    block, place = divmod(ord(character), 256)
    packed = table().first.get(block, "")
    line = re.sub("[0-9]+", lambda gap: "." * int(gap[0]), packed)
    first = line[place : place + 1].replace(".", "")
    return first + "".join(letter for letter, characters in table().second.items() if character in characters)


def surname_length(name: list[str]) -> int:
    """How many of the characters are the surname: two for a compound one before a given name."""
    return 2 if len(name) > 2 and "".join(name[:2]) in table().surnames else 1
