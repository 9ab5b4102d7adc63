"""Getting in again with the paper key, from the sign-in screen."""

from collections.abc import Iterator, Mapping

from textual.widget import Widget

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg, n_
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.widgets.fields import Field, TextField


class RecoveryDialog(FormDialog):
    """The words, a supervisor's number, a new password twice. `dropped` are those who need a new password as well."""

    DOES = n_("Give a new password")

    def __init__(self) -> None:
        super().__init__(
            msg("Recover with the paper key"),
            msg("The twelve words in their order, in Chinese or in English. It is recorded in the audit trail."),
        )
        self.number = ""
        self.dropped: tuple[str, ...] = ()

    def fields(self) -> Iterator[Widget]:
        """Four questions."""
        t = self.t
        yield Field("words", t("Paper key"), TextField(max_length=400))
        yield Field("no", t("Supervisor's number"), TextField(max_length=20))
        yield Field("password", t("New password"), TextField(max_length=128, password=True))
        yield Field("again", t("Password again"), TextField(max_length=128, password=True))

    async def save(self, values: Mapping[str, str]) -> None:
        """Let the supervisor in again."""
        from lobby_tui.desk.opening import open_desk
        from lobby_tui.desk.recovering import Recovered, recover

        if values["password"] != values["again"]:
            raise RefusedError(msg("The two passwords differ. Type the same one twice."), field="again")
        app = self.lobby

        def at_once() -> Recovered:
            app.desk = app.desk or open_desk(app.settings, app.clock)
            return recover(app.desk, values["words"], values["no"], values["password"])

        done = await self.at_desk(at_once)
        self.number, self.dropped = done.staff_no, done.dropped
