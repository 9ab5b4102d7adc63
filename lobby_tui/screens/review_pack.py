"""The review pack: which papers of a day or a month go into it, and where it is written."""

from textual import work

from lobby_tui.desk.review.last_day import last_day
from lobby_tui.desk.review.pack_parts import PARTS, Part
from lobby_tui.desk.review.span import Unit, span_of
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.review_view import BACK, EARLIER, LATER, ReviewView
from lobby_tui.widgets.commands import Command, bindings

VIEW = Command("records", "enter", n_("Look at it"), n_("Open the view that the paper under the highlight is made of."))
LENGTH = Command("length", "f2", n_("Day or month"), n_("Make a pack of a day, or of a month."))
WRITE = Command("write", "f3", n_("Write"), n_("Write the chosen papers behind one cover; it is recorded."))
TAKE = Command("take", "space", n_("In or out"), n_("Put the paper into the pack, or leave it out."))
COMMANDS = (WRITE, TAKE, VIEW, LENGTH, EARLIER, LATER, BACK)


class ReviewPackScreen(ReviewView[Part]):
    """A line for each paper that the pack can have; what speaks of single members of staff is out at first."""

    HELP = n_(
        "The review of a day or a month behind one cover, to print or to hand on. Space puts a paper in or leaves it "
        "out; papers about single members of staff are left out unless you put them in. F3 writes PDF and XLSX."
    )
    COMMANDS = COMMANDS
    BINDINGS = bindings(COMMANDS)
    UNITS = (Unit.DAY, Unit.MONTH)
    GIVES_WAY = 2

    def __init__(self) -> None:
        super().__init__()
        self.left_out = {part.code for parts in PARTS.values() for part in parts if part.personal}
        self._begun = False

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Review papers"), self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """What this view has; nothing is taken away but by writing it."""
        return (*COMMANDS, *(one for one in LobbyScreen.commands(self) if one not in COMMANDS))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Show the papers; at first of the last business day."""
        with self.refusals():
            if not self._begun:
                last = await self.at_desk(last_day, self.shift)
                self.span, self._begun = span_of(self.unit, last), True
            self.show_found(PARTS[self.unit])

    def review_table(self) -> ReviewTable:
        """A row for each paper."""
        columns = (ReviewColumn(msg("In the pack")), ReviewColumn(msg("Paper")), ReviewColumn(msg("What it says")))
        rows = tuple(("✓" if one.code not in self.left_out else "-", one.name, one.about) for one in self.found)
        return ReviewTable(msg("Review papers"), (self.span_fact(),), columns, rows, "review_pack")

    def detail(self) -> str:
        """What the paper says, in full."""
        return self.t.render(self.chosen.about) if self.chosen else ""

    def action_take(self) -> None:
        """In, or out."""
        if self.chosen:
            self.left_out ^= {self.chosen.code}
            self.load()

    def records_of(self, row: Part) -> LobbyScreen | None:
        """The view behind the paper, at the same days where it has a span."""
        screen = _view(row.code)
        if isinstance(screen, ReviewView) and self.unit in screen.UNITS:
            screen.unit, screen.span = self.unit, self.span
        return screen

    @work(exclusive=True, group="ask")
    async def action_write(self) -> None:
        """Ask for the format and the folder, then write."""
        chosen = [one.code for one in PARTS[self.unit] if one.code not in self.left_out]
        # Here: what writes papers is 3 MiB, and most who look at the list do not write any.
        from lobby_tui.screens.review_pack_dialog import PackDialog

        dialog = PackDialog(self.unit, self.span, chosen, self.lobby.settings.home / "papers")
        if await self.app.push_screen_wait(dialog):
            self.say(dialog.said)


def _view(code: str) -> LobbyScreen:
    if code == "glance":
        from lobby_tui.screens.review_glance import ReviewGlanceScreen

        return ReviewGlanceScreen()
    if code == "rows":
        from lobby_tui.screens.review_day import ReviewDayScreen

        return ReviewDayScreen()
    if code == "odd":
        from lobby_tui.screens.review_odd import ReviewOddScreen

        return ReviewOddScreen()
    if code == "works":
        from lobby_tui.screens.review_works import ReviewWorksScreen

        return ReviewWorksScreen()
    if code == "people":
        from lobby_tui.screens.review_people import ReviewPeopleScreen

        return ReviewPeopleScreen()
    from lobby_tui.screens.review_trends import ReviewTrendsScreen

    return ReviewTrendsScreen()
