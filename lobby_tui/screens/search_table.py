"""A table with a line above it to search for rows that it does not show."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import DataTable, Input

from lobby_tui.screens.table_screen import Row, TableScreen
from lobby_tui.widgets.commands import Command
from lobby_tui.widgets.fields import TextField


class SearchTable(TableScreen[Row]):
    """Sub-classes say in `PROMPT` what is to be typed, and look for `typed` in `load`."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    PROMPT: ClassVar[str] = ""
    LONGEST: ClassVar[int] = 40
    """How much can be typed, in characters."""

    def body(self) -> ComposeResult:
        """The search line, hidden until it is asked for, over the table."""
        field = TextField(placeholder=self.t(self.PROMPT), max_length=self.LONGEST)
        field.id = "search"
        field.display = False
        yield field
        yield from super().body()

    @property
    def line(self) -> Input:
        """The search line."""
        return self.query_one("#search", Input)

    @property
    def typed(self) -> str:
        """What is searched for; nothing while the line is hidden."""
        return self.line.value.strip() if self.line.display else ""

    def action_search(self) -> None:
        """Show the search line."""
        self.line.display = True
        self.line.focus()

    def on_input_changed(self) -> None:
        """Search while typing."""
        self.load()

    def on_input_submitted(self) -> None:
        """On to the rows found."""
        self.query_one(DataTable).focus()

    def action_back(self) -> None:
        """End the search, or go back."""
        if not self.line.display:
            super().action_back()
            return
        self.line.value = ""
        self.line.display = False
        self.query_one(DataTable).focus()
        self.load()
