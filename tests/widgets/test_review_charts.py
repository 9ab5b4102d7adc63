"""The charts of the review: the right shapes, always the right width, and never a mark for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.widgets.review_charts import USUAL, Bar, against_usual, bars, interval, sparkline

HOURS = st.dictionaries(st.sampled_from([f"{hour:02}" for hour in range(8, 19)]), st.integers(0, 400), max_size=11)
SHARE = st.floats(0, 1)


@pytest.mark.parametrize(
    ("values", "line"), [([0, 1, 4, 8], " ▁▄█"), ([], ""), ([0, 0], "  "), ([5], "█"), ([1, 1000], "▁█")]
)
def test_a_sparkline(values: list[float], line: str) -> None:
    assert sparkline(values) == line


def test_the_usual_stands_beside_the_column() -> None:
    drawn = against_usual({"09": 8, "10": 2}, {"09": 4, "10": 4, "11": 8}, height=4, width=15)
    assert drawn.plain.split("\n") == [
        "  8    2    0  ",
        " ███      ┄┄┄┄┄",
        " ███           ",
        "┄███┄┄┄┄┄┄     ",
        " ███  ███      ",
        " 09   10   11  ",
    ]  # fmt: skip


def test_without_anything_there_is_no_chart() -> None:
    assert against_usual({}, {}, 4, 40).plain == ""
    assert bars([], 40).plain == ""


@given(HOURS, HOURS, st.integers(1, 12), st.integers(33, 160))
def test_every_line_is_as_wide_as_the_others(
    counts: dict[str, int], usual: dict[str, float], height: int, width: int
) -> None:
    lines = against_usual(counts, usual, height, width).split("\n") if counts or usual else []
    assert len({line.cell_length for line in lines}) <= 1
    assert all(line.cell_length <= width for line in lines)
    assert not counts or not lines or len(lines) == height + 2


@given(HOURS, st.integers(2, 12))
def test_a_column_that_is_as_usual_ends_at_its_mark(counts: dict[str, int], height: int) -> None:
    drawn = against_usual(counts, dict(counts), height, 77).plain
    assert drawn.count(USUAL) == 2 * sum(count > 0 for count in counts.values())


@given(st.lists(st.tuples(st.text("接待a ", max_size=12), st.integers(0, 999)), max_size=8), st.integers(30, 120))
def test_bars_fit_and_the_longest_is_the_most(rows: list[tuple[str, int]], width: int) -> None:
    drawn = bars([Bar(name, value, str(value)) for name, value in rows], width)
    lines = drawn.split("\n") if rows else []
    assert all(line.cell_length <= width for line in lines)
    lengths = [line.plain.count("█") for line in lines]
    for (_, one), length in zip(rows, lengths, strict=True):
        assert (length == 0) >= (one == 0)
        assert all(length >= other for (_, less), other in zip(rows, lengths, strict=True) if less < one)


def test_an_interval() -> None:
    assert interval(0.0, 0.5, 1.0, 5) == "├─█─┤"
    assert interval(0.25, 0.5, 0.75, 9) == "  ├─█─┤  "


@given(SHARE, SHARE, SHARE, st.integers(5, 60))
def test_an_interval_has_its_width_and_its_share(one: float, two: float, three: float, width: int) -> None:
    low, share, high = sorted((one, two, three))
    drawn = interval(low, share, high, width)
    assert len(drawn) == width
    assert drawn.count("█") == 1
    assert drawn.strip(" ")[0] in "├█"
