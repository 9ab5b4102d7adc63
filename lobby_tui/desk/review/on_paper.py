"""A table of the review as a table of a paper, with what is drawn of it."""

from typing import Final

from lobby_tui.desk.review.table import ReviewTable, value_of
from lobby_tui.locale import Catalogue
from lobby_tui.papers.content import Chart, Column, Table

_NARROW, _MIDDLE, _WIDE = 16.0, 22.0, 44.0
_SHORT: Final = 8
"""Up to so many characters a text needs no more room than a number."""


def table_of(table: ReviewTable, t: Catalogue, *, title: str = "", chart: Chart | None = None) -> Table:
    """`table` in a language; columns of texts are as wide as their longest one asks for."""
    rows = tuple(tuple(value_of(cell, t) for cell in row) for row in table.rows)
    columns = []
    for place, one in enumerate(table.columns):
        heading = t.render(one.title)
        longest = max([len(heading), *(len(str(row[place] or "")) for row in rows)])
        width = _NARROW if one.numeric or longest <= _SHORT else _MIDDLE if longest <= 2 * _SHORT else _WIDE
        columns.append(Column(str(place), heading, width, "number" if one.numeric else "text"))
    return Table(tuple(columns), rows, title, empty=t("There is nothing to show."), chart=chart)
