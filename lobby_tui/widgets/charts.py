"""Charts and tables drawn in cells of the terminal."""

from collections.abc import Mapping, Sequence

from textual.content import Content

BLOCKS = " ▁▂▃▄▅▆▇█"
STEPS = len(BLOCKS) - 1


def columns(counts: Mapping[str, int], height: int, width: int) -> Content:
    """A chart with a column for each count: the number above it, its name under it.

    The highest column has `height` lines; where there is too little width the columns come closer together.
    """
    if not counts:
        return Content("")
    wide = max(3, min(8, width // len(counts)))
    highest = max([*counts.values(), 1])
    # In eighths of a line; whatever is there at all shows.
    heights = {name: -(-count * height * STEPS // highest) for name, count in counts.items()}
    lines = [Content("").join(_cell(height - 1 - row, heights[name], wide) for name in counts) for row in range(height)]
    numbers = Content("").join(Content.styled(str(count).center(wide), "bold") for count in counts.values())
    names = Content("").join(Content.styled(name.center(wide), "$muted") for name in counts)
    return Content("\n").join([numbers, *lines, names])


def _cell(line: int, height: int, wide: int) -> Content:
    """What a column of `height` eighths shows on a line, counted from the bottom."""
    filled = min(max(height - line * STEPS, 0), STEPS)
    return Content.styled((BLOCKS[filled] * (wide - 2)).center(wide), "$primary")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Content:
    """A small table: the first column takes what is left of `width` and is cut where it has to, the others are figures
    and stand at the right.
    """
    figures = [max(Content(row[index]).cell_length for row in (heads, *rows)) + 2 for index in range(1, len(heads))]
    room = max(6, width - sum(figures))
    lines = [_row(heads, figures, room, "$muted"), *(_row(row, figures, room, "") for row in rows)]
    return Content("\n").join(lines)


def _row(cells: Sequence[str], figures: Sequence[int], room: int, style: str) -> Content:
    name = Content(cells[0])
    if name.cell_length > room:
        name = name.truncate(room, ellipsis=True)
    line = name.pad_right(room - name.cell_length)
    for cell, wide in zip(cells[1:], figures, strict=True):
        figure = Content(cell)
        line += figure.pad_left(wide - figure.cell_length)
    return Content.styled(line.plain, style) if style else line
