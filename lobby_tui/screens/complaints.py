"""Complaints: those in hand by urgency, those filed, a new one with one key."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import DataTable, Input, Static

from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint.views import ComplaintView
from lobby_tui.desk.complaint.words import COMPLAINT_STATES, deadline_text
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import n_
from lobby_tui.models.text import fold
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.complaint_texts import deadline_style, name_of
from lobby_tui.widgets.fields import TextField

OPEN = Command("open", "enter", n_("Open it"), n_("Open the complaint under the highlight: history and next steps."))
NEW = Command("new", "f2", n_("New complaint"), n_("Register a complaint: one digit and one line are enough at first."))
SEARCH = Command("search", "f3", n_("Search"), n_("Find a complaint of any day by its number."))
FILED = Command("filed", "f4", n_("In hand / filed"), n_("Show the complaints that are filed, or those in hand again."))
BACK = Command("back", "escape", n_("Back"), n_("End the search, or go back."))

NAME_CELLS = 14


class ComplaintsScreen(LobbyScreen):
    """The complaints in hand, the late and the major ones first."""

    HELP = n_(
        "The complaints in hand, the most urgent first; ‼ is late or major, ! is near its deadline. Enter opens one "
        "with its history and the steps that can be taken now."
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = (OPEN, NEW, SEARCH, FILED, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "complaints.tcss"
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[ComplaintView, ...] = ()
        self.filed = False

    def body(self) -> ComposeResult:
        """The search line, the rows, what is under the highlight."""
        field = TextField(placeholder=self.t("Number of the complaint"), max_length=12)
        field.id = "search"
        field.display = False
        yield field
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
        yield Static("", id="empty", classes="muted", markup=False)
        yield Static("", id="detail", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Name the columns, then fill the rows."""
        table: DataTable[Any] = self.query_one(DataTable)
        t = self.t
        for name in (t("No."), t("Date"), t("Kind"), t("Customer"), t("Deadline"), t("State"), t("Handler")):
            table.add_column(name, width=Text(name).cell_len)
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """One may have been registered or changed."""
        if self.query_one(DataTable).columns:
            self.load()

    def title_texts(self) -> tuple[str, str]:
        """Which complaints."""
        what = self.t("Complaints filed") if self.filed else self.t("Complaints in hand")
        return what, self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew."""
        with self.refusals():
            if not self.made:
                return
            if self._searching:
                await self._search()
                return
            which = complaint_lists.filed if self.filed else complaint_lists.unfiled
            page = await self.at_desk(which, self.shift)
            none = self.t("No complaint is filed yet.") if self.filed else self.t("No complaint in hand.")
            if page.total > len(page.rows):
                none = self.t(
                    "The first {shown} of {total}; search for the others.", shown=len(page.rows), total=page.total
                )
            self._show(page.rows, "" if page.rows and page.total == len(page.rows) else none)

    async def _search(self) -> None:
        """The one complaint with the number that is typed."""
        typed = fold(self._text).strip()
        found: list[ComplaintView] = []
        if typed.isascii() and typed.isdigit():
            # A colleague's complaint is as good as none for whoever may not see it.
            with suppress(RefusedError, NotAllowedError):
                found.append(await self.at_desk(complaint_lists.by_number, self.shift, int(typed)))
        self._show(found, "" if found else self.t("No complaint has this number."))

    @property
    def _searching(self) -> bool:
        return bool(self.query_one("#search").display and self._text.strip())

    @property
    def _text(self) -> str:
        return self.query_one("#search", Input).value

    def _show(self, rows: Sequence[ComplaintView], remark: str) -> None:
        if not self.made:
            return
        table: DataTable[Any] = self.query_one(DataTable)
        row = table.cursor_row
        self.found = tuple(rows)
        table.clear()
        lines = [self._cells(one) for one in rows]
        # The table's own measuring comes after the first painting, and what was painted too narrow stays so.
        for index, column in enumerate(table.ordered_columns):
            column.width = max([column.label.cell_len, *(line[index].cell_len for line in lines)])
        for one, line in zip(rows, lines, strict=True):
            table.add_row(*line, key=str(one.id))
        table.move_cursor(row=min(row, len(rows) - 1))
        self.set_class(not rows, "-nothing")
        self.query_one("#empty", Static).update(remark)
        self.show_bars()
        self._show_detail()

    def _cells(self, one: ComplaintView) -> list[Text]:
        t, red = self.t, self.app.theme_variables["error"]
        number = Text(f"{one.number}")
        if one.major:
            number = Text(f"{one.number} ‼", style=f"bold {red}")
        state = t.render(COMPLAINT_STATES[one.state])
        style = self.app.theme_variables[deadline_style(one.clock)]
        return [
            number,
            Text(f"{one.received_on:%m-%d}"),
            self._kind(one),
            Text(one.customer or t("anonymous")),
            Text(t.render(deadline_text(one.clock)), style=style),
            Text(state),
            Text(one.handler.name) if one.handler else Text(t("‼ nobody"), style=red),
        ]

    def _kind(self, one: ComplaintView) -> Text:
        """Its kind, on a narrow screen as far as there is room: the deadline beside it has to be seen."""
        text = Text(name_of(self.shift.playbook.complaint_kinds, one.kind, self.t))
        if self.has_class("-narrow"):
            text.truncate(NAME_CELLS, overflow="ellipsis")
        return text

    def on_data_table_row_highlighted(self) -> None:
        """Show what the row has no room for."""
        self._show_detail()

    def _show_detail(self) -> None:
        one = self.chosen
        parts: list[str] = []
        if one:
            due = self.t("Due {day}", day=one.due_on.isoformat()) if one.due_on else ""
            major = self.t("‼ Major: tell the supervisor at once.") if one.major and one.clock.running else ""
            parts = [part for part in (major, due, one.what) if part]
        self.query_one("#detail", Static).update(Content("  ".join(parts)))

    @property
    def chosen(self) -> ComplaintView | None:
        """The complaint under the highlight."""
        row = self.query_one(DataTable).cursor_row
        return self.found[row] if 0 <= row < len(self.found) else None

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))

    def action_search(self) -> None:
        """Show the search line."""
        field = self.query_one("#search", Input)
        field.display = True
        field.focus()

    def on_input_changed(self) -> None:
        """Search while typing."""
        self.load()

    def on_input_submitted(self) -> None:
        """On to the row found."""
        self.query_one(DataTable).focus()

    def action_filed(self) -> None:
        """The others."""
        self.filed = not self.filed
        self.load()

    def action_back(self) -> None:
        """End the search, or go back."""
        field = self.query_one("#search", Input)
        if field.display:
            field.value = ""
            field.display = False
            self.query_one(DataTable).focus()
            self.load()
        else:
            self.app.pop_screen()

    async def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        await self.action_open()

    async def action_open(self) -> None:
        """Open the complaint."""
        from lobby_tui.screens.complaint_page import ComplaintScreen

        if self.chosen:
            await self.app.push_screen(ComplaintScreen(self.chosen.id))

    async def action_new(self) -> None:
        """Register one."""
        from lobby_tui.screens.complaint_form import NewComplaintScreen

        await self.app.push_screen(NewComplaintScreen(self._say))
