"""The workbook is read back with openpyxl: types, print set-up, and nothing that runs."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lobby_tui.errors import RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.papers.text import unguarded, visible
from lobby_tui.papers.xlsx import HEADING_ROW, LONGEST, render
from tests.papers.samples import DAY, HEAD, HOSTILE, QR_TEXT, line, one_cell, pack, paper, two_tables


def read(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def unescaped(text: str) -> str:
    """As Excel reads a string: `_x005F_` is an underscore. openpyxl leaves this to its user."""
    return re.sub(r"_x005F_", "_", text)


def test_it_says_what_the_paper_says() -> None:
    made = paper(*(line(n, remarks=text) for n, text in enumerate(HOSTILE)), line(99, confirmation="周敏"))
    sheet = read(render(made))
    assert sheet["A1"].value == made.title
    assert "西湖支行" in sheet["A2"].value
    assert "陈晓明" in sheet["A3"].value
    assert [cell.value for cell in sheet[HEADING_ROW]] == [column.title for column in made.columns]
    for n, row in enumerate(made.rows, start=HEADING_ROW + 1):
        assert sheet.cell(n, 1).value == datetime(DAY.year, DAY.month, DAY.day)  # noqa: DTZ001
        texts = [cell.value for cell in sheet[n][1:]]
        assert [t if t is None else unguarded(t) for t in texts] == [cell or None for cell in row[1:]]


def test_cells_are_typed() -> None:
    sheet = read(render(paper(line(identifier="6222021234567890123", remarks="#N/A"))))
    row = sheet[HEADING_ROW + 1]
    assert row[0].is_date
    assert row[0].number_format == "yyyy-mm-dd"
    assert [cell.data_type for cell in row[4:6]] == ["s", "s"]
    assert row[4].value == "6222021234567890123"
    assert row[-1].data_type == "s"


@pytest.mark.parametrize("text", ['=cmd|"/c calc"!A0', "+86 138", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_is_a_formula(text: str) -> None:
    data = render(paper(line(remarks=text)))
    cell = read(data).cell(HEADING_ROW + 1, 11)
    assert (cell.data_type, cell.value) == ("s", f"'{text}")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert re.search(rb"<f[ >]", archive.read("xl/worksheets/sheet1.xml")) is None


def test_headings_stay_in_sight_and_are_printed_on_each_page() -> None:
    sheet = read(render(paper(line())))
    assert sheet.freeze_panes == f"A{HEADING_ROW + 1}"
    assert sheet.print_title_rows == f"$1:${HEADING_ROW}"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    expected = catalogue("zh")("Page {page} of {pages}", page="&P", pages="&N")
    assert sheet.oddFooter.center.text == expected


def test_boxes_to_sign_in_follow_the_rows() -> None:
    made = paper(line(), line(2))
    sheet = read(render(made))
    labels = [cell.value.split("\n")[0] for cell in sheet[sheet.max_row] if cell.value]
    assert tuple(labels) == made.signatures
    spans = [area for area in sheet.merged_cells.ranges if area.min_row == sheet.max_row]
    assert sum(area.size["columns"] for area in spans) == 11


def test_columns_hold_chinese_names_on_one_line() -> None:
    sheet = read(render(paper(line())))
    assert sheet.column_dimensions["C"].width >= 10
    assert sheet.column_dimensions["E"].width >= 18


def test_a_longer_text_makes_a_taller_row() -> None:
    sheet = read(render(paper(line(remarks="短"), line(2, remarks="长" * 60))))
    first, second = (sheet.row_dimensions[HEADING_ROW + n].height for n in (1, 2))
    assert second > 2 * first


def test_a_day_without_entries() -> None:
    sheet = read(render(paper()))
    assert sheet.cell(HEADING_ROW + 1, 1).value == catalogue("zh")("No entries on this day.")


def test_the_longest_text_is_whole_and_a_longer_one_is_refused() -> None:
    whole = read(render(one_cell("长" * LONGEST))).cell(HEADING_ROW + 1, 1)
    assert whole.value == "长" * LONGEST
    with pytest.raises(RefusedError) as refused:
        render(one_cell("𠮷" * (LONGEST // 2 + 1)))
    assert refused.value.message.params == {"column": "Heading", "row": 1}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters()), min_size=1, max_size=8))
def test_any_text_comes_back(texts: list[str]) -> None:
    sheet = read(render(paper(*(line(n, remarks=text) for n, text in enumerate(texts)))))
    for n, text in enumerate(texts, start=HEADING_ROW + 1):
        cell = sheet.cell(n, 11)
        assert unguarded(unescaped(cell.value or "")) == visible(text)
        assert cell.data_type == ("s" if text else "n")


def test_an_underscore_code_of_excel_stays_text() -> None:
    with zipfile.ZipFile(io.BytesIO(render(one_cell("_x0041_")))) as archive:
        assert b"_x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml")


def test_tables_stand_under_one_another() -> None:
    sheet = read(render(two_tables()))
    found = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows(min_row=HEADING_ROW)]
    assert [row for row in found if row] == [
        ["Counts"],
        ["Name", "Number"],
        ["first", 3],
        ["second", 4],
        ["together", 7],
        ["Others"],
        ["Name", "Number", "More"],
        ["Nothing of that kind."],
    ]
    assert sheet.auto_filter.ref is None
    assert sheet.freeze_panes is None
    assert sheet.print_title_rows == "$1:$3"


def test_a_pack_is_a_workbook_with_a_cover_and_a_sheet_a_paper() -> None:
    book = load_workbook(io.BytesIO(render(pack(paper(line()), two_tables()))))
    assert book.sheetnames == ["营业日资料", "已识别优质客户信息记录表", "T"]
    texts = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert QR_TEXT in texts
    assert " ".join(HEAD[at : at + 8] for at in range(0, 64, 8)) in texts
    assert book.worksheets[1].cell(HEADING_ROW + 1, 3).value == "欧阳*娜"
    orientations = [sheet.page_setup.orientation for sheet in book.worksheets]
    assert orientations == ["portrait", "landscape", "landscape"]
