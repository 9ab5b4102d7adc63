"""The one tree of errors.

Every error says what happened (`message`), what became of the data (`data`) and what to do (`remedy`), as lazy
messages that the screen or the command line renders in the reader's language.
"""

from typing import Any

from lobby_tui.locale import Message, msg

UNCHANGED = msg("Nothing was changed.")


class LobbyError(Exception):
    """Something that the person at the desk has to know. Subclasses set `code` and the exit status."""

    code = "failed"
    exit_status = 5

    def __init__(
        self,
        message: Message,
        *,
        remedy: Message | None = None,
        data: Message = UNCHANGED,
        field: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message.text.format_map(message.params))
        self.message = message
        self.remedy = remedy
        self.data = data
        self.field = field
        self.code = code or type(self).code

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by state: the arguments are keywords, which exceptions do not pickle by themselves."""
        return (_restored, (type(self), self.args, self.__dict__))


def _restored(kind: type[LobbyError], arguments: tuple[str, ...], state: dict[str, Any]) -> LobbyError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    return error


class RefusedError(LobbyError):
    """A rule refuses what was asked; nothing changed. `field` names the input that is wrong, if one is."""

    code = "refused"
    exit_status = 1


class UsageError(LobbyError):
    """The command or its arguments make no sense."""

    code = "usage"
    exit_status = 2


class NotAllowedError(LobbyError):
    """Not signed in, a wrong password, or the role may not do this."""

    code = "not_allowed"
    exit_status = 3


class StoreError(LobbyError):
    """The store is missing, damaged, locked, full, or of another version."""

    code = "store"
    exit_status = 4
