"""What the font can draw, compared with what Typst draws from it."""

import io
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from lobby_tui.papers.glyphs import covered, drawable, has_glyph
from lobby_tui.papers.pdf import font_path, render
from tests.papers.samples import one_cell

RANGES = covered(font_path())


@pytest.mark.parametrize(
    "character", ["王", "A", "é", "¥", "㎡", "囍", "喆", "、", "\n", "\u200d", "\ufe0f", "\U000e0100"]
)
def test_drawn(character: str) -> None:
    assert has_glyph(character, RANGES)


@pytest.mark.parametrize("character", ["\U0002a6a5", "😀", "한", "ก", "ا"])
def test_not_drawn(character: str) -> None:
    assert not has_glyph(character, RANGES)
    assert drawable(f"王{character}", RANGES) == f"王[U+{ord(character):04X}]"


def test_a_selector_goes_with_the_character_that_is_replaced() -> None:
    assert drawable("\U0002a6a5\U000e0100王\ufe00", RANGES) == "[U+2A6A5]王\ufe00"


def test_the_ranges_are_in_order_and_cover_the_common_characters() -> None:
    assert all(first <= last for first, last in RANGES)
    assert all(a[1] < b[0] for a, b in pairwise(RANGES))
    gb2312 = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    assert [c for c in gb2312 if not has_glyph(c, RANGES)] == []


def test_every_character_said_to_be_drawn_is_drawn() -> None:
    """Glyph 0 is the empty box: no character that is left as it is may end as one."""
    text = "".join(chr(n) for first, last in RANGES[::40] for n in (first, last) if n > 0x20)
    reader = PdfReader(io.BytesIO(render(one_cell(text))))
    used = b"".join(page.get_contents().get_data() for page in reader.pages)  # type: ignore[union-attr]
    assert b"<0000" not in used


def font_of_format_4(folder: Path) -> Path:
    """A font file with nothing but a table of format 4: A to C, and 王."""
    ends, starts = (0x43, 0x738B, 0xFFFF), (0x41, 0x738B, 0xFFFF)
    body = struct.pack(">3H", *ends) + b"\0\0" + struct.pack(">3H", *starts)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(">7H", 4, 14 + len(body), 0, 6, 0, 0, 0) + body
    path = folder / "font.otf"
    path.write_bytes(struct.pack(">4s4H4s3I", b"OTTO", 1, 0, 0, 0, b"cmap", 0, 28, len(cmap)) + cmap)
    return path


def test_a_font_with_only_the_first_plane(tmp_path: Path) -> None:
    assert covered(font_of_format_4(tmp_path)) == ((0x41, 0x43), (0x738B, 0x738B))


def test_a_file_that_is_no_such_font(tmp_path: Path) -> None:
    path = tmp_path / "empty.otf"
    path.write_bytes(struct.pack(">4s4H", b"OTTO", 0, 0, 0, 0))
    with pytest.raises(ValueError, match="no cmap table"):
        covered(path)
