"""Breaking texts into lines: nothing is lost, nothing is too wide, and punctuation stays with its word."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual.content import Content

from lobby_tui.widgets.wrapping import NEVER_FIRST, wrapped

TEXT = st.text(alphabet="接收客户，。（）！‼· aB1", max_size=80)


def lines(text: str, width: int, hang: int = 0) -> list[str]:
    return [line.plain for line in wrapped(Content(text), width, hang)]


@given(TEXT, st.integers(2, 40))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    found = wrapped(Content(text), width)
    assert "".join(line.plain for line in found).replace(" ", "") == text.replace(" ", "")
    assert all(line.cell_length <= width for line in found)


@given(TEXT, st.integers(12, 40))
def test_a_line_begins_with_punctuation_only_where_there_is_nothing_else(text: str, width: int) -> None:
    # Behind a space it is a mark of its own ("! overdue"), which may begin a line.
    assume(not any(f" {mark}" in text for mark in NEVER_FIRST))
    for before, line in zip(lines(text, width), lines(text, width)[1:], strict=False):
        if line[:1] in NEVER_FIRST and line[:1].strip():
            # Not even one character before it may begin a line.
            assert all(one in NEVER_FIRST or one in "（ ‼·aB1" for one in before[-3:-1])


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("填写原因后结转。关闭后", 14, ["填写原因后结", "转。关闭后"]),
        ("一键 Enter 接收（同时）", 11, ["一键 Enter", "接收（同", "时）"]),
        ("计算；‼ 表示等候", 8, ["计算；", "‼ 表示等", "候"]),
        ("· 开户 1 户，国债 2 笔", 12, ["· 开户 1", "  户，国债 2", "  笔"]),
        ("two words", 6, ["two", "words"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("", 10, [""]),
    ],
)
def test_where_lines_break(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_lines_hang() -> None:
    assert lines("one two three", 7, hang=2) == ["one two", "  three"]
