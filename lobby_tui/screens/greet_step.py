"""迎: how to address the customer, and whether they need a person's help, which comes before everything else."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import visits
from lobby_tui.locale import msg, n_
from lobby_tui.playbook.greetings import greeting
from lobby_tui.screens.dialogs import ChoiceDialog, choices_of
from lobby_tui.screens.step import StepPane
from lobby_tui.widgets.bars import said
from lobby_tui.widgets.commands import Command, bindings

SKIP = Command("skip", "enter", n_("Skip"), n_("Go on without saying how to address the customer."))


class GreetStep(StepPane, can_focus=True):
    """One digit says who came in."""

    COMMANDS = (SKIP,)
    BINDINGS = bindings(COMMANDS)

    def compose(self) -> ComposeResult:
        """The greeting, and the ways to address somebody."""
        t, playbook = self.t, self.shift.playbook
        at = self.shift.local(self.shift.now()).time()
        yield Static(Content(said(greeting(playbook, None, at), t)), classes="say")
        for one in playbook.addressees:
            words = said(greeting(playbook, one.code, at), t)
            yield Static(
                Content.assemble(
                    (f" {one.digit} ", "$key-cap"), Content(f" {t.render(one.name)}  "), (words, "$muted")
                ),
                classes="choice",
            )
        yield Static(
            Content.assemble((" 0 ", "$key-cap"), Content(" " + t("Needs a person's help"))), classes="choice apart"
        )

    def begin(self) -> None:
        """Digits come here."""
        self.focus()

    async def on_digit(self, digit: int) -> bool:
        """Who came in, or 0 for help."""
        if digit == 0:
            self.help_needed()
            return True
        for one in self.shift.playbook.addressees:
            if one.digit == digit:
                self.describe(one.code, one.assistance)
                return True
        return False

    def action_skip(self) -> None:
        """Leave it open."""
        self.describe(self.visit.addressee, self.visit.assistance)

    @work
    async def help_needed(self) -> None:
        """Ask which help; the way to address the customer is left open."""
        kinds = choices_of(self.shift.playbook.assistance)
        kind = await self.app.push_screen_wait(
            ChoiceDialog(
                msg("Which help?"), kinds, msg("A person goes with the customer; nobody is sent to a machine.")
            )
        )
        if kind:
            self.describe(self.visit.addressee, kind)

    @work(group="step")
    async def describe(self, addressee: str | None, assistance: str | None) -> None:
        """Save, and go on to the need."""
        with self.taking_a_step():
            visit = await self.at_desk(visits.describe, self.shift, self.visit.id, addressee, assistance)
            await self.owner.show_step(visit)
