"""The board of figures: where they stand, which is next to which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region

from lobby_tui.widgets.mark_board import COLUMN, Block, Hours, Line, MarkBoard, _distance, arranged, needed

TEXT = st.text("推介 Visits！12", max_size=30)
FIGURE = st.builds(Line, st.uuids().map(str), TEXT, TEXT.map(lambda text: text[:8]), st.booleans(), st.booleans())
BLOCKS = st.lists(st.builds(Block, TEXT, st.lists(FIGURE, max_size=9)), min_size=1, max_size=7)
HOURS = st.dictionaries(st.integers(0, 23).map("{:02}".format), st.integers(0, 400), max_size=12)


def drawn(board: MarkBoard) -> list[str]:
    return str(board.content).split("\n")


@given(BLOCKS, HOURS, st.integers(78, 200), st.integers(10, 60))
def test_every_figure_stands_where_it_is_looked_for(
    blocks: list[Block], counts: dict[str, int], width: int, height: int
) -> None:
    board = MarkBoard()
    board.show(Hours(counts, {}, {name: f"hour:{name}" for name in counts}), blocks, width, height)
    lines = drawn(board)
    assert all(cell_len(line) <= width for line in lines)
    codes = {line.code for block in blocks for line in block.lines} | {f"hour:{name}" for name in counts}
    assert set(board.spots) == codes
    assert board.chosen in codes or not codes
    for code, spot in board.spots.items():
        assert spot.right <= width, code
        assert spot.bottom <= len(lines), code
    if counts:
        assert lines[0].split()[-1].lstrip(">") == str(counts[max(counts)])


@given(BLOCKS, st.integers(COLUMN, 200))
def test_every_block_is_in_one_column(blocks: list[Block], width: int) -> None:
    columns = arranged(blocks, width)
    assert len(columns) <= max(1, width // COLUMN)
    assert sorted(map(id, blocks)) == sorted(id(block) for column in columns for block in column)
    assert needed(blocks, width) == max(sum(len(block.lines) + 2 for block in column) for column in columns) - 1


def test_a_click_lands_on_the_figure_that_is_seen_there() -> None:
    board = MarkBoard()
    first = Block("客流", [Line("a", "到访", "12"), Line("b", "正在等候", "3")])
    second = Block("推介", [Line("c", "已介绍", "7")])
    board.show(Hours({"09": 5}, {}, {"09": "hour:09"}), [first, second], 78, 24)
    lines = drawn(board)
    for code, name in (("a", "到访"), ("b", "正在等候"), ("c", "已介绍")):
        spot = board.spots[code]
        line = lines[spot.y]
        assert name in line
        assert spot.x <= cell_len(line[: line.index(name)]) < spot.right
    assert board.spots["hour:09"].y == 0


def test_only_one_figure_is_marked_and_the_mark_stays() -> None:
    board = MarkBoard()
    block = Block("客流", [Line("a", "到访", "12"), Line("b", "正在等候", "3", urgent=True)])
    board.show(Hours(), [block], 78, 20)
    assert drawn(board)[1].startswith(">到访")
    assert drawn(board)[2].startswith(" 正在等候")
    assert drawn(board)[2].rstrip().endswith("! 3")
    board.chosen = "b"
    board.show(Hours(), [block], 120, 30)
    assert drawn(board)[2].startswith(">正在等候")
    board.show(Hours(), [Block("客流", [Line("a", "到访", "13")])], 120, 30)
    assert board.chosen == "a"


@pytest.mark.parametrize(
    ("x", "y", "nearer", "farther"),
    [
        (0, 1, Region(0, 6, 25, 1), Region(26, 6, 25, 1)),
        (0, -1, Region(0, 4, 25, 1), Region(0, 3, 25, 1)),
        (1, 0, Region(26, 5, 25, 1), Region(52, 5, 25, 1)),
        (1, 0, Region(26, 5, 25, 1), Region(26, 8, 25, 1)),
    ],
)
def test_what_is_next(x: int, y: int, nearer: Region, farther: Region) -> None:
    here = Region(0, 5, 25, 1)
    near, far, back = (_distance(here, there, x, y) for there in (nearer, farther, here))
    assert back is None
    assert near is not None
    assert far is not None
    assert near < far
    assert _distance(here, nearer, -x, -y) is None
