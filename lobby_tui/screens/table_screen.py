"""A screen with one table, what is known of the row under the highlight, and a line for what was just done."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import DataTable, Static

from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.commands import Command

Row = TypeVar("Row")
ALWAYS = ("detail", "status")
"""The lines that keep their room while there is nothing in them."""


class TableScreen(LobbyScreen, Generic[Row]):
    """Sub-classes read their rows in `load`, hand them to `fill`, and describe the one under the highlight."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    CSS_PATH = "table_screen.tcss"
    AUTO_FOCUS = "DataTable"
    GIVES_WAY: int | None = None
    """The column that is cut where the table is wider than the screen; it stands in full in the detail."""

    found: Sequence[Row] = ()
    """What stands in the rows, one by one."""

    def body(self) -> ComposeResult:
        """What is shown, the rows, a remark, what is under the highlight, the digits, what was just done."""
        yield self._line("heading")
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
        yield self._line("empty", "muted")
        yield self._line("detail")
        yield self._line("hints")
        yield self._line("status")

    @staticmethod
    def _line(name: str, classes: str = "") -> Static:
        line = Static("", id=name, classes=classes, markup=False)
        line.display = name in ALWAYS
        return line

    def load(self) -> object:
        """Read the rows anew, in a worker."""

    def opened(self) -> None:
        """Fill the rows."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Something may have changed meanwhile."""
        if self.made and self.query_one(DataTable).columns:
            self.load()

    def fill(
        self,
        headings: Sequence[str],
        found: Sequence[Row],
        lines: Sequence[Sequence[str | Text]],
        remark: str = "",
        place: int | None = None,
    ) -> None:
        """Show what was found, a line of cells for each; the highlight goes to `place`, else it stays where it was."""
        if not self.made:
            return
        table: DataTable[Any] = self.query_one(DataTable)
        row = table.cursor_row if place is None else place
        self.found = found
        cells = [[Text(cell) if isinstance(cell, str) else cell for cell in line] for line in lines]
        table.clear(columns=True)
        # The table's own measuring comes after the first painting, and what was painted too narrow stays so.
        for index, name in enumerate(headings):
            table.add_column(name, width=max([Text(name).cell_len, *(line[index].cell_len for line in cells)]))
        self._fit(table, cells)
        for line in cells:
            table.add_row(*line)
        table.move_cursor(row=max(0, min(row, len(cells) - 1)))
        self.set_class(not cells, "-nothing")
        self.put("empty", remark)
        self.show_bars()
        self.show_detail()

    def _fit(self, table: "DataTable[Any]", cells: Sequence[Sequence[Text]]) -> None:
        """Cut the column that gives way, and show that it is cut."""
        if self.GIVES_WAY is None or not table.columns:
            return
        columns = table.ordered_columns
        over = sum(column.width + 2 for column in columns) - (self.app.size.width - 4)
        column = columns[self.GIVES_WAY]
        column.width = max(8, column.label.cell_len, column.width - max(0, over))
        for line in cells:
            line[self.GIVES_WAY].truncate(column.width, overflow="ellipsis")

    @property
    def chosen(self) -> Row | None:
        """What is under the highlight."""
        place = self.query_one(DataTable).cursor_row
        return self.found[place] if 0 <= place < len(self.found) else None

    def on_data_table_row_highlighted(self) -> None:
        """Show what the row has no room for."""
        self.show_detail()

    def show_detail(self) -> None:
        """Describe the row under the highlight."""
        self.put("detail", self.detail())

    def detail(self) -> str | Content:
        """What the row has no room for."""
        return ""

    def put(self, where: str, text: str | Content) -> None:
        """Show a text under the table, or take its line away."""
        for line in self.query(f"#{where}").results(Static):
            line.update(Content(text) if isinstance(text, str) else text)
            line.display = bool(text) or where in ALWAYS

    def put_keys(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Digits and what they mean under the table, in as many lines as they need."""
        # By hand, because wrapping would part a digit from its words.
        room, lines = self.app.size.width - 2, [Content("")]
        for pair in pairs:
            cell = key_line([pair], self.t)
            if lines[-1].cell_length and lines[-1].cell_length + cell.cell_length > room:
                lines.append(Content(""))
            lines[-1] += cell
        self.put("hints", Content("\n").join(lines) if pairs else "")

    def say(self, text: str) -> None:
        """What was just done."""
        self.put("status", text)

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()
