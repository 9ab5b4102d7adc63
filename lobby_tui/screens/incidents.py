"""Incidents: those still open first, the fields of a branch incident report, closing with an outcome."""

from collections.abc import Iterator, Mapping

from rich.text import Text
from textual import work
from textual.widget import Widget

from lobby_tui.desk import incidents
from lobby_tui.desk.incidents import IncidentView
from lobby_tui.desk.permissions import Action
from lobby_tui.locale import msg, n_
from lobby_tui.models.money import format_yuan
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.incident_form import ChangeIncidentScreen, NewIncidentScreen
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.complaint_texts import name_of
from lobby_tui.widgets.fields import Field, TextField

OPEN = Command("open", "enter", n_("Complete"), n_("Complete the report under the highlight, or put it right."))
NEW = Command("new", "f2", n_("New incident"), n_("Report an incident: one digit and one line are enough at first."))
SHOW = Command("show", "f3", n_("Show"), n_("See the numbers in the report in full, with a reason; it is recorded."))
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


class IncidentsScreen(TableScreen[IncidentView]):
    """The branch's incidents."""

    HELP = n_(
        "Incidents: robbery, dispute, illness, fire, power or network, and the like. Those not yet closed stand first. "
        "In danger call 110, 119 or 120 before you type anything."
    )
    COMMANDS = (OPEN, NEW, CLOSE, SHOW, BACK)
    BINDINGS = bindings(COMMANDS)

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
            t, found = self.t, await self.at_desk(incidents.listed, self.shift)
            headings = (t("No."), t("When"), t("Kind"), t("Place"), t("State"), t("Recorded by"))
            nothing = "" if found else t("No incident has been reported.")
            self.fill(headings, found, [self._cells(one) for one in found], nothing)

    def _cells(self, one: IncidentView) -> list[str | Text]:
        t = self.t
        closed = one.closed_at is not None
        state = t("closed") if closed else Text(t("! open"), style=self.app.theme_variables["warning"])
        kind = name_of(self.shift.playbook.incident_kinds, one.kind, t)
        at = self.shift.local(one.happened_at)
        return [str(one.number), f"{at:%m-%d %H:%M}", kind, one.place, state, one.recorded_by.name]

    def detail(self) -> str:
        """The whole report."""
        return "\n".join(self._lines(self.chosen)) if self.chosen else ""

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

    @work(exclusive=True, group="look")
    async def action_show(self) -> None:
        """What is masked in the words of the report."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_incident

        one = self.chosen
        if one:
            await show_in_full(self, incidents.reveal, one.id, of_incident)

    async def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        await self.action_open()

    async def action_open(self) -> None:
        """Open the report, if it is still open."""
        one = self.chosen
        if one and one.closed_at:
            self.say(self.t("This incident is closed: nothing in it changes any more."))
        elif one:
            await self.app.push_screen(ChangeIncidentScreen(one, self.say))

    async def action_new(self) -> None:
        """Report one."""
        await self.app.push_screen(NewIncidentScreen(self.say))

    async def action_close(self) -> None:
        """Ask what came of it, then close it."""
        one = self.chosen
        if one is None or one.closed_at or CLOSE not in self.commands():
            return
        await self.app.push_screen(OutcomeDialog(one), lambda saved: self._settled(one) if saved else None)

    def _settled(self, one: IncidentView) -> None:
        self.say(self.t("✓ Incident no. {number} is closed.", number=one.number))
        self.load()
