"""A visit in four steps: greet 迎, ask 问, spot 识, refer 荐. The rail shows where one is."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import visits
from lobby_tui.desk.lobby import VisitView
from lobby_tui.locale import n_
from lobby_tui.models.enums import Step
from lobby_tui.models.money import format_yuan
from lobby_tui.screens.ask_step import AskStep
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.greet_step import GreetStep
from lobby_tui.screens.refer_step import ReferStep
from lobby_tui.screens.spot_step import SpotStep
from lobby_tui.widgets.commands import Command, bindings

if TYPE_CHECKING:
    from lobby_tui.desk.referrals import Logged
    from lobby_tui.screens.step import StepPane

PARK = Command("park", "tab", n_("Park"), n_("Leave this customer for a while; the clock runs on."), priority=True)
BACK = Command("back", "escape", n_("Step back"), n_("One step back; from the first step, to the desk."))

RAIL = ((Step.GREET, n_("Greet")), (Step.ASK, n_("Ask")), (Step.SPOT, n_("Spot")), (Step.REFER, n_("Refer")))
PANES: dict[Step, "type[StepPane]"] = {
    Step.GREET: GreetStep,
    Step.ASK: AskStep,
    Step.SPOT: SpotStep,
    Step.REFER: ReferStep,
}


class VisitScreen(LobbyScreen):
    """One customer. Each step is saved when it is taken."""

    HELP = n_(
        "One customer in four steps: greet, ask, spot, refer. Each step is saved when it is taken, can be "
        "skipped, and can be gone back to. Suggestions say why; you decide."
    )
    COMMANDS = (BACK, PARK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "visit.tcss"

    def __init__(self, visit: VisitView) -> None:
        super().__init__()
        self.ready = False
        self.visit = visit
        self.override_reason: str | None = None

    def body(self) -> ComposeResult:
        """The rail, and the step that one is at."""
        yield Static("", id="rail", markup=False)
        yield Vertical(id="pane")

    def opened(self) -> None:
        """Open the step at which the visit was left."""
        self._open_step()

    def title_texts(self) -> tuple[str, str]:
        """Which customer; how long they wait."""
        minutes = self.visit.waited(self.shift.now()) // 60
        return self.t("Customer no. {number}", number=self.visit.number), self.t("waits {minutes} min", minutes=minutes)

    def commands(self) -> tuple[Command, ...]:
        """The step's own commands, then those of every step."""
        pane = self.pane
        return (pane.commands() if pane else ()) + super().commands()

    @property
    def pane(self) -> "StepPane | None":
        """The step that is open."""
        from lobby_tui.screens.step import StepPane

        found = self.query(StepPane)
        return found.first() if found else None

    @work(group="step")
    async def _open_step(self) -> None:
        try:
            with self.taking_a_step():
                await self.show_step(self.visit)
                self.focus_again()
        finally:
            self.ready = True

    async def show_step(self, visit: VisitView) -> None:
        """Show the visit's step, with a pane that has what it needs."""
        self.visit = visit
        pane = await PANES[visit.step].load(self)
        holder = self.query_one("#pane", Vertical)
        await holder.remove_children()
        await holder.mount(pane)
        self.query_one("#rail", Static).update(self._rail())
        self.show_bars()
        pane.begin()

    def _rail(self) -> Content:
        """The four steps: done, here, to come; and what is known so far."""
        t, playbook, visit = self.t, self.shift.playbook, self.visit
        known: dict[Step, str] = {}
        if visit.addressee:
            known[Step.GREET] = t.render(playbook.addressee(visit.addressee).name)
        if visit.need:
            known[Step.ASK] = t.render(playbook.need(visit.need).short)
            if visit.amount_fen is not None and visit.step is Step.SPOT:
                known[Step.ASK] += " " + format_yuan(visit.amount_fen, t.language)
        parts: list[Content | str | tuple[str, str]] = []
        here = [step for step, _ in RAIL].index(visit.step)
        for index, (step, name) in enumerate(RAIL):
            mark = "✓" if index < here else (">" if index == here else " ")
            style = "bold reverse $primary" if index == here else ("$muted" if index > here else "")
            parts += [(f" {mark} {index + 1} {t(name)} ", style), (f" {known.get(step, '')}  ", "$muted")]
        return Content.assemble(*parts)

    async def on_digit(self, digit: int) -> bool:
        """Digits belong to the step."""
        pane = self.pane
        return await pane.on_digit(digit) if pane else False

    @work(group="move")
    async def action_back(self) -> None:
        """One step back, or to the desk."""
        order = [step for step, _ in RAIL]
        index = order.index(self.visit.step)
        with self.taking_a_step():
            await self.save_draft()
            if index == 0:
                self.leave()
                return
            visit = await self.at_desk(visits.go_to, self.shift, self.visit.id, order[index - 1])
            await self.show_step(visit)

    @work(group="move")
    async def action_park(self) -> None:
        """Back to the desk; everything stays as it is."""
        with self.refusals():
            await self.save_draft()
            self.leave()

    def finished(self, logged: "Logged") -> None:
        """A referral was saved: back to the desk, which shows it with its number."""
        self.lobby.just_logged = logged
        self.leave()

    def leave(self) -> None:
        """Back to the desk."""
        if self.is_current:
            self.app.pop_screen()

    async def save_draft(self) -> None:
        """Keep what has been typed and not saved."""
        pane = self.pane
        if pane:
            await pane.save_draft()

    async def retranslate(self) -> None:
        """The pane is made anew in the other language; what was typed is a draft, and comes back."""
        with self.refusals():
            await self.save_draft()
            await super().retranslate()
