"""The machines that are out of order: for how long, with which ticket; reporting and mending them."""

from collections.abc import Iterator, Mapping

from textual import work
from textual.content import Content
from textual.widget import Widget

from lobby_tui.desk import faults
from lobby_tui.desk.faults import FaultView
from lobby_tui.locale import msg, n_
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField
from lobby_tui.widgets.lasting import lasting

REPORT = Command("report", "f2", n_("Report"), n_("Report a machine that is out of order."))
FIXED = Command(
    "fixed", "enter", n_("Works again"), n_("The machine under the highlight works again; its time ends now.")
)
TICKET = Command("ticket", "f4", n_("Repair ticket"), n_("Enter the repair ticket of the fault under the highlight."))
SHOW = Command("show", "f5", n_("Show"), n_("See the numbers in the report in full, with a reason; it is recorded."))
TODAY = Command("today", "f3", n_("Open / today"), n_("Switch between what is open and everything reported today."))
UNDO = Command("undo", "f6", n_("Undo"), n_("Take back what was last marked as fixed here."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class FaultsScreen(TableScreen[FaultView]):
    """What is out of order now, the longest first; or what was reported today."""

    HELP = n_(
        "Machines that are out of order, with their time out of service: in working hours, and in all. Report one, add "
        "its repair ticket when the repair service gives it, and say when it works again."
    )
    COMMANDS = (REPORT, FIXED, TICKET, TODAY, UNDO, SHOW, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = 2

    def __init__(self) -> None:
        super().__init__()
        self.of_today = False
        self._last_fixed: int | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Machines out of order"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the faults anew."""
        with self.refusals():
            found = await self.at_desk(faults.of_day if self.of_today else faults.open_faults, self.shift)
            self._show(found)

    def _show(self, found: tuple[FaultView, ...]) -> None:
        t, count = self.t, len(found)
        heading = t("Reported today {count}", count=count) if self.of_today else t("Open {count}", count=count)
        self.put("heading", Content.assemble((heading, "bold")))
        nothing = t("No fault was reported today.") if self.of_today else t("Every machine works.")
        headings = (t("No."), t("Machine"), t("Fault"), t("Ticket"), t("Since"), t("Time out"))
        self.fill(headings, found, [self._cells(one) for one in found], "" if found else nothing)

    def _cells(self, one: FaultView) -> list[str]:
        t = self.t
        out = lasting(one.working_minutes, t)
        return [
            str(one.number),
            f"{t.render(one.name)} {one.label}".strip(),
            one.what,
            one.ticket or "-",
            f"{self.shift.local(one.reported_at):%m-%d %H:%M}",
            f"✓ {out}" if one.fixed_at else out,
        ]

    def detail(self) -> str:
        """What is wrong in full, who says so, and how it ended."""
        one, t = self.chosen, self.t
        if one is None:
            return ""
        parts = [
            one.what,
            t("reported by {name}", name=one.reported_by.name),
            t("in all {time}", time=lasting(one.minutes, t)),
        ]
        if one.fixed_at and one.fixed_by:
            at = self.shift.local(one.fixed_at).strftime("%m-%d %H:%M")
            parts.append(t("fixed {at}, {name}", at=at, name=one.fixed_by.name))
        return "   ".join(part for part in (*parts, one.fixed_note) if part)

    @work(exclusive=True, group="look")
    async def action_show(self) -> None:
        """What is masked in the words of the report."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_note

        one = self.chosen
        if one:
            await show_in_full(self, faults.reveal, one.number, of_note)

    async def action_report(self) -> None:
        """One page."""
        from lobby_tui.screens.fault_page import NewFaultScreen

        await self.app.push_screen(NewFaultScreen(self.say))

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_fixed()

    @work(group="fixed")
    async def action_fixed(self) -> None:
        """It works again."""
        one = self.chosen
        if one is None:
            return
        if await self.app.push_screen_wait(FixedDialog(one)):
            self._last_fixed = one.number
            self.say(self.t("✓ Fault no. {number} is fixed.", number=one.number) + "   " + self.t("F6 undo"))
            self.load()

    @work(group="fixed")
    async def action_ticket(self) -> None:
        """The repair service has given a ticket."""
        one = self.chosen
        if one is None:
            return
        if await self.app.push_screen_wait(TicketDialog(one)):
            self.load()

    @work(group="fixed")
    async def action_undo(self) -> None:
        """It does not work after all."""
        if self._last_fixed is None:
            self.say(self.t("There is nothing to undo here."))
            return
        with self.refusals():
            undone = await self.at_desk(faults.undo_fixed, self.shift, self._last_fixed)
            self._last_fixed = None
            self.say(self.t("Fault no. {number} is open again.", number=undone.number))
            self.load()

    def action_today(self) -> None:
        """What is open, or what was reported today."""
        self.of_today = not self.of_today
        self.load()


class FixedDialog(FormDialog):
    """What was done about it, if anybody knows."""

    def __init__(self, fault: FaultView) -> None:
        super().__init__(
            msg("Fault no. {number} is fixed", number=fault.number), msg("Its time out of service ends now.")
        )
        self.fault = fault

    def fields(self) -> Iterator[Widget]:
        """One field, which may stay empty."""
        yield Field("note", self.t("How it was fixed"), TextField(max_length=200))

    async def save(self, values: Mapping[str, str]) -> None:
        """Close the fault."""
        await self.at_desk(faults.fixed, self.shift, self.fault.number, values["note"])


class TicketDialog(FormDialog):
    """The repair ticket."""

    def __init__(self, fault: FaultView) -> None:
        super().__init__(msg("Repair ticket of fault no. {number}", number=fault.number))
        self.fault = fault

    def fields(self) -> Iterator[Widget]:
        """One field."""
        yield Field("ticket", self.t("Repair ticket"), TextField(self.fault.ticket, max_length=40))

    async def save(self, values: Mapping[str, str]) -> None:
        """Keep it."""
        await self.at_desk(faults.set_ticket, self.shift, self.fault.number, values["ticket"])
