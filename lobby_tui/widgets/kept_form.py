"""A form that says when typing has paused, so that what was typed can be kept as a draft."""

from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from lobby_tui.widgets.fields import Field, Segments
from lobby_tui.widgets.form import Form
from lobby_tui.widgets.referral_form import DRAFT_SECONDS


class KeptForm(Form, can_focus=False):
    """Like `Form`; whoever has it keeps the draft."""

    class Settled(Message):
        """Typing has paused."""

    _timer: Timer | None = None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed."""
        self._touched()

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Something was chosen: what was wrong with it no longer is."""
        for field in self.query(Field):
            if field.control is event.segments:
                field.complain("")
        self._touched()

    def _touched(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DRAFT_SECONDS, lambda: self.post_message(self.Settled()))
