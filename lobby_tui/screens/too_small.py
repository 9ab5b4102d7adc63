"""A terminal that is too small to work in."""

from textual.app import ComposeResult
from textual.widgets import Static

from lobby_tui.screens.base import Dialog


class TooSmallScreen(Dialog[None]):
    """Says so, and goes away by itself when there is room again."""

    BINDINGS = []  # noqa: RUF012 - Esc would show a broken screen

    def compose(self) -> ComposeResult:
        """One sentence that fits almost anywhere."""
        yield Static(
            self.t("This window is too small: at least 60 × 16. What you entered is safe."), markup=False
        )

    def action_cancel(self) -> None:
        """Stay until there is room."""
