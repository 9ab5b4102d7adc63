"""Commands: each is declared once, and its key, key-bar text, palette entry, help line and docs follow from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding, BindingType

from lobby_tui.locale import n_


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a person can tell a screen to do: the screen has a method `action_<action>`.

    `label` stands in the key bar and the palette, `help` on the help page; both are marked for translation.
    Keys are digits, function keys, Enter, Esc, Tab, Space, arrows: all of them pass through an input method.
    """

    action: str
    key: str
    label: str
    help: str
    bar: bool = True
    priority: bool = False


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Textual's bindings for `commands`. Their texts come from the key bar, which knows the language."""
    return [
        Binding(command.key, command.action, command.label, show=False, priority=command.priority)
        for command in commands
        if command.key
    ]


KEY_NAMES: Final = {
    "space": n_("Space"),
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "delete": "Del",
    "left": n_("Left"),
    "right": n_("Right"),
    "up": n_("Up"),
    "down": n_("Down"),
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """How a key is written on a keyboard, to be translated: `f2` is F2."""
    first = key.split(",")[0]
    return KEY_NAMES.get(first, first.upper() if first.startswith("f") else first)


WORK: Final = Command(
    "work", "f5", n_("Work"), n_("The branch's work: answers, complaints, machines, checklists, closing.")
)
HELP: Final = Command("help", "f1", n_("Help"), n_("Explain this screen and its keys."))
PALETTE: Final = Command(
    "palette", "f10", n_("Commands"), n_("Find any command by its Chinese or English name, or by pinyin initials.")
)
SHIELD: Final = Command(
    "shield", "f9", n_("Shield"), n_("Cover the screen with a neutral page at once."), priority=True
)
LANGUAGE: Final = Command(
    "language", "f8", n_("中文 / English"), n_("Switch between Chinese and English."), bar=False, priority=True
)
LOCK: Final = Command(
    "lock", "f12", n_("Lock"), n_("Lock the screen; what was begun stays as it is."), bar=False, priority=True
)
SIGN_OUT: Final = Command("sign_out", "", n_("Sign out"), n_("Let somebody else sign in."), bar=False)
SETTINGS: Final = Command(
    "settings", "f7", n_("Settings"), n_("Language, colours, and what the branch has set."), bar=False
)
QUIT: Final = Command("quit", "", n_("Leave Lobby"), n_("End the program. Everything entered is saved."), bar=False)

EVERYWHERE: Final = (HELP, PALETTE, SHIELD, LANGUAGE, LOCK, SETTINGS, SIGN_OUT, QUIT)
"""Commands that work on every screen once somebody has signed in."""
