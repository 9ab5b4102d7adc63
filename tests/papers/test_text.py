"""No text on paper hides anything, and no text is taken for a formula."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.papers.text import guarded, plain, unguarded, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a[U+0000]b"),
        ("\x1b]52;c;eA==\x07", "[U+001B]]52;c;eA==[U+0007]"),
        ("张\u202e三", "张[U+202E]三"),
        ("a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"),
        ("\ufffe\uffff\U0001ffff", "[U+FFFE][U+FFFF][U+1FFFF]"),
        ("\ud800", "[U+D800]"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "é"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("👨\u200d👧", "👨\u200d👧"),
    ],
)
def test_what_cannot_be_printed_is_named(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_cells_as_text() -> None:
    assert [plain(cell) for cell in (None, 7, date(2026, 11, 2), "王")] == ["", "7", "2026-11-02", "王"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\n=1", "＝1", " =1", "'=1", "''-2"])
def test_formulas_get_one_quote(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "王*", "1-2", "a=b", "'tis", "138****5678", "'"])
def test_other_texts_stay(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text(st.sampled_from("'=+-@ \t\n＝a王")))
def test_the_guard_loses_nothing(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "＝"))


@given(st.text())
def test_visible_text_can_always_be_written_and_is_stable(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert visible(shown) == shown
