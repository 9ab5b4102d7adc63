"""What came of the referrals that somebody noticed: results, returns with their reason, and what still waits."""

from typing import Any

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import DataTable, Static

from lobby_tui.desk import outcomes
from lobby_tui.desk.answer.words import hours_text
from lobby_tui.desk.outcomes import OutcomeRow, Outcomes
from lobby_tui.locale import n_
from lobby_tui.models.enums import Answer, Outcome
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.work_rows import LATE

OPEN = Command("open", "enter", n_("Change"), n_("Open the referral under the highlight to put it right."))
LIST = Command("referrals", "f3", n_("Referrals"), n_("The day's referrals: search, change, undo."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where one came from."))

PADDING = 2
"""What a table puts around each cell."""
MARGIN = 6
"""What stands beside the cells: the margin, a scroll bar, the padding of the last one."""


class OutcomesScreen(LobbyScreen):
    """My referrals of the last week of work, and older ones that came further or still wait."""

    HELP = n_(
        "What came of the referrals that you noticed: first those that have ended, the newest on top, then those that "
        "were accepted, then those that still wait. Waiting is counted in the branch's working hours; ‼ marks what has "
        "waited for too long: ask the customer manager, or the lobby manager to pass it on."
    )
    COMMANDS = (OPEN, LIST, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "worklist.tcss"
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        self.found = Outcomes(())

    def body(self) -> ComposeResult:
        """The rows, and the whole text of the one under the highlight."""
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
        yield Static("", id="empty", classes="muted", markup=False)
        yield Static("", id="detail", markup=False)

    def opened(self) -> None:
        """Fill the rows."""
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A referral may have been put right on the screen above."""
        if self.query_one(DataTable).columns:
            self.load()

    def title_texts(self) -> tuple[str, str]:
        """How many have ended, and how many wait."""
        t, found = self.t, self.found
        ended, waiting = len(found.ended), len(found.waiting)
        tallies = [t("ended {count}", count=ended)] if ended else []
        tallies += [t("not yet answered {count}", count=waiting)] if waiting else []
        return "  ".join([t("What came of my referrals"), *tallies]), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew."""
        with self.refusals():
            found = await self.at_desk(outcomes.mine, self.shift)
            if self.made:
                self._fill(found)

    def _fill(self, found: Outcomes) -> None:
        table: DataTable[Any] = self.query_one(DataTable)
        place, self.found = table.cursor_row, found
        t = self.t
        headings = [t("No."), t("Day"), t("Customer"), t("Manager"), t("Waits"), t("What came of it")]
        lines = [self._cells(row) for row in found.rows]
        table.clear(columns=True)
        widths = [max(Text(name).cell_len, *(line[i].cell_len for line in lines), 0) for i, name in enumerate(headings)]
        # The last column takes what is left: the whole text stands under the table.
        left = self.app.size.width - MARGIN - sum(width + PADDING for width in widths[:-1])
        for name, width in zip(headings, [*widths[:-1], min(widths[-1], left)], strict=True):
            table.add_column(name, width=width)
        for row, line in zip(found.rows, lines, strict=True):
            table.add_row(*line, key=str(row.id))
        table.move_cursor(row=max(0, min(place, len(lines) - 1)))
        self.set_class(not lines, "-nothing")
        empty = self.query_one("#empty", Static)
        empty.update("" if lines else t("No referral of yours in the last days."))
        empty.display = not lines
        self.show_bars()
        self._show_detail()

    def _cells(self, row: OutcomeRow) -> list[Text]:
        view, t, red = row.view.referral, self.t, self.app.theme_variables["error"]
        late = bool(row.age and row.age.overdue)
        mark = {None: "", Outcome.SUCCESS: "✓ ", Outcome.NOTHING: "– "}[row.view.outcome]
        if row.view.answer is Answer.RETURNED:
            mark = "↩ "
        waits = t.render(hours_text(row.age.hours)) + (f" {LATE}" if late else "") if row.age else ""
        return [
            Text(str(view.number)),
            Text(f"{view.day:%m-%d}"),
            Text(view.customer),
            Text(view.manager.name if view.manager else "-"),
            Text(waits, f"bold {red}" if late else ""),
            Text(
                mark + t.render(row.text),
                "bold" if row.view.outcome is Outcome.SUCCESS else "",
                no_wrap=True,
                overflow="ellipsis",
            ),
        ]

    @property
    def chosen(self) -> OutcomeRow | None:
        """The row under the highlight."""
        place = self.query_one(DataTable).cursor_row
        return self.found.rows[place] if 0 <= place < len(self.found.rows) else None

    def on_data_table_row_highlighted(self) -> None:
        """Show what the row has no room for."""
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.chosen
        text = ""
        if row:
            text = self.t.render(row.sentence)
            by, at = row.view.answered_by, row.view.answered_at
            if by and at:
                moment = self.shift.local(at).strftime("%m-%d %H:%M")
                text += "\n" + self.t("Answered by {name}, {at}", name=by.name, at=moment)
        self.query_one("#detail", Static).update(Content(text))

    async def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        await self.action_open()

    async def action_open(self) -> None:
        """Open the referral to be put right, as one that was returned for wrong details has to be."""
        from lobby_tui.screens.referral_page import ChangeReferralScreen

        row = self.chosen
        if row:
            await self.app.push_screen(ChangeReferralScreen(row.id))

    async def action_referrals(self) -> None:
        """The day's referrals."""
        from lobby_tui.screens.referrals import ReferralsScreen

        await self.app.push_screen(ReferralsScreen())

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()
