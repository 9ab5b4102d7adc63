"""A dialog with a few fields: it stays open until the desk has taken them, and says under each what is wrong."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Renderable, n_
from lobby_tui.screens.base import Dialog
from lobby_tui.widgets.bars import key_line
from lobby_tui.widgets.fields import Field
from lobby_tui.widgets.kept_form import KeptForm
from lobby_tui.widgets.wrapping import Prose


class FormDialog(Dialog[bool | None]):
    """Sub-classes make the fields and save them. Dismisses with True once they are saved, with None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel", ""), ("f2", "save", "")]
    CSS_PATH = "form_dialog.tcss"
    DOES: ClassVar[str] = n_("Save")
    """What F2 does, in a word."""

    def __init__(self, title: Renderable, hint: Renderable = "") -> None:
        super().__init__()
        self.heading = title
        self.hint = hint

    def compose(self) -> ComposeResult:
        """The title, the fields, what is wrong with none of them, the keys."""
        t = self.t
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Prose(t.render(self.heading), classes="dialog-title")
            if self.hint:
                yield Prose(t.render(self.hint), classes="dialog-note")
            with KeptForm():
                yield from self.fields()
            yield Static("", classes="dialog-problem", markup=False)
            yield Static(key_line([("F2", t(self.DOES)), ("Esc", t("Back"))], t), classes="dialog-keys")

    def fields(self) -> Iterator[Widget]:
        """The fields."""
        yield from ()

    async def save(self, values: Mapping[str, str]) -> None:
        """Save. Raises LobbyError."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """The first field first."""
        self.query(Field).first().control.focus()

    def on_form_submitted(self) -> None:
        """Enter on the last field."""
        self.action_save()

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save and close; or say what is wrong."""
        form = self.query_one(KeptForm)
        problem = self.query_one(".dialog-problem", Static)
        problem.update("")
        with self.lobby.holding_keys():
            try:
                await self.save(form.values())
            except LobbyError as error:
                homeless = form.complain(getattr(error, "problems", (error,)), self.t)
                problem.update(Content("\n".join(self._said(one) for one in homeless)))
                return
            self.dismiss(True)

    def _said(self, error: LobbyError) -> str:
        remedy = f" {self.t.render(error.remedy)}" if error.remedy else ""
        return f"✗ {self.t.render(error.message)}{remedy}"
