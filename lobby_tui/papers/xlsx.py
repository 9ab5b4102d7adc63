"""A paper as an Excel workbook: typed cells, headings that stay in sight and are printed on each page.

Every text cell is stored as a string, never as a formula; a text that a spreadsheet might run once it is
edited or saved as CSV has a `'` in front (`lobby_tui.papers.text.unguarded` takes it off again).
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from rich.cells import cell_len

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Catalogue, catalogue, msg
from lobby_tui.papers import xlsx_charts, xlsx_cover
from lobby_tui.papers.content import Cell, Column, Document, Pack, Paper, Table
from lobby_tui.papers.text import guarded, plain, visible

LONGEST = 32_767  # what a cell of Excel holds, counted in UTF-16 units; it cuts the rest off without a word
TALLEST = 409.0  # points, the height of a row in Excel
FONT = "Microsoft YaHei"  # every Windows has it; other systems put their own Chinese font in its place
LINE = 12.5  # points a line takes at 9 points
HEADING_ROW = 4  # of a paper that is one table without a title
ROOM_TO_WRITE = 40.0  # points, a row to be filled in by hand
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLE = re.compile(r"[\\/?*\[\]:]")


def render(document: Document) -> bytes:
    """The workbook of a paper, or of a pack: its cover, then a sheet a paper.

    Raises `RefusedError` for a text longer than a cell of Excel can hold.
    """
    from openpyxl import Workbook

    t = catalogue(document.language)
    book = Workbook()
    book.properties.creator = visible(document.bank)
    book.properties.title = visible(document.title)
    _add_styles(book)
    if isinstance(document, Pack):
        cover = xlsx_cover.paper_of(document)
        _fill(book.active, cover, cover.title, t)
        for paper in document.papers:
            _fill(book.create_sheet(), paper, paper.title, t)
    else:
        _fill(book.active, document, document.day.isoformat(), t)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, paper: Paper, name: str, t: Catalogue) -> None:
    """One sheet: the head, each table under the one before, the foot."""
    sheet.title = _NOT_IN_TITLE.sub(" ", visible(name))[:31]
    widths = _widths(paper)
    _set_head(sheet, paper, widths, t)
    row = HEADING_ROW
    for table in paper.tables:
        row = _set_table(sheet, table, widths, row, t) + 1
    _set_foot(sheet, paper, widths, row, t)
    _set_print(sheet, paper, t)


def _widths(paper: Paper) -> list[float]:
    """How wide each column of the sheet is, so that all tables of the paper find room under one another.

    The last column of a table with fewer columns than others may lie over several columns of the sheet.
    """
    most = max(len(table.columns) for table in paper.tables)
    widths = [0.0] * most
    for table in paper.tables:
        for n, column in enumerate(table.columns):
            if n < len(table.columns) - 1 or len(table.columns) == most:
                widths[n] = max(widths[n], _width(column))
    for table in paper.tables:
        last = len(table.columns) - 1
        widths[-1] += max(0.0, _width(table.columns[last]) - sum(widths[last:]))
    return widths


def _places(table: Table, widths: Sequence[float]) -> list[tuple[int, int, float]]:
    """For each column of a table the first and last column of the sheet that it lies over, and how wide that is."""
    places = [(n + 1, n + 1, widths[n]) for n in range(len(table.columns))]
    first, last, room = places[-1]
    while room < _width(table.columns[-1]) - 0.05 and last < len(widths):
        room += widths[last]
        last += 1
    return [*places[:-1], (first, last, room)]


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
        NamedStyle("paper section", font=Font(name=FONT, size=11), alignment=left),
        NamedStyle("paper heading", font=usual, alignment=middle, border=box, fill=shade),
        NamedStyle("paper box", font=usual, alignment=top, border=box),
        NamedStyle("paper text", font=usual, alignment=left, border=box, number_format="@"),
        NamedStyle("paper centred", font=usual, alignment=middle, border=box, number_format="@"),
        NamedStyle("paper date", font=usual, alignment=middle, border=box, number_format="yyyy-mm-dd"),
        NamedStyle("paper number", font=usual, alignment=middle, border=box, number_format="0"),
        NamedStyle("paper fraction", font=usual, alignment=middle, border=box, number_format="0.0###"),
    ):
        book.add_named_style(style)


def _set_head(sheet: Any, paper: Paper, widths: Sequence[float], t: Catalogue) -> None:
    from openpyxl.utils import get_column_letter

    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    head = ((t("Bank"), paper.bank), (t("Branch"), paper.branch), (t("Business day"), paper.day.isoformat()))
    _span(sheet, 1, widths, paper.title, "paper title", 30)
    _span(sheet, 2, widths, _pairs(head, t), "paper line")
    _span(sheet, 3, widths, _pairs(paper.facts, t), "paper line")


def _set_table(sheet: Any, table: Table, widths: Sequence[float], row: int, t: Catalogue) -> int:
    """A table from `row` on; the row after its last one."""
    places = _places(table, widths)
    rooms = [room for _, _, room in places]
    if table.title:
        _span(sheet, row, widths, table.title, "paper section", 24)
        row += 1
    heading = row
    _set_row(sheet, row, places, [(column.title, "paper heading") for column in table.columns])
    sheet.row_dimensions[row].height = _height([c.title for c in table.columns], rooms)
    for row, cells in enumerate(table.printed, start=heading + 1):
        typed = [
            (_typed(cell, row - heading, column), _style(cell, column))
            for cell, column in zip(cells, table.columns, strict=True)
        ]
        _set_row(sheet, row, places, typed)
        height = _height([plain(cell) for cell in cells], rooms)
        sheet.row_dimensions[row].height = max(height, ROOM_TO_WRITE if table.tall else 0)
    if not table.rows:
        row = heading + 1
        _span(sheet, row, widths[: places[-1][1]], table.empty or t("No entries on this day."), "paper text")
    if heading == HEADING_ROW:
        _set_filter(sheet, table, heading)
    if table.chart and table.rows:
        xlsx_charts.draw(sheet, table, table.chart, heading, row + 2, sum(widths))
        row += 1 + xlsx_charts.rows_taken(table, table.chart)
    return row + 1


def _set_row(sheet: Any, row: int, places: Sequence[tuple[int, int, float]], cells: Sequence[tuple[Cell, str]]) -> None:
    for (first, last, _), (value, style) in zip(places, cells, strict=True):
        _put(sheet, row, first, value, style)
        if last > first:
            for column in range(first + 1, last + 1):
                _put(sheet, row, column, None, style)
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _set_filter(sheet: Any, table: Table, heading: int) -> None:
    """Headings that stay in sight, and can be filtered by: a sheet has these once, so its first table gets them."""
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{heading}:{last}{heading + max(1, len(table.rows))}"
    sheet.freeze_panes = f"A{heading + 1}"


def _set_foot(sheet: Any, paper: Paper, widths: Sequence[float], row: int, t: Catalogue) -> None:
    for note in paper.notes:
        _span(sheet, row, widths, note, "paper line")
        row += 1
    if not paper.signatures:
        return
    for (first, last), label in zip(_boxes(widths, len(paper.signatures)), paper.signatures, strict=True):
        text = f"{label}\n\n{t('Signature')}{' ' * 32}{t('Date')}"
        _merge(sheet, row + 1, first, last, text, "paper box")
    sheet.row_dimensions[row + 1].height = 48


def _boxes(widths: Sequence[float], number: int) -> list[tuple[int, int]]:
    """The first and last column of each box to sign in: about equally wide, together as wide as the table."""
    ends = list(accumulate(widths))
    due = [ends[-1] * (n + 1) / number for n in range(number)]
    last = [1 + ends.index(min(ends, key=lambda end: abs(end - where))) for where in due]
    return [(before + 1, after) for before, after in pairwise([0, *last])]


def _set_print(sheet: Any, paper: Paper, t: Catalogue) -> None:
    sheet.page_setup.orientation = "portrait" if paper.upright else "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    alone = len(paper.tables) == 1 and not paper.tables[0].title
    sheet.print_title_rows = f"1:{HEADING_ROW if alone else HEADING_ROW - 1}"
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
                row=row,
            ),
            remedy=msg("Export this paper as PDF, CSV or TXT, which keep all of it."),
            field="format",
        )
    return text


def _style(cell: Cell, column: Column) -> str:
    if isinstance(cell, date):
        return "paper date"
    if isinstance(cell, float):
        return "paper fraction"
    if isinstance(cell, int):
        return "paper number"
    return "paper centred" if column.kind == "number" else "paper text"


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


def _span(sheet: Any, row: int, widths: Sequence[float], text: str, style: str, height: float | None = None) -> None:
    """A line across the whole table."""
    _merge(sheet, row, 1, len(widths), text, style)
    sheet.row_dimensions[row].height = height or min(TALLEST, 4 + LINE * _lines(text, sum(widths)))


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


def _height(texts: Iterable[str], widths: Iterable[float]) -> float:
    """A row's height in points, so that wrapped text shows: not every program works it out by itself."""
    most = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
    return min(TALLEST, 7 + LINE * most)


def _lines(text: str, width: float) -> int:
    # A character at 9 points takes about 85 % of the width that Excel counts in.
    return sum(max(1, ceil(cell_len(line) * 0.85 / (width - 1))) for line in text.split("\n"))
