"""The charts of a paper: drawn in the PDF, Excel's own in the workbook, and the numbers in both."""

import io
import re
from dataclasses import replace
from typing import Any, Literal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lobby_tui.papers import csv_file, pdf, txt, xlsx
from lobby_tui.papers.content import Cell, Chart, Column, Paper, Table
from tests.papers.samples import paper

HOURS: tuple[tuple[Cell, ...], ...] = (("09:00", 12, 10.5), ("10:00", 25, None), ("11:00", 0, 31.25))
COLUMNS = (Column("hour", "时段", 20), Column("n", "来访", 20, "number"), Column("usual", "平日", 20, "number"))


def drawn(
    kind: Literal["columns", "bars"] = "columns", *, series: tuple[int, ...] = (1, 2), rows: Any = HOURS
) -> Paper:
    table = Table(COLUMNS, rows, "各时段来访", chart=Chart(kind, 0, series))
    return replace(paper(), tables=(table, Table(COLUMNS, HOURS, "另表")))


def plainly(made: Paper) -> Paper:
    return replace(made, tables=tuple(replace(table, chart=None) for table in made.tables))


def workbook(made: Paper) -> Any:
    return load_workbook(io.BytesIO(xlsx.render(made))).active


@pytest.mark.parametrize("kind", ["columns", "bars"])
def test_the_pdf_draws_it_and_says_the_numbers(kind: Literal["columns", "bars"]) -> None:
    made = drawn(kind)
    text = PdfReader(io.BytesIO(pdf.render(made))).pages[0].extract_text()
    without = PdfReader(io.BytesIO(pdf.render(plainly(made)))).pages[0].extract_text()
    for label, times in (("09:00", 1), ("11:00", 1), ("25", 1)):
        assert text.count(label) == without.count(label) + times
    # The legend names both, the numbers stand by the first.
    assert text.count("平日") == without.count("平日") + 1


def test_bars_are_as_long_as_their_numbers() -> None:
    def lengths(*numbers: Cell) -> list[float]:
        rows = tuple((f"{n}", number, None) for n, number in enumerate(numbers))
        return _rectangles(pdf.render(drawn("bars", series=(1,), rows=rows)))

    whole, half = lengths(100, 50, 0)
    assert half == pytest.approx(whole / 2, rel=0.01)
    assert lengths(7)[0] == pytest.approx(whole, rel=0.01)


def _rectangles(data: bytes) -> list[float]:
    """How wide the bars are: paths that begin at 0 and are filled with the grey of the first series."""
    content = PdfReader(io.BytesIO(data)).pages[0].get_contents()
    assert content is not None
    found = re.findall(r"0\.4313\d* scn 0 0 m ([\d.]+) 0 l", content.get_data().decode("latin-1"))
    return [float(width) for width in found]


@pytest.mark.parametrize(("kind", "type_"), [("columns", "col"), ("bars", "bar")])
def test_the_workbook_has_excels_own(kind: Literal["columns", "bars"], type_: str) -> None:
    sheet = workbook(drawn(kind))
    (chart,) = sheet._charts
    assert chart.type == type_
    assert [one.val.numRef.f for one in chart.series] == [
        f"'{sheet.title}'!$B$6:$B$8",
        f"'{sheet.title}'!$C$6:$C$8",
    ]
    assert [cell.value for (cell,) in sheet["B6:B8"]] == [12, 25, 0]
    assert chart.series[0].cat.numRef.f == f"'{sheet.title}'!$A$6:$A$8"


def test_the_next_table_stands_below_the_chart() -> None:
    sheet = workbook(drawn())
    (chart,) = sheet._charts
    (below,) = [cell.row for (cell,) in sheet["A1:A80"] if cell.value == "另表"]
    top = chart.anchor._from.row
    assert top >= 8
    # Rows of the usual height are half a centimetre high.
    assert below - top >= chart.height / 0.53


def test_a_table_without_rows_has_no_chart() -> None:
    assert workbook(drawn(rows=()))._charts == []
    assert "当日无记录" in PdfReader(io.BytesIO(pdf.render(drawn(rows=())))).pages[0].extract_text()


def test_formats_that_do_not_draw_say_the_same_as_without() -> None:
    made = drawn()
    assert csv_file.render(made) == csv_file.render(plainly(made))
    assert txt.render(made) == txt.render(plainly(made))
