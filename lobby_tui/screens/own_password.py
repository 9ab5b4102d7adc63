"""One's own password and PIN, from the settings."""

from collections.abc import Iterator, Mapping

from textual.widget import Widget

from lobby_tui.desk import own_password
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.text import fold
from lobby_tui.screens.password_dialogs import WithPassword


class ChangePasswordDialog(WithPassword):
    """The old password, and the new one twice, as nobody sees it."""

    def __init__(self) -> None:
        super().__init__(
            msg("Change your password"),
            msg(
                "At least 8 characters, of any kind; a short sentence is best. A PIN has to be chosen anew after that."
            ),
        )

    def fields(self) -> Iterator[Widget]:
        """Three fields."""
        t = self.t
        yield self.secret("old", t("Old password"))
        yield self.secret("password", t("New password"))
        yield self.secret("again", t("Once more"))

    async def save(self, values: Mapping[str, str]) -> None:
        """Change it."""
        _same(values["password"], values["again"])
        try:
            await self.at_desk(own_password.change, self.shift, values["old"], values["password"])
        except LobbyError as error:
            if error.field == "old":
                self.empty("old")
            raise


class PinDialog(WithPassword):
    """The password, and a PIN twice; nothing in its place takes the PIN away."""

    def __init__(self, has_one: bool) -> None:
        said = msg("4 to 8 digits unlock your screen in place of the password, three tries long.")
        gone = msg("4 to 8 digits unlock your screen in place of the password. Left empty, your PIN is taken away.")
        super().__init__(msg("Your PIN"), gone if has_one else said)

    def fields(self) -> Iterator[Widget]:
        """Three fields."""
        t = self.t
        yield self.secret("password", t("Password"))
        yield self.secret("pin", t("New PIN"))
        yield self.secret("again", t("Once more"))

    async def save(self, values: Mapping[str, str]) -> None:
        """Set it, or take it away."""
        pin = values["pin"].strip()
        _same(fold(pin), fold(values["again"].strip()))
        if not pin and self.shift.presence.pin is not None:
            await self.at_desk(own_password.remove_pin, self.shift)
            return
        try:
            await self.at_desk(own_password.set_pin, self.shift, values["password"], pin)
        except LobbyError as error:
            if error.field == "password":
                self.empty("password")
            raise


def _same(first: str, second: str) -> None:
    if first != second:
        raise RefusedError(msg("The two are not the same."), field="again", code="not_the_same")
