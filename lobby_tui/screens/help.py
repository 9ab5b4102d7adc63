"""Help: what a screen is for, what can be done on it, and with which key."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.locale import n_
from lobby_tui.screens.base import Dialog, LobbyScreen
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.commands import EVERYWHERE, Command, key_name

INPUT = n_("Digits, letters and spaces count in full width too: the input method may stay on.")


class HelpDialog(Dialog[None]):
    """Explains the screen beneath. It scrolls, and F1 closes it as well."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,f1", "cancel", "")]
    AUTO_FOCUS = "#help"
    CSS_PATH = "help.tcss"

    def __init__(self, screen: LobbyScreen) -> None:
        super().__init__()
        self.explained = screen

    def compose(self) -> ComposeResult:
        """The purpose, the commands of this screen, those of every screen, and where the codes come from."""
        t = self.t
        commands = self.explained.commands()
        here = [one for one in commands if one not in EVERYWHERE]
        with VerticalScroll(classes="dialog", id="help"):
            if self.explained.HELP:
                yield Static(Content(t(self.explained.HELP)), classes="help-part")
            if here:
                yield Static(t("On this screen"), classes="dialog-title", markup=False)
                yield from self._rows(here)
            yield Static(t("Everywhere"), classes="dialog-title apart", markup=False)
            yield from self._rows([one for one in commands if one in EVERYWHERE])
            yield Static(Content(t(INPUT)), classes="help-part apart muted")
            if self.lobby.signed_in:
                yield Static(Content(t.render(self.shift.playbook.note)), classes="help-part muted")
        yield Static(key_line([("Esc", t("Back")), ("PgDn", t("More"))], t), classes="dialog-keys")

    def _rows(self, commands: list[Command]) -> ComposeResult:
        for one in commands:
            yield Static(self._key(one), classes="help-key")
            yield Static(Content.assemble((self.t(one.label), "bold"), "  ", self.t(one.help)), classes="help-text")

    def _key(self, command: Command) -> Content:
        if not command.key:
            return Content(" ")
        return Content.assemble((f" {self.t(key_name(command.key))} ", "$key-cap"))
