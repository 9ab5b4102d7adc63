"""The records behind one figure of a day, masked, two hundred at a time."""

from collections.abc import Sequence
from datetime import date

from textual import work

from lobby_tui.desk import records
from lobby_tui.desk.behind import Measure
from lobby_tui.desk.figures import Figure
from lobby_tui.desk.record_lines import RecordLine
from lobby_tui.desk.records import PAGE, RecordPage
from lobby_tui.locale import Renderable, n_
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

EARLIER = Command("earlier", "f4", n_("Page before"), n_("Show the records before these."))
LATER = Command("later", "f5", n_("Page after"), n_("Show the records after these."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the figures."))


class RecordsScreen(TableScreen[RecordLine]):
    """What one figure is made of. Nothing can be changed here: each record has its own page for that."""

    HELP = n_("The records that a figure is made of, masked. Their number, or their sum, is the figure.")
    COMMANDS = (EARLIER, LATER, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = -1

    def __init__(self, day: date, figure: Figure, above: Sequence[Renderable] = ()) -> None:
        super().__init__()
        self.day = day
        self.figure = figure
        self.above = above
        """The group that the figure stands in, and the figure that it is a part of."""
        self.total = 0
        self.start = 0

    def title_texts(self) -> tuple[str, str]:
        """The figure, and the day."""
        names = dict.fromkeys(self.t.render(name) for name in (*self.above, self.figure.name))
        return f"{' / '.join(names)}  {self.t.render(self.figure.text)}", self.day.isoformat()

    def commands(self) -> tuple[Command, ...]:
        """Pages only where there are several."""
        return tuple(one for one in super().commands() if self.total > PAGE or one not in (EARLIER, LATER))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read and show a page. A record may have come or gone since the figure was read; the page says so."""
        with self.refusals():
            page = await self.at_desk(records.page, self.shift, self.day, self.figure.behind, self.start)
            self.total = page.total
            lines = [[self.t.render(cell) for cell in line.cells] for line in page.lines]
            self.put("heading", self._count(page))
            self.fill([self.t.render(title) for title in page.columns], page.lines, lines, place=0)

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

    def detail(self) -> str:
        """The last cells in full."""
        cells = [self.t.render(cell) for cell in self.chosen.cells] if self.chosen else []
        return "  ".join(cell for cell in cells[-3:] if cell and cell != "-")

    def action_earlier(self) -> None:
        """The page before."""
        if self.start:
            self.start -= PAGE
            self.load()

    def action_later(self) -> None:
        """The page after."""
        if self.start + PAGE < self.total:
            self.start += PAGE
            self.load()
