"""A day's referrals: search, change, undo. Masked, as everywhere."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import DataTable, Input, Static

from lobby_tui.desk import days, referrals
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.search import PAGE, Page
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.words import STATUSES
from lobby_tui.locale import n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.referral_page import ChangeReferralScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import TextField
from lobby_tui.widgets.referral_texts import saved_text, summary_text

OPEN = Command("open", "enter", n_("Change"), n_("Open the referral under the highlight to put it right."))
SEARCH = Command(
    "search",
    "f3",
    n_("Search"),
    n_("Find referrals of any day: the beginning of a name, pinyin initials, four last digits of a number."),
)
UNDO = Command("undo", "f6", n_("Undo"), n_("Take the referral under the highlight back; its visit is open again."))
BACK = Command("back", "escape", n_("Back"), n_("End the search, or go back."))


class ReferralsScreen(LobbyScreen):
    """The open day's referrals in the order of their numbers; a search looks through all days."""

    HELP = n_("The referrals of the day, masked. Enter opens one to put it right; the search finds those of every day.")
    COMMANDS: ClassVar[tuple[Command, ...]] = (OPEN, SEARCH, UNDO, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "referrals.tcss"
    AUTO_FOCUS = "DataTable"

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.day = day
        self.found: tuple[ReferralView, ...] = ()

    def body(self) -> ComposeResult:
        """The search line, the rows, what is under the highlight."""
        field = TextField(placeholder=self.t("Name, pinyin initials, or four last digits"), max_length=40)
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
        for name in (t("No."), t("Time"), t("Status"), t("Customer"), t("Reason"), t("By"), t("Manager"), t("Contact")):
            table.add_column(name, width=Text(name).cell_len)
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A referral may have been changed."""
        logged, self.lobby.just_logged = self.lobby.just_logged, None
        if logged:
            self._say(saved_text(logged, self.t).rsplit("   ", 1)[0])
        if self.query_one(DataTable).columns:
            self.load()

    def title_texts(self) -> tuple[str, str]:
        """The day, and how many of how many are shown."""
        day = self.day.isoformat() if self.day else ""
        return f"{self.t('Referrals')} {day}", self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew: the search's, or the day's first page."""
        with self.refusals():
            if not self.made:
                return
            if self._searching:
                found = await self.at_desk(referral_search.search, self.shift, self._text)
                self._show(found, len(found), self.t("Nothing found. A search compares from the beginning of a name."))
                return
            if self.day is None:
                current = await self.at_desk(days.current, self.shift)
                self.day = current.date if current else None
            page = Page((), 0)
            if self.day:
                page = await self.at_desk(referral_search.of_day, self.shift, self.day)
            self._show(page.rows, page.total, self.t("No referral yet today."))

    @property
    def _searching(self) -> bool:
        return bool(self.query_one("#search").display and self._text.strip())

    @property
    def _text(self) -> str:
        return self.query_one("#search", Input).value

    def _show(self, rows: Sequence[ReferralView], total: int, empty: str) -> None:
        if not self.made:
            return
        table: DataTable[Any] = self.query_one(DataTable)
        row = table.cursor_row
        self.found = tuple(rows)
        table.clear()
        lines = [[Text(cell) for cell in self._cells(one)] for one in rows]
        # The table's own measuring comes after the first painting, and what was painted too narrow stays so.
        for index, column in enumerate(table.ordered_columns):
            column.width = max([column.label.cell_len, *(line[index].cell_len for line in lines)])
        for one, line in zip(rows, lines, strict=True):
            table.add_row(*line, key=str(one.id))
        table.move_cursor(row=min(row, len(rows) - 1))
        remark = "" if rows else empty
        if total > len(rows):
            remark = self.t("The first {shown} of {total}; search to find the others.", shown=PAGE, total=total)
        self.set_class(not rows, "-nothing")
        self.query_one("#empty", Static).update(remark)
        self.show_bars()
        self._show_detail()

    def _cells(self, one: ReferralView) -> list[str]:
        at = self.shift.local(one.created_at)
        return [
            str(one.number),
            at.strftime("%H:%M" if one.day == self.day and not self._searching else "%m-%d"),
            self.t.render(STATUSES[one.status]),
            one.customer,
            " ".join(one.signals),
            one.identified_by.name,
            one.manager.name if one.manager else "",
            one.masked_contact,
        ]

    def on_data_table_row_highlighted(self) -> None:
        """Show what the row has no room for."""
        self._show_detail()

    def _show_detail(self) -> None:
        one = self.chosen
        text = ""
        if one:
            names = [self.t.render(self.shift.playbook.signal(code).name) for code in one.signals if self._known(code)]
            parts = ("  ".join(names), one.masked_identifier, one.home_branch, one.remarks)
            text = "  ".join(part for part in parts if part)
        self.query_one("#detail", Static).update(Content(text))

    def _known(self, code: str) -> bool:
        """Whether the playbook still has a signal: an old referral may name one that is gone."""
        return any(signal.code == code for signal in self.shift.playbook.signals)

    @property
    def chosen(self) -> ReferralView | None:
        """The referral under the highlight."""
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
        """On to the rows found."""
        self.query_one(DataTable).focus()

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
        """Open the referral to be changed."""
        one = self.chosen
        if one:
            await self.app.push_screen(ChangeReferralScreen(one.id))

    @work(group="undo")
    async def action_undo(self) -> None:
        """Take it back."""
        one = self.chosen
        if one is None:
            return
        with self.refusals():
            undone = await self.at_desk(referrals.undo, self.shift, one.id)
            self._say(self.t("Undone: {what}", what=summary_text(undone, self.t)))
            self.load()
