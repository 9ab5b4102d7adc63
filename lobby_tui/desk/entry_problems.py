"""Checking what somebody typed into a form: every wrong field is told at once, not one after the other."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from lobby_tui.errors import LobbyError, RefusedError

T = TypeVar("T")


class EntryError(RefusedError):
    """Some fields are wrong: every one of them is in `problems`, in the order of the form."""

    code = "fields"

    def __init__(self, problems: Sequence[LobbyError]) -> None:
        first = problems[0]
        super().__init__(first.message, remedy=first.remedy, field=first.field, code=first.code)
        self.problems = tuple(problems)


class Problems:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self.found: list[LobbyError] = []

    def take(self, parse: Callable[[], T], default: T) -> T:
        """What `parse` makes of a field; `default` where it refuses, for which it goes on the list."""
        try:
            return parse()
        except RefusedError as error:
            self.found.append(error)
            return default

    def settle(self) -> None:
        """Raise EntryError with everything that is wrong, if anything is."""
        if self.found:
            raise EntryError(self.found)
