"""Commands with their keys and what they do, one under the other, as the help shows them."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from lobby_tui.locale import Catalogue
from lobby_tui.widgets.commands import Command, key_name
from lobby_tui.widgets.wrapping import wrapped

KEY_CELLS = 8


class KeyTable(Widget):
    """One widget for the whole table: a help page with three widgets a row would open slowly."""

    def __init__(self, commands: Sequence[Command], t: Catalogue) -> None:
        super().__init__(classes="key-table")
        self.commands = tuple(commands)
        self.t = t

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the sentences need at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The rows."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for command in self.commands:
            label = Content.assemble((self.t(command.label), "bold"), "  ", self.t(command.help))
            head, *rest = wrapped(label, max(20, width - KEY_CELLS))
            lines.append(self._key(command) + head)
            lines += [Content(" " * KEY_CELLS) + line for line in rest]
        return lines

    def _key(self, command: Command) -> Content:
        """The key, or as much room where a command has none and is run from the palette."""
        name = f" {self.t(key_name(command.key))} " if command.key else ""
        gap = " " * max(1, KEY_CELLS - Content(name).cell_length)
        return Content.assemble((name, "$key-cap"), gap) if name else Content(gap)
