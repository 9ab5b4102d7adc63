"""问: what the customer came for."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lobby_tui.desk import visits
from lobby_tui.locale import n_
from lobby_tui.playbook.routes import route
from lobby_tui.screens.step import StepPane
from lobby_tui.widgets.bars import said
from lobby_tui.widgets.commands import Command

TAKE = Command("take", "enter", n_("Choose"), n_("Choose the need under the highlight."))


class AskStep(StepPane):
    """The needs, with where each one goes; the frequent ones have a digit, the arrows reach the rest."""

    COMMANDS = (TAKE,)

    def compose(self) -> ComposeResult:
        """One line a need, and the questions that help."""
        t = self.t
        yield Static(Content(said(self.shift.playbook.greetings.question, t)), classes="say")
        options = OptionList(*map(self._option, self._needs()), id="needs", markup=False)
        yield options
        yield Static("", id="probe", classes="muted", markup=False)

    def _needs(self) -> list[str]:
        needs = self.shift.playbook.needs
        frequent = sorted((one for one in needs if one.digit), key=lambda one: one.digit or 0)
        last = [one for one in needs if one.digit == 0]
        rest = [one for one in needs if one.digit is None]
        return [one.code for one in (*frequent, *last, *rest)]

    def _option(self, code: str) -> Option:
        t, playbook = self.t, self.shift.playbook
        need = playbook.need(code)
        where = playbook.zone(route(playbook, code, self.visit.segment, self.visit.assistance or False).zone)
        digit = " " if need.digit is None else str(need.digit)
        return Option(
            Content.assemble(
                (f" {digit} ", "$key-cap"), Content(f" {t.render(need.name)} "), (f"» {t.render(where.name)}", "$muted")
            ),
            id=code,
        )

    def begin(self) -> None:
        """Start on the need that was chosen before, if one was."""
        options = self.query_one(OptionList)
        options.highlighted = self._needs().index(self.visit.need) if self.visit.need else 0
        options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the questions that fit the need."""
        if event.option.id:
            probes = self.shift.playbook.need(event.option.id).probes
            text = "  ".join(said(probe, self.t) for probe in probes[:2])
            self.query_one("#probe", Static).update(Content(text))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        if event.option.id:
            self.ask(event.option.id)

    async def on_digit(self, digit: int) -> bool:
        """A frequent need."""
        for need in self.shift.playbook.needs:
            if need.digit == digit:
                self.ask(need.code)
                return True
        return False

    @work(group="step")
    async def ask(self, need: str) -> None:
        """Save, and go on to the signals. Another need makes an earlier amount meaningless."""
        amount = self.visit.amount_fen if need == self.visit.need else None
        with self.taking_a_step():
            await self.owner.show_step(await self.at_desk(visits.ask, self.shift, self.visit.id, need, amount))
