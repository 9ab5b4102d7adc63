"""A paper as CSV (RFC 4180, CRLF): its headings and rows only, so that programs can read it.

A paper of several tables has one block after another: the table's title, its headings, its rows, an empty line.

UTF-8 with a byte-order mark, without which Excel in China takes the file for GBK. A text that a spreadsheet
might run as a formula has a `'` in front; `lobby_tui.papers.text.unguarded` takes it off again. Spreadsheets
also read long numbers from CSV inexactly: whoever wants to open the paper in Excel exports XLSX.
"""

import csv
import io

from lobby_tui.papers.content import Cell, Paper
from lobby_tui.papers.text import guarded, plain


def render(paper: Paper) -> bytes:
    """The CSV file of `paper`; dates are ISO, an unsigned cell is empty."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    for n, table in enumerate(paper.tables):
        if n:
            writer.writerow([])
        if table.title:
            writer.writerow([_text(table.title)])
        writer.writerow(_text(column.title) for column in table.columns)
        writer.writerows([_text(cell) for cell in row] for row in table.printed)
    return stream.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    # A number or a date is no formula, even below zero.
    return guarded(plain(cell)) if isinstance(cell, str) else plain(cell)
