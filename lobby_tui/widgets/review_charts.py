"""Charts of the review, drawn in cells: they are read without colour, and without a mouse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from lobby_tui.widgets.charts import BLOCKS, STEPS

USUAL: Final = "┄"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_LEAST_WIDE: Final = 3


def sparkline(values: Sequence[float]) -> str:
    """One character for each value, as high as the value is against the highest; nothing at all stays blank."""
    highest = max(values, default=0)
    if highest <= 0:
        return " " * len(values)
    # Whatever is there at all shows.
    return "".join(BLOCKS[min(STEPS, -(-int(value * STEPS * 1000 / highest) // 1000))] for value in values)


def column_width(number: int, width: int, widest: int = 7) -> int:
    """How wide each of `number` columns is drawn in `width` cells."""
    return max(_LEAST_WIDE, min(widest, width // max(1, number)))


def against_usual(
    counts: Mapping[str, int], usual: Mapping[str, float], height: int, width: int, widest: int = 7
) -> Content:
    """Columns with their numbers above and names below; `┄` beside a column stands where it usually ends.

    A name of `usual` that has no count is drawn as well: nothing where there usually is something says a lot.
    """
    names = [*counts, *(name for name in usual if name not in counts)]
    names.sort()
    if not names:
        return Content("")
    wide = column_width(len(names), width, widest)
    highest = max([*counts.values(), *usual.values(), 1])

    def eighths(value: float) -> int:
        return -(-int(value * height * STEPS * 1000 / highest) // 1000)

    lines = [
        Content("").join(
            _cell(eighths(counts.get(name, 0)), eighths(usual.get(name, 0)), height - 1 - row, wide) for name in names
        )
        for row in range(height)
    ]
    numbers = Content("").join(Content.styled(f"{counts.get(name, 0):^{wide}}", "bold") for name in names)
    feet = Content("").join(Content.styled(f"{name:^{wide}}", "$muted") for name in names)
    return Content("\n").join([numbers, *lines, feet])


def _cell(height: int, usual: int, line: int, wide: int) -> Content:
    """One column's piece of a line, both heights in eighths of a line, lines counted from the bottom."""
    filled = min(max(height - line * STEPS, 0), STEPS)
    marked = usual > 0 and line == (usual - 1) // STEPS
    if not marked:
        return Content.styled((BLOCKS[filled] * (wide - 2)).center(wide), "$primary")
    middle = BLOCKS[filled] * (wide - 2) if filled else USUAL * (wide - 2)
    edge = Content.styled(USUAL, "$muted")
    return Content.assemble(edge, (middle, "$primary" if filled else "$muted"), edge)


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart: a name, how long it is, and what stands behind it."""

    name: str
    value: float
    text: str


def bars(rows: Sequence[Bar], width: int) -> Content:
    """Horizontal bars, one below the other, the longest filling what names and texts leave of `width`."""
    if not rows:
        return Content("")
    names = [Content(row.name) for row in rows]
    texts = [Content(row.text) for row in rows]
    name_room = min(max(name.cell_length for name in names), width // 2)
    text_room = max(text.cell_length for text in texts)
    room = max(4, width - name_room - text_room - 4)
    highest = max([row.value for row in rows] + [0])
    lines = []
    for row, name, text in zip(rows, names, texts, strict=True):
        cut = name.truncate(name_room, ellipsis=True) if name.cell_length > name_room else name
        bar = _length(row.value / highest * room if highest > 0 else 0).ljust(room)
        lines.append(
            Content.assemble(
                cut.pad_right(name_room - cut.cell_length),
                "  ",
                (bar, "$primary"),
                "  ",
                text.pad_left(text_room - text.cell_length),
            )
        )
    return Content("\n").join(lines)


def _length(cells: float) -> str:
    """A bar of so many cells, in eighths; whatever is there at all shows."""
    whole = int(cells)
    part = min(8, round((cells - whole) * 8))
    if not whole and cells > 0:
        part = max(1, part)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def interval(low: float, share: float, high: float, width: int) -> str:
    """A share and between what it lies, 0 to 1 over `width` cells: `   ├──█────┤     `."""
    last = width - 1
    left, middle, right = (round(value * last) for value in (low, share, high))
    cells = [" "] * width
    cells[left : right + 1] = "─" * (right - left + 1)
    cells[left], cells[right] = "├", "┤"
    cells[middle] = "█"
    return "".join(cells)
