"""Which characters the embedded font can draw. The font's own table is read, so there is no list to keep.

A character without a glyph would be an empty box on a form that a bank files for years; its code point can be
looked up. Of the formats of that table two cover whole fonts: 12 (all planes), else 4 (the first plane).
"""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from lobby_tui.papers.text import code_point

Ranges = tuple[tuple[int, int], ...]


@cache
def covered(font: Path) -> Ranges:
    """The first and last code point of each run of characters that the OpenType file `font` can draw."""
    with font.open("rb") as stream:
        table = _table(stream, b"cmap")
    count = struct.unpack_from(">H", table, 2)[0]
    offsets = [struct.unpack_from(">HHI", table, 4 + 8 * n)[2] for n in range(count)]
    by_format = {struct.unpack_from(">H", table, offset)[0]: offset for offset in offsets}
    if 12 in by_format:
        return _segments_of_12(table, by_format[12])
    if 4 in by_format:
        return _segments_of_4(table, by_format[4])
    raise ValueError(f"{font.name} has no Unicode table of format 4 or 12")


def _table(stream: BinaryIO, tag: bytes) -> bytes:
    """One table of the font; the megabytes of outlines are not read."""
    count = struct.unpack(">4xH6x", stream.read(12))[0]
    for _ in range(count):
        name, _checksum, offset, length = struct.unpack(">4sIII", stream.read(16))
        if name == tag:
            stream.seek(offset)
            return stream.read(length)
    raise ValueError(f"the font has no {tag.decode()} table")


def _segments_of_12(table: bytes, at: int) -> Ranges:
    count = struct.unpack_from(">I", table, at + 12)[0]
    groups = struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * count])
    # Glyph 0 is the empty box itself.
    return tuple((first + (glyph == 0), last) for first, last, glyph in groups)


def _segments_of_4(table: bytes, at: int) -> Ranges:
    twice = struct.unpack_from(">H", table, at + 6)[0]
    ends = struct.unpack_from(f">{twice // 2}H", table, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", table, at + 16 + twice)
    return tuple((first, last) for first, last in zip(starts, ends, strict=True) if last != 0xFFFF)


def has_glyph(character: str, ranges: Ranges) -> bool:
    """Whether `character` can be drawn, or needs no drawing (joiners, variation selectors, line feeds)."""
    if character == "\n" or unicodedata.category(character) == "Cf" or _selects(character):
        return True
    number = ord(character)
    place = bisect_right(ranges, (number, 0x110000)) - 1
    return place >= 0 and number <= ranges[place][1]


def _selects(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def drawable(text: str, ranges: Ranges) -> str:
    """`text` with each character that the font lacks replaced by its code point."""
    missing = {ord(c): code_point(c) for c in set(text) if not has_glyph(c, ranges)}
    if not missing:
        return text
    # A selector after a replaced character has nothing left to select.
    kept = [b for a, b in pairwise("\n" + text) if not (_selects(b) and ord(a) in missing)]
    return "".join(kept).translate(missing)
