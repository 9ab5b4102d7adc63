"""Incidents: those still open first, the fields of a branch incident report, closing with an outcome."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widget import Widget
from textual.widgets import DataTable, Static

from lobby_tui.desk import incidents
from lobby_tui.desk.incidents import IncidentView
from lobby_tui.desk.permissions import Action
from lobby_tui.locale import msg, n_
from lobby_tui.models.money import format_yuan
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.incident_form import ChangeIncidentScreen, NewIncidentScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.complaint_texts import name_of
from lobby_tui.widgets.fields import Field, TextField

OPEN = Command("open", "enter", n_("Complete"), n_("Complete the report under the highlight, or put it right."))
NEW = Command("new", "f2", n_("New incident"), n_("Report an incident: one digit and one line are enough at first."))
CLOSE = Command("close", "f4", n_("Settle"), n_("Close the incident under the highlight with what came of it."))
BACK = Command("back", "escape", n_("Back"), n_("Go back."))


class OutcomeDialog(FormDialog):
    """What came of an incident."""

    def __init__(self, one: IncidentView) -> None:
        super().__init__(
            msg("Close incident no. {number}", number=one.number), msg("What came of it, and what was learnt.")
        )
        self.one = one

    def fields(self) -> Iterator[Widget]:
        """One line."""
        yield Field("outcome", self.t("Outcome"), TextField(max_length=1000))

    async def save(self, values: Mapping[str, str]) -> None:
        """Close it."""
        await self.at_desk(incidents.close, self.shift, self.one.id, values["outcome"])


class IncidentsScreen(LobbyScreen):
    """The branch's incidents."""

    HELP = n_(
        "Incidents: robbery, dispute, illness, fire, power or network, and the like. Those not yet closed stand first. "
        "In danger call 110, 119 or 120 before you type anything."
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = (OPEN, NEW, CLOSE, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "complaints.tcss"
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[IncidentView, ...] = ()

    def body(self) -> ComposeResult:
        """The rows, and the report under the highlight."""
        yield DataTable(id="rows", cursor_type="row", zebra_stripes=False)
        yield Static("", id="empty", classes="muted", markup=False)
        yield Static("", id="detail", markup=False)
        yield Static("", id="status", markup=False)

    def opened(self) -> None:
        """Name the columns, then fill the rows."""
        table: DataTable[Any] = self.query_one(DataTable)
        t = self.t
        for name in (t("No."), t("When"), t("Kind"), t("Place"), t("State"), t("Recorded by")):
            table.add_column(name, width=Text(name).cell_len)
        self.load()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """One may have been reported or changed."""
        if self.query_one(DataTable).columns:
            self.load()

    def title_texts(self) -> tuple[str, str]:
        """What this is."""
        return self.t("Incidents"), self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """Closing is for those who may."""
        return tuple(one for one in super().commands() if one != CLOSE or self.shift.may(Action.CLOSE_INCIDENT))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the rows anew."""
        with self.refusals():
            if self.made:
                self._show(await self.at_desk(incidents.listed, self.shift))

    def _show(self, rows: Sequence[IncidentView]) -> None:
        if not self.made:
            return
        table: DataTable[Any] = self.query_one(DataTable)
        row = table.cursor_row
        self.found = tuple(rows)
        table.clear()
        lines = [self._cells(one) for one in rows]
        for index, column in enumerate(table.ordered_columns):
            column.width = max([column.label.cell_len, *(line[index].cell_len for line in lines)])
        for one, line in zip(rows, lines, strict=True):
            table.add_row(*line, key=str(one.id))
        table.move_cursor(row=min(row, len(rows) - 1))
        self.set_class(not rows, "-nothing")
        self.query_one("#empty", Static).update("" if rows else self.t("No incident has been reported."))
        self._show_detail()

    def _cells(self, one: IncidentView) -> list[Text]:
        t = self.t
        closed = one.closed_at is not None
        state = Text(t("closed")) if closed else Text(t("! open"), style=self.app.theme_variables["warning"])
        kind = name_of(self.shift.playbook.incident_kinds, one.kind, t)
        at = self.shift.local(one.happened_at)
        return [Text(str(one.number)), Text(f"{at:%m-%d %H:%M}"), Text(kind), Text(one.place), state,
                Text(one.recorded_by.name)]  # fmt: skip

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole report."""
        self._show_detail()

    def _show_detail(self) -> None:
        one = self.chosen
        self.query_one("#detail", Static).update(Content("\n".join(self._lines(one))) if one else "")

    def _lines(self, one: IncidentView) -> Iterator[str]:
        t = self.t
        yield one.what
        facts = []
        if one.people_involved:
            facts.append(t("involved {count}, hurt {hurt}", count=one.people_involved, hurt=one.injured))
        if one.loss_fen:
            facts.append(t("loss {amount}", amount=format_yuan(one.loss_fen, t.language)))
        if one.reported_to:
            at = f"{self.shift.local(one.reported_at):%m-%d %H:%M}" if one.reported_at else ""
            facts.append(t("reported to {whom} {at}", whom=one.reported_to, at=at).rstrip())
        if facts:
            yield "   ".join(facts)
        if one.measures:
            yield t("Measures") + f"  {one.measures}"
        if one.outcome:
            yield t("Outcome") + f"  {one.outcome}"

    @property
    def chosen(self) -> IncidentView | None:
        """The incident under the highlight."""
        row = self.query_one(DataTable).cursor_row
        return self.found[row] if 0 <= row < len(self.found) else None

    def _say(self, text: str) -> None:
        for line in self.query("#status").results(Static):
            line.update(Content(text))

    async def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        await self.action_open()

    async def action_open(self) -> None:
        """Open the report, if it is still open."""
        one = self.chosen
        if one and one.closed_at:
            self._say(self.t("This incident is closed: nothing in it changes any more."))
        elif one:
            await self.app.push_screen(ChangeIncidentScreen(one, self._say))

    async def action_new(self) -> None:
        """Report one."""
        await self.app.push_screen(NewIncidentScreen(self._say))

    async def action_close(self) -> None:
        """Ask what came of it, then close it."""
        one = self.chosen
        if one is None or one.closed_at or CLOSE not in self.commands():
            return
        await self.app.push_screen(OutcomeDialog(one), lambda saved: self._settled(one) if saved else None)

    def _settled(self, one: IncidentView) -> None:
        self._say(self.t("✓ Incident no. {number} is closed.", number=one.number))
        self.load()

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()
