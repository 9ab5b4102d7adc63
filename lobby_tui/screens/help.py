"""Help: what a screen is for, what can be done on it, and with which key."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from lobby_tui.locale import n_
from lobby_tui.screens.base import Dialog, LobbyScreen
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.commands import EVERYWHERE, Command
from lobby_tui.widgets.key_table import KeyTable
from lobby_tui.widgets.wrapping import Prose

INPUT = n_("Digits, letters and spaces count in full width too: the input method may stay on.")


class HelpDialog(Dialog[None]):
    """Explains the screen beneath. It scrolls, and F1 closes it as well."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,f1", "cancel", "")]
    AUTO_FOCUS = "#help-page"
    CSS_PATH = "help.tcss"

    def __init__(self, screen: LobbyScreen) -> None:
        super().__init__()
        self.explained = screen

    def compose(self) -> ComposeResult:
        """The purpose, the commands of this screen, those of every screen, and where the codes come from."""
        t = self.t
        commands = self.explained.commands()
        here = [one for one in commands if one not in EVERYWHERE]
        with Vertical(classes="dialog", id="help"):
            with VerticalScroll(id="help-page"):
                yield from self._page(here, [one for one in commands if one in EVERYWHERE])
            yield Static(key_line([("Esc", t("Back")), ("PgDn", t("More"))], t), classes="dialog-keys")

    def _page(self, here: list[Command], everywhere: list[Command]) -> ComposeResult:
        t = self.t
        if self.explained.HELP:
            yield Prose(t(self.explained.HELP), classes="help-part")
        if here:
            yield Static(t("On this screen"), classes="help-heading", markup=False)
            yield KeyTable(here, t)
        if everywhere:
            yield Static(t("Everywhere"), classes="help-heading", markup=False)
            yield KeyTable(everywhere, t)
        yield Prose(t(INPUT), classes="help-part muted")
        if self.lobby.signed_in:
            yield Prose(t.render(self.shift.playbook.note), classes="help-part muted")
