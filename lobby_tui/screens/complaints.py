"""Complaints: those in hand by urgency, those filed, a new one with one key."""

from collections.abc import Sequence
from contextlib import suppress

from rich.text import Text
from textual import work

from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint.views import ComplaintView
from lobby_tui.desk.complaint.words import COMPLAINT_STATES, deadline_text
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import n_
from lobby_tui.models.text import fold
from lobby_tui.screens.search_table import SearchTable
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.complaint_texts import deadline_style, name_of

OPEN = Command("open", "enter", n_("Open it"), n_("Open the complaint under the highlight: history and next steps."))
NEW = Command("new", "f2", n_("New complaint"), n_("Register a complaint: one digit and one line are enough at first."))
SEARCH = Command("search", "f3", n_("Search"), n_("Find a complaint of any day by its number."))
FILED = Command("filed", "f4", n_("In hand / filed"), n_("Show the complaints that are filed, or those in hand again."))
BACK = Command("back", "escape", n_("Back"), n_("End the search, or go back."))

NAME_CELLS = 14


class ComplaintsScreen(SearchTable[ComplaintView]):
    """The complaints in hand, the late and the major ones first."""

    HELP = n_(
        "The complaints in hand, the most urgent first; ‼ is late or major, ! is near its deadline. Enter opens one "
        "with its history and the steps that can be taken now."
    )
    COMMANDS = (OPEN, NEW, SEARCH, FILED, BACK)
    BINDINGS = bindings(COMMANDS)
    PROMPT = n_("Number of the complaint")
    LONGEST = 12

    def __init__(self) -> None:
        super().__init__()
        self.filed = False

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
            if self.typed:
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
        typed = fold(self.typed)
        found: list[ComplaintView] = []
        if typed.isascii() and typed.isdigit():
            # A colleague's complaint is as good as none for whoever may not see it.
            with suppress(RefusedError, NotAllowedError):
                found.append(await self.at_desk(complaint_lists.by_number, self.shift, int(typed)))
        self._show(found, "" if found else self.t("No complaint has this number."))

    def _show(self, found: Sequence[ComplaintView], remark: str) -> None:
        t = self.t
        headings = (t("No."), t("Date"), t("Kind"), t("Customer"), t("Deadline"), t("State"), t("Handler"))
        self.fill(headings, found, [self._cells(one) for one in found], remark)

    def _cells(self, one: ComplaintView) -> list[str | Text]:
        t, red = self.t, self.app.theme_variables["error"]
        style = self.app.theme_variables[deadline_style(one.clock)]
        return [
            Text(f"{one.number} ‼", style=f"bold {red}") if one.major else str(one.number),
            f"{one.received_on:%m-%d}",
            self._kind(one),
            one.customer or t("anonymous"),
            Text(t.render(deadline_text(one.clock)), style=style),
            t.render(COMPLAINT_STATES[one.state]),
            one.handler.name if one.handler else Text(t("‼ nobody"), style=red),
        ]

    def _kind(self, one: ComplaintView) -> Text:
        """Its kind, on a narrow screen as far as there is room: the deadline beside it has to be seen."""
        text = Text(name_of(self.shift.playbook.complaint_kinds, one.kind, self.t))
        if self.has_class("-narrow"):
            text.truncate(NAME_CELLS, overflow="ellipsis")
        return text

    def detail(self) -> str:
        """What it is about, and by when it has to be answered."""
        one = self.chosen
        if one is None:
            return ""
        due = self.t("Due {day}", day=one.due_on.isoformat()) if one.due_on else ""
        major = self.t("‼ Major: tell the supervisor at once.") if one.major and one.clock.running else ""
        return "  ".join(part for part in (major, due, one.what) if part)

    def action_filed(self) -> None:
        """The others."""
        self.filed = not self.filed
        self.load()

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

        await self.app.push_screen(NewComplaintScreen(self.say))
