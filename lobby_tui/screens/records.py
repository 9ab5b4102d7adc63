"""The records behind one figure of a day, masked, two hundred at a time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Static

from lobby_tui.desk import records
from lobby_tui.desk.behind import Measure
from lobby_tui.desk.figures import Figure
from lobby_tui.desk.records import PAGE, RecordPage
from lobby_tui.locale import Renderable, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command, bindings

EARLIER = Command("earlier", "f4", n_("Page before"), n_("Show the records before these."))
LATER = Command("later", "f5", n_("Page after"), n_("Show the records after these."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the figures."))


class RecordsScreen(LobbyScreen):
    """What one figure is made of. Nothing can be changed here: each record has its own page for that."""

    HELP = n_("The records that a figure is made of, masked. Their number, or their sum, is the figure.")
    COMMANDS = (EARLIER, LATER, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "records.tcss"
    AUTO_FOCUS = "DataTable"

    def __init__(self, day: date, figure: Figure, above: Sequence[Renderable] = ()) -> None:
        super().__init__()
        self.day = day
        self.figure = figure
        self.above = above
        """The group that the figure stands in, and the figure that it is a part of."""
        self.found: RecordPage | None = None
        self.start = 0

    def body(self) -> ComposeResult:
        """How many there are, the records, the last cell of the one under the highlight in full."""
        yield Static("", id="count", markup=False)
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
        yield Static("", id="detail", markup=False)

    def opened(self) -> None:
        """Read the first page."""
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """The figure, and the day."""
        names = dict.fromkeys(self.t.render(name) for name in (*self.above, self.figure.name))
        return f"{' / '.join(names)}  {self.t.render(self.figure.text)}", self.day.isoformat()

    def commands(self) -> tuple[Command, ...]:
        """Pages only where there are several."""
        several = self.found is not None and self.found.total > PAGE
        return tuple(one for one in super().commands() if several or one not in (EARLIER, LATER))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read and show a page. A record may have come or gone since the figure was read; the page says so."""
        with self.refusals():
            self.found = await self.at_desk(records.page, self.shift, self.day, self.figure.behind, self.start)
            if self.made:
                self._show(self.found)
                self.show_bars()

    def _show(self, page: RecordPage) -> None:
        table: DataTable[Any] = self.query_one(DataTable)
        table.clear(columns=True)
        lines = [[Text(self.t.render(cell)) for cell in line.cells] for line in page.lines]
        for index, title in enumerate(page.columns):
            name = self.t.render(title)
            table.add_column(name, width=max([Text(name).cell_len, *(line[index].cell_len for line in lines)]))
        self._fit(table)
        for record, line in zip(page.lines, lines, strict=True):
            table.add_row(*line, key=str(record.id))
        self.query_one("#count", Static).update(Content(self._count(page)))
        self._show_detail()

    def _fit(self, table: "DataTable[Any]") -> None:
        """The last column gives way: it stands in full under the table."""
        columns = table.ordered_columns
        if columns:
            over = sum(column.width + 2 for column in columns) - (self.app.size.width - 3)
            columns[-1].width = max(columns[-1].label.cell_len, columns[-1].width - max(0, over))

    def _count(self, page: RecordPage) -> str:
        t = self.t
        if not page.total:
            return t("There are no records behind this figure: it is nothing.")
        shown = t(
            "{first}-{last} of {total}", first=page.offset + 1, last=page.offset + len(page.lines), total=page.total
        )
        if page.value != self.figure.value:
            return shown + "   " + t("The figure has changed since it was shown.")
        if self.figure.behind.measure is Measure.COUNT:
            return shown
        return f"{shown}   {t.render(self.figure.name)} {t.render(self.figure.text)}"

    def on_data_table_row_highlighted(self) -> None:
        """Show what may have no room."""
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.query_one(DataTable).cursor_row
        text = ""
        if self.found and 0 <= row < len(self.found.lines):
            cells = [self.t.render(cell) for cell in self.found.lines[row].cells]
            text = "  ".join(cell for cell in cells[-3:] if cell and cell != "-")
        self.query_one("#detail", Static).update(Content(text))

    def action_earlier(self) -> None:
        """The page before."""
        if self.start:
            self.start -= PAGE
            self.load()

    def action_later(self) -> None:
        """The page after."""
        if self.found and self.start + PAGE < self.found.total:
            self.start += PAGE
            self.load()

    def action_back(self) -> None:
        """Back to the figures."""
        self.app.pop_screen()
