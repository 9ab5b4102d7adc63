"""What every command is given: where the store is, who acts, in which language and form to answer."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lobby_tui.cli.output import emit_json, emit_lines, say
from lobby_tui.errors import LobbyError, NotAllowedError
from lobby_tui.locale import Catalogue, Message, catalogue, msg
from lobby_tui.settings import Settings

if TYPE_CHECKING:
    from lobby_tui.desk.second_person import SecondPerson
    from lobby_tui.desk.shift import Shift


@dataclass(slots=True)
class CommandContext:
    """The global options of one run."""

    settings: Settings
    staff_no: str | None
    json: bool
    language_chosen: bool
    home_chosen: bool = True
    password: str | None = field(default=None, repr=False)

    @property
    def catalogue(self) -> Catalogue:
        """The reader's language."""
        return catalogue(self.settings.language)

    def emit(self, data: Any, lines: Iterable[str]) -> None:
        """Answer: as JSON if that was asked for, else in lines for people."""
        if self.json:
            emit_json(data)
        else:
            emit_lines(lines)

    def say(self, message: Message) -> None:
        """Tell the person something beside the answer."""
        say(self.catalogue.render(message))

    @contextmanager
    def shift(self) -> Iterator["Shift"]:
        """Sign in with `--as` and the password. Raises NotAllowedError, StoreError."""
        from lobby_tui.desk.opening import open_desk

        desk = open_desk(self.settings)
        try:
            shift = desk.sign_in(*self.credentials())
            yield shift
            self._keep_no_longer_than_needed(shift)
        finally:
            desk.close()

    @contextmanager
    def review(self) -> Iterator["Shift"]:
        """As `shift`, for what reads months of days: counts that an earlier release did not keep are made first."""
        from lobby_tui.desk.review import tallies

        with self.shift() as shift:
            tallies.catch_up(shift)
            yield shift

    def _keep_no_longer_than_needed(self, shift: "Shift") -> None:
        """Take out what is kept too long, once the command is done; on most days that is nothing, and costs 3 ms."""
        from lobby_tui.desk import retention

        # The command itself is done. Where the store cannot be reached any more, the next one sees to it.
        with suppress(LobbyError):
            for line in retention.purge(shift).lines:
                self.say(line)

    def credentials(self) -> tuple[str, str]:
        """Who acts, and their password. Raises NotAllowedError where nobody is named."""
        if not self.staff_no:
            raise NotAllowedError(
                msg("Nobody is signed in."),
                remedy=msg("Say who acts with --as and the staff number."),
                code="not_signed_in",
                field="as",
            )
        if self.password is None:  # asked once, also where a command needs it twice
            self.password = self.secret("LOBBY_PASSWORD", msg("Password"))
        return self.staff_no, self.password

    def second(self, shift: "Shift", no: str | None) -> "SecondPerson | None":
        """Whoever stands by, proved by their password; None where nobody is named, which the desk then refuses.

        Raises NotAllowedError, RefusedError.
        """
        if no is None:
            return None
        from lobby_tui.desk import second_person

        password = self.secret("LOBBY_SECOND_PASSWORD", msg("Password of the second person"))
        return second_person.prove(shift, no, password)

    def secret(self, variable: str, prompt: Message) -> str:
        """A password from the environment or a prompt; never an argument, which every process could read."""
        value = given(variable, msg("The password is missing."), field="password")
        if value is not None:
            return value
        from getpass import getpass

        return getpass(f"{self.catalogue.render(prompt)}: ")


def given(variable: str, missing: Message, field: str) -> str | None:
    """What the environment says; None where a person can be asked. Raises NotAllowedError where nobody is there."""
    value = os.environ.get(variable)
    if value is None and not sys.stdin.isatty():
        raise NotAllowedError(
            missing,
            remedy=msg("Set {variable}, or run the command in a terminal.", variable=variable),
            code="not_signed_in",
            field=field,
        )
    return value
