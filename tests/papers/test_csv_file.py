"""The CSV is read back with the standard library, as another program would."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.papers.csv_file import render
from lobby_tui.papers.text import plain, unguarded, visible
from tests.papers.samples import HOSTILE, line, one_cell, paper, two_tables


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_bytes_are_what_excel_in_china_expects() -> None:
    data = render(paper(line()))
    assert data.startswith("\ufeff日期,状态,".encode())
    assert data.count(b"\r\n") == 2
    assert data.count(b"\n") == 2


def test_it_says_what_the_paper_says() -> None:
    made = paper(*(line(n, remarks=text) for n, text in enumerate(HOSTILE)), line(99, confirmation="周敏"))
    head, *rows = read(render(made))
    assert head == [column.title for column in made.columns]
    assert [[unguarded(cell) for cell in row] for row in rows] == [[plain(c) for c in row] for row in made.rows]


def test_a_formula_is_disarmed() -> None:
    rows = read(render(paper(line(remarks='=cmd|"/c calc"!A0'))))
    assert rows[1][-1] == '\'=cmd|"/c calc"!A0'


def test_a_number_below_zero_stays_a_number() -> None:
    assert read(render(one_cell(-3)))[1] == ["-3"]


def test_a_paper_without_rows_keeps_its_headings() -> None:
    assert len(read(render(paper()))) == 1


def test_several_tables_follow_each_other() -> None:
    assert read(render(two_tables())) == [
        ["Counts"],
        ["Name", "Number"],
        ["first", "3"],
        ["second", "4"],
        ["together", "7"],
        [],
        ["Others"],
        ["Name", "Number", "More"],
    ]


@given(st.text(st.characters()))
def test_any_text_comes_back(text: str) -> None:
    rows = read(render(one_cell(text)))
    expected = visible(text)
    # A line that is wholly empty is no row to a CSV reader.
    assert [unguarded(cell) for row in rows[1:] for cell in row] == ([expected] if expected or rows[1:] else [])
