"""A paper as PDF, set by Typst from `data/papers/papers.typ` with the one font that comes with the program.

Texts reach Typst only as JSON: nothing that a person typed is ever read as markup. The same paper always
gives the same bytes; the file follows PDF/A-2b, because banks keep their forms for years.
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from lobby_tui.locale import Catalogue, catalogue
from lobby_tui.papers.content import Cell, Chart, Document, Pack, Paper, Table
from lobby_tui.papers.glyphs import Ranges, covered, drawable
from lobby_tui.papers.qr import svg
from lobby_tui.papers.text import plain, visible
from lobby_tui.resources import data_dir

TEXT_WIDTH = 273 / 25.4 * 72  # points between the margins of A4 landscape, 12 mm each; as in the template
UPRIGHT_WIDTH = 186 / 25.4 * 72  # and of A4 portrait
CELL_PADDING = 8.5  # points, both sides and the line together
FONT_SIZE = 8.0  # points, in the table
_WORD = re.compile(r"[!-\u2e7f]{6,}")
_BETWEEN = re.compile(r"(?<=.)(?=[!-\u02ff\u0370-\u1fff\u2010-\u2e7f])")  # never before an accent


def render(document: Document) -> bytes:
    """The PDF file of a paper, or of a pack with its cover: A4, headings on each page, boxes to sign in at the end."""
    import typst

    made = datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC)
    pdf: bytes = typst.compile(
        (data_dir() / "papers" / "papers.typ").read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(_content(document), ensure_ascii=False)},
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


def _content(document: Document) -> Any:
    """All that the template prints, as JSON values, each text drawable with the font."""
    t = catalogue(document.language)
    pack = document if isinstance(document, Pack) else None
    papers = pack.papers if pack else [cast(Paper, document)]
    return {
        "title": drawable(visible(document.title), covered(font_path())),
        "language": document.language,
        "page": t("Page {page} of {pages}", page="{page}", pages="{pages}"),
        "cover": _cover(pack, t) if pack else None,
        "papers": [_paper(paper, t) for paper in papers],
    }


def _cover(pack: Pack, t: Catalogue) -> Any:
    shown = {
        **_frame(pack, t),
        "state": pack.state,
        "figures": [[visible(label), visible(value)] for label, value in pack.figures],
        "moves": [[visible(label), visible(value)] for label, value in pack.moves],
        "headings": [t("No."), t("Paper"), t("Rows"), t("Page")],
        "list": [[visible(paper.title), str(paper.count)] for paper in pack.papers],
        "audit": t("Audit head"),
        "head_groups": pack.head.split(),
        "events": t("{count} audit events", count=pack.events),
        "final": pack.final,
        "provisional": t("PROVISIONAL"),
    }
    drawn, _ = _all_drawable(shown)
    return {**drawn, "qr": svg(pack.qr)}


def _paper(paper: Paper, t: Catalogue) -> Any:
    shown = {**_frame(paper, t), "upright": paper.upright}
    shown["tables"] = [_table(table, t) for table in paper.tables]
    drawn, lacking = _all_drawable(shown)
    if lacking:
        note = t("A character that the print font lacks stands as its Unicode number, such as [U+2A6A5].")
        drawn["notes"].append(note)
    width = UPRIGHT_WIDTH if paper.upright else TEXT_WIDTH
    for table in drawn["tables"]:
        weights = [column["width"] for column in table["columns"]]
        table["rows"] = _breakable(table["rows"], weights, width)
    return drawn


def _frame(document: Document, t: Catalogue) -> dict[str, Any]:
    """What stands around the tables of a paper, and around a cover."""
    head = ((t("Bank"), document.bank), (t("Branch"), document.branch), (t("Business day"), document.day.isoformat()))
    return {
        "title": visible(document.title),
        "head": [visible(t("{label}: {value}", label=label, value=value)) for label, value in head],
        "facts": [visible(t("{label}: {value}", label=label, value=value)) for label, value in document.facts],
        "notes": [visible(note) for note in document.notes],
        "signatures": [visible(label) for label in document.signatures],
        "signature": t("Signature"),
        "date": t("Date"),
    }


def _table(table: Table, t: Catalogue) -> dict[str, Any]:
    return {
        "title": visible(table.title),
        "columns": [{"title": visible(c.title), "width": c.width, "kind": c.kind} for c in table.columns],
        "rows": [[plain(cell).expandtabs(4) for cell in row] for row in table.printed],
        "total": table.total is not None,
        "empty": visible(table.empty or t("No entries on this day.")),
        "tall": table.tall,
        "chart": _chart(table, table.chart) if table.chart and table.rows else None,
    }


def _chart(table: Table, chart: Chart) -> dict[str, Any]:
    """What is drawn: the names, and each series with its numbers."""
    return {
        "kind": chart.kind,
        "labels": [visible(plain(row[chart.labels])) for row in table.rows],
        "series": [
            {
                "title": visible(table.columns[place].title),
                "values": [_number(row[place]) for row in table.rows],
                "texts": [plain(row[place]) for row in table.rows],
            }
            for place in chart.series
        ],
    }


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _all_drawable(shown: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A copy in which each text can be drawn, and whether anything had to be replaced."""
    drawn: dict[str, Any] = _drawable(shown, covered(font_path()))
    return drawn, drawn != shown


def _drawable(value: Any, ranges: Ranges) -> Any:
    """A copy of `value` in which each text can be drawn."""
    if isinstance(value, str):
        return drawable(value, ranges)
    if isinstance(value, dict):
        return {key: _drawable(item, ranges) for key, item in value.items()}
    if isinstance(value, list):
        return [_drawable(item, ranges) for item in value]
    return value


def _breakable(rows: list[list[str]], weights: list[float], width: float) -> list[list[str]]:
    """The rows with places to break in words wider than their column; those would run into the next cell."""
    room = [width * weight / sum(weights) - CELL_PADDING for weight in weights]
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
