"""Charts of a workbook: Excel's own, which point at the cells, so whoever changes a number sees it drawn anew."""

from typing import Any, Final

from lobby_tui.papers.content import Chart, Table
from lobby_tui.papers.text import visible

_MOST, _LEAST = 24.0, 13.0  # centimetres, how wide
_CHARACTER: Final = 0.19  # centimetres, of the width that Excel counts in
_LINE: Final = 0.5  # centimetres of a row of usual height
_UPRIGHT: Final = 7.0
_BAR: Final = 0.75
_GREY, _OUTLINE = "6E6E6E", "404040"


def height(table: Table, chart: Chart) -> float:
    """Centimetres: upright columns are as high as any, bars need room for each of their names."""
    return _UPRIGHT if chart.kind == "columns" else 2.5 + _BAR * len(table.rows) * len(chart.series)


def rows_taken(table: Table, chart: Chart) -> int:
    """How many empty rows the chart lies over."""
    return int(height(table, chart) / _LINE) + 2


def draw(sheet: Any, table: Table, chart: Chart, heading: int, row: int, room: float) -> None:
    """Put the chart of the table whose headings stand in row `heading` over the empty rows from `row` on.

    `room` is the width of the sheet in characters.
    """
    from openpyxl.chart import BarChart, Reference

    last = heading + len(table.rows)
    made = BarChart()
    made.type = "col" if chart.kind == "columns" else "bar"
    made.title = visible(table.title) or None
    made.width, made.height = min(_MOST, max(_LEAST, room * _CHARACTER)), height(table, chart)
    made.gapWidth = 40
    for place in chart.series:
        made.add_data(Reference(sheet, min_col=place + 1, min_row=heading, max_row=last), titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=chart.labels + 1, min_row=heading + 1, max_row=last))
    _look(made, len(chart.series))
    sheet.add_chart(made, f"A{row}")


def _look(made: Any, series: int) -> None:
    """Readable in black and white: the first series is filled, what it is held against an outline."""
    for place, one in enumerate(made.series):
        if place == 0:
            one.graphicalProperties.solidFill = _GREY
        else:
            one.graphicalProperties.noFill = True
        one.graphicalProperties.line.solidFill = _OUTLINE
    if series == 1:
        made.legend = None
    else:
        made.legend.position = "b"
    # Without saying so, recent versions of Excel leave the axes out.
    made.x_axis.delete = made.y_axis.delete = False
    if made.type == "bar":
        made.x_axis.scaling.orientation = "maxMin"  # the first name on top, as in the table
