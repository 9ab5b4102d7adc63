"""A paper in a window: everything is there, nothing is too wide, rows are folded rather than squeezed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lobby_tui.locale import Language
from lobby_tui.papers.preview import preview
from lobby_tui.papers.text import plain, visible
from tests.papers.samples import DAY, line, one_cell, paper, two_tables

LINE = line(confirmation="陈伟 11-22 15:20", result="理财产品 2 笔", identifier="6222021234567890123")


def squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", [72, 76, 116, 190])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_but_the_date_is_there_and_fits(width: int, language: Language) -> None:
    made = paper(LINE, line(2, remarks="长文" * 80), language=language)
    shown = preview(made, width)
    assert max(cell_len(one) for one in shown) <= width
    text = squashed("".join(shown))
    for row in made.rows:
        for cell in row[1:]:
            if len(plain(cell)) < 13:
                assert squashed(plain(cell)) in text
    assert squashed("长文" * 3) in text
    assert DAY.isoformat() not in text


def test_a_row_is_folded_so_that_what_it_says_stays_whole() -> None:
    text = preview(paper(LINE), 76)
    rules = [n for n, one in enumerate(text) if one.startswith(("=", "-"))]
    row = text[rules[1] + 1 : rules[2]]
    assert len(row) == 2
    assert [one[:4] == "    " for one in row] == [False, True]
    for whole in ("欧阳*娜", "6222021234567890123", "138****5678", "陈伟 11-22 15:20", "理财产品 2 笔"):
        assert any(whole in one for one in row)
    assert {one[:4] == "    " for one in text[rules[0] + 1 : rules[1]]} == {False, True}


def test_a_wide_window_has_a_row_a_line() -> None:
    text = preview(paper(LINE), 190)
    rules = [n for n, one in enumerate(text) if one.startswith(("=", "-"))]
    assert rules[2] - rules[1] == 2


def test_tables_totals_and_what_is_said_of_none() -> None:
    text = [re.sub(" +", " ", one) for one in preview(two_tables(), 76)]
    assert {"Counts", "first 3", "together 7", "Others", "Nothing of that kind."} <= set(text)


@given(st.text(st.characters()), st.integers(40, 120))
def test_any_text_fits(text: str, width: int) -> None:
    shown = preview(one_cell(text), width)
    assert all(cell_len(one) <= width for one in shown)
    assert squashed(visible(text).expandtabs(4)) in squashed("".join(shown))


def test_words_of_headings_are_not_broken() -> None:
    text = "\n".join(preview(paper(LINE, language="en"), 76))
    for word in ("Identified", "information", "confirmation", "Status", "Remarks"):
        assert word in text
