"""A form: fields one under the other; Enter goes from one to the next, and on the last one it sends the form."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Catalogue
from lobby_tui.widgets.fields import Field, Segments


class Form(VerticalScroll, can_focus=False):
    """Fields and whatever stands between them. The screen that has the form sends it."""

    class Submitted(Message):
        """Enter was pressed on the last field."""

    def field(self, name: str) -> Field:
        """A field by its name."""
        return self.query_one(f"#field-{name}", Field)

    def values(self) -> dict[str, str]:
        """Everything as typed, by field."""
        return {field.field: field.value for field in self.query(Field)}

    def complain(self, problems: Sequence[LobbyError], t: Catalogue) -> list[LobbyError]:
        """Show each error under its field and go to the first bad one; those without a field are returned."""
        fields = {field.field: field for field in self.query(Field)}
        for field in fields.values():
            field.complain("")
        told = {one.field: one for one in problems if one.field in fields}
        for name, problem in told.items():
            fields[name or ""].complain(t.render(problem.message))
        for name, field in fields.items():
            if name in told:
                field.control.focus()
                field.scroll_visible()
                break
        return [one for one in problems if one.field not in fields]

    def go_on(self, control: Widget) -> None:
        """Move to whatever takes keys after `control`; after the last there is nothing but to send the form."""
        controls = [one for one in self.screen.focus_chain if self in one.ancestors]
        if control not in controls:  # it was taken away meanwhile, as by another language
            return
        following = controls[controls.index(control) + 1 :]
        if following:
            following[0].focus()
        else:
            self.post_message(self.Submitted())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.go_on(event.input)

    def on_segments_done(self, event: Segments.Done) -> None:
        """A choice goes on."""
        event.stop()
        self.go_on(event.segments)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is put right is no longer complained about."""
        event.stop()
        for field in self.query(Field):
            if field.control is event.input:
                field.complain("")
