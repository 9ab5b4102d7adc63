"""A paper as an Excel workbook: typed cells, headings that stay in sight and are printed on each page.

Every text cell is stored as a string, never as a formula; a text that a spreadsheet might run once it is
edited or saved as CSV has a `'` in front (`lobby_tui.papers.text.unguarded` takes it off again).
"""

import io
import re
from collections.abc import Iterable
from datetime import date
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from rich.cells import cell_len

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Catalogue, catalogue, msg
from lobby_tui.papers.content import Cell, Column, Paper
from lobby_tui.papers.text import guarded, plain, visible

LONGEST = 32_767  # what a cell of Excel holds, counted in UTF-16 units; it cuts the rest off without a word
TALLEST = 409.0  # points, the height of a row in Excel
FONT = "Microsoft YaHei"  # every Windows has it; other systems put their own Chinese font in its place
LINE = 12.5  # points a line takes at 9 points
HEADING_ROW = 4
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def render(paper: Paper) -> bytes:
    """The workbook of `paper`. Raises `RefusedError` for a text longer than a cell of Excel can hold."""
    from openpyxl import Workbook

    t = catalogue(paper.language)
    book = Workbook()
    sheet = book.active
    sheet.title = paper.day.isoformat()
    book.properties.creator = visible(paper.bank)
    book.properties.title = visible(paper.title)
    _add_styles(book)
    _set_head(sheet, paper, t)
    _set_table(sheet, paper, t)
    _set_foot(sheet, paper, t)
    _set_print(sheet, paper, t)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add_styles(book: Any) -> None:
    """The looks of the sheet. One named style a cell is four times as fast as its parts."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    thin = Side(style="thin", color="FF404040")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    left = Alignment(horizontal="left", vertical="center", wrap_text=True)
    usual = Font(name=FONT, size=9)
    top = Alignment(horizontal="left", vertical="top", wrap_text=True)
    shade = PatternFill("solid", fgColor="FFE8E8E8")
    for style in (
        NamedStyle("paper title", font=Font(name=FONT, size=15), alignment=middle),
        NamedStyle("paper line", font=usual, alignment=left),
        NamedStyle("paper heading", font=usual, alignment=middle, border=box, fill=shade),
        NamedStyle("paper box", font=usual, alignment=top, border=box),
        NamedStyle("paper text", font=usual, alignment=left, border=box, number_format="@"),
        NamedStyle("paper date", font=usual, alignment=middle, border=box, number_format="yyyy-mm-dd"),
        NamedStyle("paper number", font=usual, alignment=middle, border=box, number_format="0"),
    ):
        book.add_named_style(style)


def _set_head(sheet: Any, paper: Paper, t: Catalogue) -> None:
    head = ((t("Bank"), paper.bank), (t("Branch"), paper.branch), (t("Business day"), paper.day.isoformat()))
    _span(sheet, 1, paper, paper.title, "paper title", 30)
    _span(sheet, 2, paper, _pairs(head, t), "paper line")
    _span(sheet, 3, paper, _pairs(paper.facts, t), "paper line")


def _set_table(sheet: Any, paper: Paper, t: Catalogue) -> None:
    from openpyxl.utils import get_column_letter

    for n, column in enumerate(paper.columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = _width(column)
        _put(sheet, HEADING_ROW, n, column.title, "paper heading")
    sheet.row_dimensions[HEADING_ROW].height = _height([c.title for c in paper.columns], paper.columns)
    for r, row in enumerate(paper.rows, start=HEADING_ROW + 1):
        for n, (cell, column) in enumerate(zip(row, paper.columns, strict=True), start=1):
            _put(sheet, r, n, _typed(cell, r, column), _style(cell))
        sheet.row_dimensions[r].height = _height([plain(cell) for cell in row], paper.columns)
    if not paper.rows:
        _span(sheet, HEADING_ROW + 1, paper, t("No entries on this day."), "paper text")
    last = get_column_letter(len(paper.columns))
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW + max(1, len(paper.rows))}"
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"


def _set_foot(sheet: Any, paper: Paper, t: Catalogue) -> None:
    row = HEADING_ROW + max(1, len(paper.rows)) + 2
    for note in paper.notes:
        _span(sheet, row, paper, note, "paper line")
        row += 1
    for (first, last), label in zip(_boxes(paper), paper.signatures, strict=True):
        text = f"{label}\n\n{t('Signature')}{' ' * 32}{t('Date')}"
        _merge(sheet, row + 1, first, last, text, "paper box")
    if paper.signatures:
        sheet.row_dimensions[row + 1].height = 48


def _boxes(paper: Paper) -> list[tuple[int, int]]:
    """The first and last column of each box to sign in: about equally wide, together as wide as the table."""
    ends = list(accumulate(column.width for column in paper.columns))
    due = [ends[-1] * (n + 1) / len(paper.signatures) for n in range(len(paper.signatures))]
    last = [1 + ends.index(min(ends, key=lambda end: abs(end - where))) for where in due]
    return [(before + 1, after) for before, after in pairwise([0, *last])]


def _set_print(sheet: Any, paper: Paper, t: Catalogue) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"1:{HEADING_ROW}"
    sheet.page_margins.left = sheet.page_margins.right = 0.47
    sheet.page_margins.top, sheet.page_margins.bottom = 0.4, 0.65
    sheet.page_margins.footer = 0.3
    sheet.oddFooter.center.text = t("Page {page} of {pages}", page="&P", pages="&N")


def _typed(cell: Cell, row: int, column: Column) -> Cell:
    """A cell's value as Excel keeps it: numbers and dates as such, texts guarded and never cut."""
    if not isinstance(cell, str):
        return cell
    text = guarded(visible(cell))
    if len(_ESCAPE.sub("_x005F_", text).encode("utf-16-le")) // 2 > LONGEST:
        raise RefusedError(
            msg(
                "“{column}” in row {row} is too long for Excel, which would cut it.",
                column=column.title,
                row=row - HEADING_ROW,
            ),
            remedy=msg("Export this paper as PDF, CSV or TXT, which keep all of it."),
            field="format",
        )
    return text


def _style(cell: Cell) -> str:
    if isinstance(cell, date):
        return "paper date"
    return "paper number" if isinstance(cell, int) else "paper text"


def _put(sheet: Any, row: int, column: int, value: Cell, style: str) -> None:
    """One cell; a text is set as a string whatever it looks like."""
    cell = sheet.cell(row, column)
    if isinstance(value, str) and value:
        # Excel reads _x0041_ in a string as the letter A, so the underscore itself is written that way.
        cell.value = _ESCAPE.sub("_x005F_", value)
        cell.data_type = "s"
    elif value != "":
        cell.value = value
    cell.style = style


def _span(sheet: Any, row: int, paper: Paper, text: str, style: str, height: float | None = None) -> None:
    """A line across the whole table."""
    _merge(sheet, row, 1, len(paper.columns), text, style)
    room = sum(_width(column) for column in paper.columns)
    sheet.row_dimensions[row].height = height or min(TALLEST, 4 + LINE * _lines(text, room))


def _merge(sheet: Any, row: int, first: int, last: int, text: str, style: str) -> None:
    for column in range(first, last + 1):
        _put(sheet, row, column, guarded(visible(text)) if column == first else None, style)
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _pairs(pairs: Iterable[tuple[str, str]], t: Catalogue) -> str:
    return "    ".join(t("{label}: {value}", label=label, value=value) for label, value in pairs)


def _width(column: Column) -> float:
    """A column's width in characters of Excel, from its weight in millimetres."""
    return round(column.width * 0.52, 1)


def _height(texts: Iterable[str], columns: Iterable[Column]) -> float:
    """A row's height in points, so that wrapped text shows: not every program works it out by itself."""
    most = max(_lines(text, _width(column)) for text, column in zip(texts, columns, strict=True))
    return min(TALLEST, 7 + LINE * most)


def _lines(text: str, width: float) -> int:
    # A character at 9 points takes about 85 % of the width that Excel counts in.
    return sum(max(1, ceil(cell_len(line) * 0.85 / (width - 1))) for line in text.split("\n"))
