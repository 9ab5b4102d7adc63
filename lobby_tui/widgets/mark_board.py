"""Figures in panels under a chart, one of them marked: arrow keys go from one to the next, Enter opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.widgets.review_charts import against_usual, column_width

COLUMN: Final = 26
_WIDEST_COLUMN: Final = 40
_WIDEST_BAR: Final = 18
_HIGHEST: Final = 18
_LOWEST: Final = 3
_POINTER: Final = ">"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure on the board: its name, how it is written, whether it is urgent, whether it is a part of the last."""

    code: str
    name: str
    text: str
    urgent: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Figures under a heading."""

    title: str
    lines: Sequence[Line]

    @property
    def height(self) -> int:
        """Its lines with the heading and an empty one."""
        return len(self.lines) + 2


@dataclass(frozen=True, slots=True)
class Hours:
    """What the chart draws: counts by name, the usual ones, and the code of each name's figure."""

    counts: Mapping[str, int] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


def arranged(blocks: Sequence[Block], width: int) -> list[list[Block]]:
    """The blocks in as many columns as fit, each in the shortest one at its turn."""
    columns: list[list[Block]] = [[] for _ in range(max(1, min(len(blocks), width // COLUMN)))]
    for block in blocks:
        min(columns, key=lambda column: sum(one.height for one in column)).append(block)
    return columns


def needed(blocks: Sequence[Block], width: int) -> int:
    """How many lines the blocks take in `width` cells."""
    return max(sum(one.height for one in column) for column in arranged(blocks, width)) - 1 if blocks else 0


class MarkBoard(Static, can_focus=True):
    """A chart and blocks of figures."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"go({x}, {y})", show=False)
        for key, x, y in (("left", -1, 0), ("right", 1, 0), ("up", 0, -1), ("down", 0, 1))
    ]

    class Opened(Message):
        """A figure was clicked, or Enter pressed on it."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__("", id=id, markup=False)
        self.hours = Hours()
        self.blocks: Sequence[Block] = ()
        self.chosen = ""
        """The code of the figure that is marked."""
        self.spots: dict[str, Region] = {}
        self._room = (0, 0)

    def show(self, hours: Hours, blocks: Sequence[Block], width: int, height: int) -> None:
        """Show them in `width` cells, the chart in what the blocks leave of `height`; the mark stays where it was."""
        self.hours, self.blocks, self._room = hours, blocks, (width, height)
        self._draw()

    def _draw(self) -> None:
        width, height = self._room
        codes = [line.code for block in self.blocks for line in block.lines] + list(self.hours.codes.values())
        if self.chosen not in codes:
            self.chosen = codes[0] if codes else ""
        self.spots = {}
        chart = self._chart(width, max(_LOWEST, min(_HIGHEST, height - needed(self.blocks, width) - 3)))
        self.update(Content("\n").join([*chart, *self._panels(width, len(chart))]))

    def _chart(self, width: int, height: int) -> list[Content]:
        hours = self.hours
        if not hours.codes:
            return []
        wide = column_width(len(hours.codes), width, _WIDEST_BAR)
        _, *drawn = against_usual(hours.counts, hours.usual, height, width, _WIDEST_BAR).split("\n")
        numbers = []
        for place, (name, code) in enumerate(sorted(hours.codes.items())):
            self.spots[code] = Region(place * wide, 0, wide, height + 2)
            count = str(hours.counts.get(name, 0))
            chosen = code == self.chosen
            text = f"{_POINTER}{count}".center(wide) if chosen else count.center(wide)
            numbers.append(Content.styled(text, "bold reverse" if chosen else "bold"))
        return [Content("").join(numbers), *drawn, Content("")]

    def _panels(self, width: int, top: int) -> list[Content]:
        columns = arranged(self.blocks, width)
        wide = min(_WIDEST_COLUMN, width // len(columns))
        drawn = [self._column(column, wide, place * wide, top) for place, column in enumerate(columns)]
        height = max((len(column) for column in drawn), default=0)
        empty = Content(" " * wide)
        return [Content("").join(column[n] if n < len(column) else empty for column in drawn) for n in range(height)]

    def _column(self, blocks: Sequence[Block], wide: int, x: int, top: int) -> list[Content]:
        lines: list[Content] = []
        for block in blocks:
            if lines:
                lines.append(Content(" " * wide))
            lines.append(_fitted(Content.styled(block.title, "$muted"), wide))
            for line in block.lines:
                self.spots[line.code] = Region(x, top + len(lines), wide - 1, 1)
                lines.append(self._line(line, wide - 1) + " ")
        return lines

    def _line(self, line: Line, wide: int) -> Content:
        text = Content(("! " if line.urgent else "") + line.text)
        name = _fitted(Content(("  " if line.part else "") + line.name), wide - text.cell_length - 2).plain
        if line.code == self.chosen:
            return Content.styled(f"{_POINTER}{name} {text.plain}", "reverse bold")
        return Content.assemble(f" {name} ", (text.plain, "bold $error" if line.urgent else "bold"))

    def action_go(self, x: int, y: int) -> None:
        """To the nearest figure in a direction."""
        here = self.spots.get(self.chosen)
        if here is None:
            return
        ahead = {
            code: score
            for code, one in self.spots.items()
            if code != self.chosen and (score := _distance(here, one, x, y)) is not None
        }
        if ahead:
            self.choose(min(ahead, key=lambda code: ahead[code]))

    def choose(self, code: str) -> None:
        """Mark a figure, and bring it into sight."""
        self.chosen = code
        self._draw()
        spot, room = self.spots[code], self.parent
        if isinstance(room, Widget):
            room.scroll_to_region(spot, animate=False)

    def on_click(self, event: Click) -> None:
        """A figure, or a column of the chart."""
        for code, spot in self.spots.items():
            if spot.contains(event.x, event.y):
                self.choose(code)
                self.post_message(self.Opened(code))
                return


def _distance(here: Region, there: Region, x: int, y: int) -> float | None:
    """How far it is from one figure to another; None where it does not lie in the direction."""
    across, along = there.x - here.x, there.y - here.y
    if y:
        return abs(along) + abs(across) / 2 if along * y > 0 else None
    return abs(across) / 2 + abs(along) * 3 if across * x > 0 else None


def _fitted(text: Content, wide: int) -> Content:
    """Cut or padded to exactly so many cells."""
    cut = text.truncate(wide, ellipsis=True) if text.cell_length > wide else text
    return cut.pad_right(wide - cut.cell_length)
