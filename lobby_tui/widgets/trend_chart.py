"""Values over time as columns, with a line where each stood a year before; read without colour."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from lobby_tui.widgets.charts import BLOCKS, STEPS

BEFORE: Final = "━"
WIDEST: Final = 7
_WIDE_GAP: Final = 4


def trend_chart(
    values: Sequence[int | None],
    before: Sequence[int | None],
    names: Sequence[str],
    top: str,
    width: int,
    height: int,
) -> Content:
    """A column for each value, `━` beside it as high as the year before; `height` lines with the names below.

    `top` is how the highest value is written; it stands at the height of it. Where there is no room for all, the last
    ones are shown. With two lines of room this is a sparkline with its names, too low to compare with anything.
    """
    gutter = Content(top).cell_length + 1
    room = width - gutter
    shown = min(len(values), max(1, room // 2))
    values, before, names = values[-shown:], before[-shown:], names[-shown:]
    if not values:
        return Content("")
    highest = max([1, *(one or 0 for one in (*values, *before))])
    wide = min(WIDEST, max(2, room // shown))
    lines = height - 1
    scale = lines * STEPS * 1000
    if lines == 1:
        before = [None] * shown
    tops = [
        (_eighths(one, scale, highest), _eighths(then, scale, highest))
        for one, then in zip(values, before, strict=True)
    ]
    drawn = []
    for row in range(lines):
        label = top if row == 0 else "0" if row == lines - 1 else ""
        cells = [_cell(now, then, lines - 1 - row, wide) for now, then in tops]
        drawn.append(Content("").join([Content.styled(label.rjust(gutter - 1) + " ", "$muted"), *cells]))
    drawn.append(Content.styled(" " * gutter + _feet(names, wide), "$muted"))
    return Content("\n").join(drawn)


def _eighths(value: int | None, scale: int, highest: int) -> int:
    """How high a value is; whatever is there at all shows."""
    return -(-int((value or 0) * scale / highest) // 1000)


def _cell(now: int, then: int, line: int, wide: int) -> Content:
    """A column's piece of a line, counted from the bottom: the bar, then the gap in which the year before is marked."""
    gap = 2 if wide > _WIDE_GAP else 1
    block = BLOCKS[min(max(now - line * STEPS, 0), STEPS)] * (wide - gap)
    marked = then > 0 and line == (then - 1) // STEPS
    return Content.assemble((block, "$primary"), ((BEFORE if marked else " ") * gap, "bold $accent"))


def _feet(names: Sequence[str], wide: int) -> str:
    """As many of the names as stand apart, each under the left edge of its column."""
    line = ""
    for place, name in enumerate(names):
        at = place * wide
        if at >= len(line) + (1 if line else 0) and at + len(name) <= len(names) * wide:
            line = line.ljust(at) + name
    return line
