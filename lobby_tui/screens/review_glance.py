"""The day at a glance, kept fresh: every figure and every hour opens what is behind it."""

from time import monotonic
from typing import Final

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import Static

from lobby_tui.desk.behind import Behind
from lobby_tui.desk.figures import Figure
from lobby_tui.desk.review import changes, glance
from lobby_tui.desk.review.glance import Glance
from lobby_tui.desk.review.glance_panels import Mark, Panel, Place, hours, panels, staff_marks, table
from lobby_tui.desk.review.table import ReviewTable
from lobby_tui.desk.review.words import weekday
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.locale import Catalogue, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.mark_board import Block, Hours, Line, MarkBoard
from lobby_tui.widgets.review_charts import USUAL

RECORDS = Command("records", "enter", n_("Records"), n_("Show what is behind the figure that is marked."))
TAKE_AWAY = Command(
    "take_away", "f3", n_("Take away"), n_("Write the figures to a file, or copy them; it is recorded.")
)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
ASK_SECONDS: Final = 1.0
"""How often it is asked whether anything was entered: another terminal's entry is seen within two seconds."""
STALE_SECONDS: Final = 15.0
"""After how long the waits are read anew although nothing was entered."""
_ROOM_FOR_PEOPLE: Final = 32


def place(where: Place, found: Glance) -> LobbyScreen:
    """The screen that a figure leads to which is not made of records of the day."""
    if where is Place.COMPLAINTS:
        from lobby_tui.screens.complaints import ComplaintsScreen

        return ComplaintsScreen()
    if where is Place.FAULTS:
        from lobby_tui.screens.faults import FaultsScreen

        return FaultsScreen()
    if where is Place.CHECKLISTS:
        from lobby_tui.screens.checklists import ChecklistsScreen

        return ChecklistsScreen()
    from lobby_tui.screens.review_staff import ReviewStaffScreen

    return ReviewStaffScreen(found.day.date, where.value)


class ReviewGlanceScreen(LobbyScreen):
    """The open day, else the last one. What another terminal enters is here a moment later."""

    HELP = n_(
        "The day in one look: visits by hour beside what is usual for this weekday (the line of dashes), who waits, "
        "what was referred, what is open, who is at work. Arrow keys go from figure to figure, Enter opens what is "
        "behind one. The figures keep themselves fresh."
    )
    COMMANDS = (RECORDS, TAKE_AWAY, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "review_glance.tcss"
    AUTO_FOCUS = "MarkBoard"

    def __init__(self) -> None:
        super().__init__()
        self.found: Glance | None = None
        self._asks = False
        self._version: int | None = None
        self._read_at = 0.0
        self._marked = ""
        """The figure that had the mark before the widgets were made anew."""

    def body(self) -> ComposeResult:
        """Which day it is, the figures, what was just done."""
        yield Static("", id="heading", markup=False)
        with VerticalScroll(id="room", can_focus=False):
            yield MarkBoard(id="board")
        status = Static("", id="status", markup=False)
        status.display = False
        yield status

    def opened(self) -> None:
        """Read the day, and go on asking."""
        self.load()
        if not self._asks:
            self._asks = True
            self.set_interval(ASK_SECONDS, self.ask)

    async def retranslate(self) -> None:
        """The mark stays on its figure in the other language."""
        self._marked = self.query_one(MarkBoard).chosen
        await super().retranslate()

    def title_texts(self) -> tuple[str, str]:
        """What this is; when it was read, and the person."""
        read = f"{self.shift.local(self.found.at):%H:%M:%S}  " if self.found else ""
        return self.t("Today at a glance"), read + self.shift.person.name

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Something may have changed meanwhile."""
        self.ask()

    def on_resize(self, event: Resize) -> None:
        """Lay it out for the new room."""
        self._show()

    def ask(self) -> None:
        """Look whether anything was entered, while one can see it: not beneath another screen, nor the lock."""
        if self.app.screen is self and not self.lobby.locked and self.made:
            self._ask()

    @work(exclusive=True, group="ask")
    async def _ask(self) -> None:
        with self.refusals():
            version = await self.at_desk(changes.version, self.shift)
            if version != self._version or monotonic() - self._read_at > STALE_SECONDS:
                self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the day anew. The version first: what is entered between the two is read again, and never missed."""
        with self.refusals():
            version = await self.at_desk(changes.version, self.shift)
            self.found = await self.at_desk(glance.of_day, self.shift)
            self._version, self._read_at = version, monotonic()
            self._show()

    def _show(self) -> None:
        if not self.made:
            return
        found, t = self.found, self.t
        if found is None:
            self.query_one("#heading", Static).update(Content(t("No business day has been worked on yet.")))
            return
        self.show_bars()
        self.query_one("#heading", Static).update(self._heading(found))
        height = self.size.height - 3
        shown = list(panels(found, self.shift.playbook))
        if height >= _ROOM_FOR_PEOPLE:
            shown.append(Panel(msg("Each person"), staff_marks(found)))
        drawn = Hours(
            found.visits.by_hour,
            found.usual.by_hour,
            {mark.code.removeprefix("hour:"): mark.code for mark in hours(found)},
        )
        board = self.query_one(MarkBoard)
        board.chosen = board.chosen or self._marked
        board.show(drawn, [_block(one, t) for one in shown], self.size.width - 2, height)

    def _heading(self, found: Glance) -> Content:
        """The day, and how it compares so far."""
        t, usual, seen = self.t, found.usual, found.visits
        day = f"{found.day.date.isoformat()} {t.render(weekday(found.day.date))}"
        parts = [Content.assemble((day, "bold"), "  ", t.render(DAY_STATES[found.day.state]))]
        if usual.total is None:
            parts.append(Content.styled(t("Too few of this weekday yet to say what is usual."), "$muted"))
        else:
            if seen.until is not None:
                before = usual.until(seen.until) or 0
                parts.append(
                    Content(
                        t("before {hour}:00 {count}, usually {usual}", hour=seen.until, count=seen.so_far,
                          usual=f"{before:g}")
                    )
                )  # fmt: skip
            said = t("{mark} usual, {days} days: {total}", mark=USUAL, days=usual.days, total=f"{usual.total:g}")
            parts.append(Content.styled(said, "$muted"))
        return Content("   ").join(parts)

    def review_table(self) -> ReviewTable:
        """What is on the screen, to be taken away."""
        assert self.found is not None
        return table(self.found, self.shift.playbook)

    def on_mark_board_opened(self, event: MarkBoard.Opened) -> None:
        """A click."""
        self.action_records()

    @work(exclusive=True, group="records")
    async def action_records(self) -> None:
        """What is behind the figure that is marked."""
        found, code = self.found, self.query_one(MarkBoard).chosen
        if found is None:
            return
        shown = [*panels(found, self.shift.playbook), Panel(msg("Each person"), staff_marks(found))]
        shown.append(Panel(msg("Visits by hour"), hours(found)))
        for panel in shown:
            for mark in panel.marks:
                if mark.code == code:
                    await self.app.push_screen(self._behind(found, panel, mark))
                    return

    def _behind(self, found: Glance, panel: Panel, mark: Mark) -> LobbyScreen:
        if isinstance(mark.opens, Behind):
            return RecordsScreen(found.day.date, Figure(mark.name, mark.value, mark.opens), (panel.title,))
        return place(mark.opens, found)

    @work(exclusive=True, group="take_away")
    async def action_take_away(self) -> None:
        """Write the figures to a file, or copy them."""
        from lobby_tui.screens.review_take_away import take_away

        if self.found is not None:
            said = await take_away(self, self.review_table())
            status = self.query_one("#status", Static)
            status.update(Content(said))
            status.display = bool(said)

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()


def _block(panel: Panel, t: Catalogue) -> Block:
    lines = [Line(one.code, t.render(one.name), t.render(one.shown), one.urgent, one.depth > 0) for one in panel.marks]
    return Block(t.render(panel.title), lines)
