"""A password in between: one's own once more, or that of a second person who stands by."""

from collections.abc import Iterator, Mapping

from textual.events import ScreenSuspend
from textual.widget import Widget
from textual.widgets import Input

from lobby_tui.desk import own_password, second_person
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Message, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, TextField


class WithPassword(FormDialog):
    """What was typed goes when it was wrong, and when the screen is locked."""

    DOES = n_("Confirm")

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """Something has come over it."""
        self.empty()

    def empty(self, *names: str) -> None:
        """Forget the secrets, or the one that is named; what is said about them stays."""
        for field in self.query(Field):
            typed = field.control
            if isinstance(typed, TextField) and typed.password and (not names or field.field in names):
                with typed.prevent(Input.Changed):
                    typed.value = ""

    def secret(self, name: str, label: str) -> Field:
        """A field that shows dots."""
        return Field(name, label, TextField(password=True, max_length=128))


class PasswordDialog(WithPassword):
    """The signed-in person's own password. Dismisses with True once it was right."""

    def __init__(self) -> None:
        super().__init__(
            msg("Your password once more"),
            msg("What goes out of the house or cannot be undone needs a password that was given just now."),
        )

    def fields(self) -> Iterator[Widget]:
        """One field."""
        yield self.secret("password", self.t("Password"))

    async def save(self, values: Mapping[str, str]) -> None:
        """Look at it."""
        try:
            await self.at_desk(own_password.prove_again, self.shift, values["password"])
        except LobbyError:
            self.empty()
            raise


class SecondDialog(WithPassword):
    """The number and password of whoever stands by; `person` is who it is."""

    def __init__(self, title: Message) -> None:
        super().__init__(title, msg("A second person is needed: the lobby manager, or another supervisor."))
        self.person: SecondPerson | None = None

    def fields(self) -> Iterator[Widget]:
        """Two fields."""
        t = self.t
        yield Field("second", t("Second person"), TextField(placeholder=t("Staff number"), max_length=20))
        yield self.secret("password", t("Their password"))

    async def save(self, values: Mapping[str, str]) -> None:
        """Prove who it is."""
        try:
            self.person = await self.at_desk(second_person.prove, self.shift, values["second"], values["password"])
        except LobbyError:
            self.empty()
            raise


async def ask_second(screen: LobbyScreen, title: Message) -> SecondPerson | None:
    """Whoever stands by for what `title` says; None for Esc. To be called in a worker."""
    dialog = SecondDialog(title)
    await screen.app.push_screen_wait(dialog)
    return dialog.person
