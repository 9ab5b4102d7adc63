"""The referrals behind a figure over several days, masked, two hundred at a time."""

from textual import work

from lobby_tui.desk.record_lines import RecordLine
from lobby_tui.desk.review import range_records
from lobby_tui.desk.review.range_records import COLUMNS, PAGE, RangeBehind, RangePage
from lobby_tui.locale import Renderable, n_
from lobby_tui.screens.records import EARLIER, LATER
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class ReviewRecordsScreen(TableScreen[RecordLine]):
    """What one figure of the review is made of. Nothing can be changed here: each record has its own page for that."""

    HELP = n_("The referrals that a figure over several days is made of, masked. Their number is the figure.")
    COMMANDS = (EARLIER, LATER, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = -1

    def __init__(self, behind: RangeBehind, title: Renderable) -> None:
        super().__init__()
        self.behind = behind
        self.titled = title
        self.total = 0
        self.start = 0

    def title_texts(self) -> tuple[str, str]:
        """The figure, and the days."""
        first, last = self.behind.span.first.isoformat(), self.behind.span.last.isoformat()
        return self.t.render(self.titled), first if first == last else f"{first} … {last}"

    def commands(self) -> tuple[Command, ...]:
        """Pages only where there are several."""
        return tuple(one for one in super().commands() if self.total > PAGE or one not in (EARLIER, LATER))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read and show a page."""
        with self.refusals():
            page = await self.at_desk(range_records.page, self.shift, self.behind, self.start)
            self.total = page.total
            lines = [[self.t.render(cell) for cell in line.cells] for line in page.lines]
            self.put("heading", self._count(page))
            self.fill([self.t.render(title) for title in COLUMNS], page.lines, lines, place=0)

    def _count(self, page: RangePage) -> str:
        if not page.total:
            return self.t("There are no records behind this figure: it is nothing.")
        last = page.offset + len(page.lines)
        return self.t("{first}-{last} of {total}", first=page.offset + 1, last=last, total=page.total)

    def detail(self) -> str:
        """The signals by name, and what came of it in full."""
        if self.chosen is None:
            return ""
        cells = [self.t.render(cell) for cell in self.chosen.cells]
        names = {one.code: self.t.render(one.name) for one in self.shift.playbook.signals}
        signals = [f"{code} {names.get(code, '')}".strip() for code in cells[5].split()]
        return "  ".join([*signals, *(cell for cell in cells[7:] if cell != "-")])

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
