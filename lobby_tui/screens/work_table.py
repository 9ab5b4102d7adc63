"""The rows of a worklist in a table, with what is known of the one under the highlight."""

import uuid
from typing import Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Static

from lobby_tui.desk import worklist
from lobby_tui.desk.words import ROLES
from lobby_tui.desk.worklist import Section, Worklist, WorkRow
from lobby_tui.locale import n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command
from lobby_tui.widgets.work_rows import columns, detail

TALLIED = (Section.TRAY, Section.RETURNED, Section.CONFIRM, Section.RESULT)


class WorkTable(LobbyScreen):
    """Shows the worklist and keeps the highlight where the hand is; a sub-class says what can be done with it."""

    HELP = n_(
        "Referrals that wait for an answer, the oldest first, then those without a result, and those finished today. "
        "‼ marks what has waited for more working hours than the branch gives, * a colleague's for whom you stand in. "
        "One key answers; Enter takes the result and accepts at the same time."
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    CSS_PATH = "worklist.tcss"
    AUTO_FOCUS = "DataTable"

    def __init__(self, subject: uuid.UUID | None = None) -> None:
        super().__init__()
        self.list = Worklist((), 0, {}, 0)
        self.subject = subject
        """The referral that the highlight goes to next."""
        self.moving_on = False
        """Whether the highlight stays where it is, on whatever comes next, and does not follow its referral."""

    def body(self) -> ComposeResult:
        """The rows, what is under the highlight, what was just done."""
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
        yield Static("", id="empty", classes="muted", markup=False)
        yield Static("", id="detail", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Fill the rows."""
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """How much waits; the person and their role."""
        t, counts = self.t, self.list.counts
        names = {
            Section.TRAY: t("no manager {count}", count=counts.get(Section.TRAY, 0)),
            Section.RETURNED: t("returned {count}", count=counts.get(Section.RETURNED, 0)),
            Section.CONFIRM: t("to answer {count}", count=counts.get(Section.CONFIRM, 0)),
            Section.RESULT: t("no result {count}", count=counts.get(Section.RESULT, 0)),
        }
        # On a narrow screen the end is cut, so the urgent stands first.
        tallies = [t("‼ late {count}", count=self.list.overdue)] if self.list.overdue else []
        tallies += [names[one] for one in TALLIED if counts.get(one)]
        person = self.shift.person
        return "  ".join([t("Referrals to answer"), *tallies]), f"{person.name} {t.render(ROLES[person.role])}"

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew."""
        with self.refusals():
            found = await self.at_desk(worklist.of_me, self.shift)
            if self.made:
                self._fill(found)

    def _fill(self, found: Worklist) -> None:
        table: DataTable[Any] = self.query_one(DataTable)
        kept, place = self.subject or (self.chosen.id if self.chosen else None), table.cursor_row
        self.list = found
        red = self.app.theme_variables["error"]
        made = columns(found.rows, self.shift, self.t, self.app.size.width, red)
        table.clear(columns=True)
        # The table's own measuring comes after the first painting, and what was painted too narrow stays so.
        for name, cells in made:
            table.add_column(name, width=max(Text(name).cell_len, *(cell.cell_len for cell in cells), 0))
        for row, line in zip(found.rows, zip(*(cells for _, cells in made), strict=True), strict=True):
            table.add_row(*line, key=str(row.id))
        ids = [row.id for row in found.rows]
        if kept in ids and not self.moving_on:
            place = ids.index(kept)
        self.subject, self.moving_on = None, False
        table.move_cursor(row=max(0, min(place, len(ids) - 1)))
        self.set_class(not ids, "-nothing")
        self._show_remark()
        self.show_bars()
        self._show_detail()

    def _show_remark(self) -> None:
        remark, shown = "", len(self.list.rows)
        if not shown:
            remark = self.t("Nothing waits for you.")
        elif self.list.total > shown:
            remark = self.t("The first {shown} of {total}.", shown=shown, total=self.list.total)
        empty = self.query_one("#empty", Static)
        empty.update(remark)
        empty.display = bool(remark)

    def on_data_table_row_highlighted(self) -> None:
        """Show what the row has no room for."""
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.chosen
        self.query_one("#detail", Static).update(detail(row, self.shift, self.t) if row else "")

    @property
    def chosen(self) -> WorkRow | None:
        """The row under the highlight."""
        place = self.query_one(DataTable).cursor_row
        return self.list.rows[place] if 0 <= place < len(self.list.rows) else None

    def say(self, text: str) -> None:
        """What was just done."""
        self.query_one("#status", Static).update(Content(text))
