"""A terminal that is too small to work in."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Static

from lobby_tui.screens.base import Dialog

SMALLEST = Size(60, 16)


def too_small(size: Size) -> bool:
    """Whether a terminal of this size is too small to work in."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class TooSmallScreen(Dialog[None]):
    """Says so, and goes away by itself when there is room again."""

    BINDINGS = []  # noqa: RUF012 - Esc would show a broken screen
    # In one column a scroll bar comes and goes for ever: with it nothing is too high, without it all is.
    DEFAULT_CSS = "TooSmallScreen { overflow: hidden; }"
    _covered = False

    def compose(self) -> ComposeResult:
        """One sentence that fits almost anywhere."""
        yield Static(self.t("This window is too small: at least 60 × 16. What you entered is safe."), markup=False)

    def on_screen_suspend(self) -> None:
        """Something covers it: the lock perhaps."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """What covered it is gone; if there is room by now, this goes as well."""
        if self._covered and not too_small(self.app.size):
            self.dismiss()

    def action_cancel(self) -> None:
        """Stay until there is room."""
