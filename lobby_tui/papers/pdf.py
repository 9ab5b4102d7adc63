"""A paper as PDF, set by Typst from `data/papers/table.typ` with the one font that comes with the program.

Texts reach Typst only as JSON: nothing that a person typed is ever read as markup. The same paper always
gives the same bytes; the file follows PDF/A-2b, because banks keep their forms for years.
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lobby_tui.locale import catalogue
from lobby_tui.papers.content import Paper
from lobby_tui.papers.glyphs import Ranges, covered, drawable
from lobby_tui.papers.text import plain, visible
from lobby_tui.resources import data_dir

TEXT_WIDTH = 273 / 25.4 * 72  # points between the margins of A4 landscape, 12 mm each; as in the template
CELL_PADDING = 8.5  # points, both sides and the line together
FONT_SIZE = 8.0  # points, in the table
_WORD = re.compile(r"[!-\u2e7f]{6,}")
_BETWEEN = re.compile(r"(?<=.)(?=[!-\u02ff\u0370-\u1fff\u2010-\u2e7f])")  # never before an accent


def render(paper: Paper) -> bytes:
    """The PDF file of `paper`: A4 landscape, headings on each page, boxes to sign in at the end."""
    import typst

    made = datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC)
    pdf: bytes = typst.compile(
        (data_dir() / "papers" / "table.typ").read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(_content(paper), ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=int(made.timestamp()),
        pdf_tags=False,  # tags make the file twelve times as large; programs read the other formats
    )
    return pdf


def font_path() -> Path:
    """The font of every paper: Noto Sans SC, which has the characters of GB 2312 and most of GBK."""
    import pylopdf_fonts_zh_cn

    path: Path = pylopdf_fonts_zh_cn.sans_path()
    return path


@cache
def _fonts() -> Any:
    """The opened font, kept: opening it costs as much as setting a page. System fonts play no part."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_path().parent)])


def _content(paper: Paper) -> Any:
    """All that the template prints, as JSON values, each text drawable with the font."""
    t = catalogue(paper.language)
    head = ((t("Bank"), paper.bank), (t("Branch"), paper.branch), (t("Business day"), paper.day.isoformat()))
    shown = {
        "language": paper.language,
        "title": visible(paper.title),
        "head": [visible(t("{label}: {value}", label=label, value=value)) for label, value in head],
        "facts": [visible(t("{label}: {value}", label=label, value=value)) for label, value in paper.facts],
        "columns": [{"title": visible(c.title), "width": c.width, "kind": c.kind} for c in paper.columns],
        "rows": [[plain(cell).expandtabs(4) for cell in row] for row in paper.rows],
        "empty": t("No entries on this day."),
        "notes": [visible(note) for note in paper.notes],
        "signatures": [visible(label) for label in paper.signatures],
        "signature": t("Signature"),
        "date": t("Date"),
        "page": t("Page {page} of {pages}", page="{page}", pages="{pages}"),
    }
    drawn = _drawable(shown, covered(font_path()))
    if drawn != shown:
        lacking = t("A character that the print font lacks stands as its Unicode number, such as [U+2A6A5].")
        drawn["notes"].append(lacking)
    drawn["rows"] = _breakable(drawn["rows"], [column.width for column in paper.columns])
    return drawn


def _drawable(value: Any, ranges: Ranges) -> Any:
    """A copy of `value` in which each text can be drawn."""
    if isinstance(value, str):
        return drawable(value, ranges)
    if isinstance(value, dict):
        return {key: _drawable(item, ranges) for key, item in value.items()}
    if isinstance(value, list):
        return [_drawable(item, ranges) for item in value]
    return value


def _breakable(rows: list[list[str]], weights: list[float]) -> list[list[str]]:
    """The rows with places to break in words wider than their column; those would run into the next cell."""
    room = [TEXT_WIDTH * weight / sum(weights) - CELL_PADDING for weight in weights]
    return [[_in_room(text, points) for text, points in zip(row, room, strict=True)] for row in rows]


def _in_room(text: str, points: float) -> str:
    # Chinese breaks anywhere; a word of other letters only where a zero-width space allows it.
    def broken(word: re.Match[str]) -> str:
        return word[0] if _width(word[0]) <= points else _BETWEEN.sub("\u200b", word[0])

    return _WORD.sub(broken, text)


def _width(word: str) -> float:
    """About how many points a word takes, rather too many than too few."""
    wide = sum(c in "mwMWOQ@%&" or not c.isascii() for c in word)
    capitals = sum(c.isupper() for c in word)
    return FONT_SIZE * (0.57 * len(word) + 0.36 * wide + 0.14 * capitals)
