"""The plain text: aligned by display width, no line too wide, nothing lost in wrapping."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from lobby_tui.locale import Language
from lobby_tui.papers.content import Paper
from lobby_tui.papers.txt import render, wrapped
from tests.papers.samples import line, one_cell, paper, two_tables


def lines(made: Paper, width: int = 120) -> list[str]:
    return render(made, width).decode().splitlines()


def squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: Language) -> None:
    made = paper(line(), line(2, remarks="长文" * 80, result="x" * 300, confirmation="周敏"), language=language)
    assert max(cell_len(text) for text in lines(made, width)) == width


@pytest.mark.parametrize(("asked", "given"), [(10, 80), (500, 200)])
def test_an_odd_width_counts_as_the_nearest(asked: int, given: int) -> None:
    assert max(cell_len(text) for text in lines(paper(line()), asked)) == given


def test_columns_are_aligned() -> None:
    made = paper(line(customer="王*"), line(2, customer="Alexander"), line(3, customer="欧阳*娜"))
    starts = set()
    for text in lines(made, 200):
        if text.startswith("2026-11-22"):
            starts.add(cell_len(text[: text.index("陈晓明")]))
    assert len(starts) == 1


def test_head_rows_counts_and_boxes_are_all_there() -> None:
    made = paper(*(line(n) for n in range(5)), facts=(("审计链", "9f2c" * 16),))
    text = "\n".join(lines(made, 200))
    assert text.lstrip().startswith(made.title)
    assert text.count("工作日下午三点以后") == 5
    for label, value in made.facts:
        assert label in text
        assert value in text
    for label in made.signatures:
        assert re.search(rf"^{label}.*_____", text, re.M)


def test_names_dates_and_phones_are_not_broken_at_the_usual_width() -> None:
    text = "\n".join(lines(paper(line()), 120))
    for whole in ("2026-11-22", "欧阳*娜", "138****5678", "A01 B04"):
        assert whole in text


def test_a_terminal_is_never_commanded() -> None:
    assert b"\x1b" not in render(paper(line(customer="\x1b[2J王")))
    assert b"[U+001B][2J" in render(one_cell("\x1b[2J王"))


def test_a_variation_selector_stays_with_its_character() -> None:
    assert wrapped("葛\U000e0100城", 2) == ["葛\U000e0100", "城"]
    # This one makes its heart wider: the two go to the next line together.
    assert not any(part.startswith("\ufe0f") for part in wrapped("abc❤\ufe0f", 4))


def test_lines_break_at_spaces() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrapped("a\nb", 4) == ["a", "b"]


@example("\U000e0100 aa欧欧", 5)
@given(st.text(st.sampled_from("ab c王欧\n\u0301\U000e0100😀é")), st.integers(4, 30))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    broken = wrapped(text, width)
    assert squashed("".join(broken)) == squashed(text)
    assert all(cell_len(part) <= width for part in broken)


def test_tables_follow_each_other_with_their_totals() -> None:
    text = [one for one in lines(two_tables(), 80) if one]
    start = text.index("Counts")
    rule, thick = "-" * 80, "=" * 80
    assert [re.sub(r" +", " ", one).strip() for one in text[start:]] == [
        "Counts", thick, "Name Number", thick, "first 3", rule, "second 4", thick, "together 7", thick,
        "Others", thick, "Name Number More", thick, "Nothing of that kind.", thick,
    ]  # fmt: skip
