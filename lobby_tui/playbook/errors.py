"""What can be wrong with a playbook, or with a code that is looked up in it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a playbook's file.

    `key` is dotted, such as `needs.cash_small.zone`; entries without a code are counted from 1:
    `routes.2.zone`.
    """

    file: str
    key: str
    message: Message
    nearest: str | None = None


class PlaybookError(RefusedError):
    """A playbook cannot be used; `problems` has every reason."""

    code = "playbook"

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(
            msg(
                "The playbook {file} cannot be used; problems: {count}. First, {key}: {problem}",
                file=file, count=len(problems), key=first.key or "-", problem=first.message,
            ),
            remedy=msg("See all of them with: lobby playbook check FILE"),
            field="playbook",
        )  # fmt: skip
        self.problems = problems


class UnknownCodeError(RefusedError):
    """A code that the playbook does not have; `nearest` is the one most like it, if any is."""

    code = "unknown_code"

    def __init__(self, field: str, value: str, known: Iterable[str]) -> None:
        choices = tuple(known)
        self.nearest = nearest(value, choices)
        super().__init__(
            msg("{field}: there is no “{value}” in the playbook.", field=field, value=value),
            remedy=msg("Did you mean “{nearest}”?", nearest=self.nearest)
            if self.nearest
            else msg("There are: {choices}.", choices=", ".join(choices) or "-"),
            field=field,
        )


def nearest(value: str, known: Iterable[str]) -> str | None:
    """The known code most like `value`, upper and lower case not minded, or `None` when none is."""
    by_folded = {code.casefold(): code for code in known}
    found = difflib.get_close_matches(value.casefold(), by_folded, n=1, cutoff=0.5)
    return by_folded[found[0]] if found else None
