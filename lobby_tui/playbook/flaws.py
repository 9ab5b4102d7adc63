"""A flaw found while checking, before the file's name is put to it."""

from dataclasses import dataclass

from lobby_tui.locale import Message


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at a dotted key, and the valid value nearest to it, if there is one."""

    key: str
    message: Message
    nearest: str | None = None
