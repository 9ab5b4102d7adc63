"""The fields of a form: a label, an input or a row of choices, and the error under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from lobby_tui.models.text import display, fold


class TextField(Input):
    """One line of text. A paste of several lines becomes one, where Textual would keep the first and drop the rest;
    what would steer a terminal is left out.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", max_length: int = 0, password: bool = False) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=max_length,
            password=password,
            compact=True,
            select_on_focus=False,
        )

    def _on_paste(self, event: Paste) -> None:
        if self.password:
            return  # taken as it is, by the method of the base class: a space more or less is another password
        joined = " ".join(display(event.text).split())
        self.insert_text_at_cursor(joined)
        event.stop()
        event.prevent_default()

    def on_key(self, event: Key) -> None:
        """Take characters that Python does not call printable: those of rare names, and the full-width space."""
        if event.character and not event.is_printable and category(event.character[0]) in ("Co", "Zs"):
            self.insert_text_at_cursor(event.character)
            event.stop()
            event.prevent_default()

    def on_focus(self) -> None:
        """Put the terminal's cursor here, where an input method opens its window: also before the first character."""
        self.call_after_refresh(self._place_cursor)

    def on_resize(self) -> None:
        """The field has its place only now, or another one."""
        self._place_cursor()

    def _place_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()


@dataclass(frozen=True, slots=True)
class Segment:
    """One of a row of choices: its value, its text, the digit that chooses it."""

    value: str
    text: str
    digit: int | None


class Segments(Widget, can_focus=True):
    """A row of choices, each with its digit. A digit chooses and goes on; the arrows choose; Enter goes on."""

    class Changed(Message):
        """Another choice was made."""

        def __init__(self, segments: "Segments") -> None:
            super().__init__()
            self.segments = segments

        @property
        def control(self) -> "Segments":
            """The row."""
            return self.segments

    class Done(Message):
        """The person goes on to the next field."""

        def __init__(self, segments: "Segments") -> None:
            super().__init__()
            self.segments = segments

    def __init__(self, segments: Sequence[Segment], value: str = "") -> None:
        super().__init__()
        self.segments = tuple(segments)
        self.value = value

    def render(self) -> Content:
        """The choices in a row; the chosen one has a dot, so that it shows without colour."""
        width = self.size.width or 60
        lines: list[Content] = [Content("")]
        for one in self.segments:
            cell = self._cell(one)
            # By hand, because wrapping would part a digit from its words.
            if lines[-1].cell_length and lines[-1].cell_length + cell.cell_length > width:
                lines.append(Content(""))
            lines[-1] += cell
        return Content("\n").join(lines)

    def _cell(self, one: Segment) -> Content:
        chosen = one.value == self.value
        digit = " " if one.digit is None else str(one.digit)
        return Content.assemble(
            (f" {digit} ", "$key-cap" if self.has_focus else "$muted"),
            "✓" if chosen else " ",
            (one.text, "bold" if chosen else ""),
            " ",
        )

    def on_resize(self) -> None:
        """Lay the choices out for the new width."""
        self.refresh(layout=True)

    def choose(self, value: str) -> None:
        """Choose, and tell the form."""
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self))
        self.refresh()

    def offer(self, segments: Sequence[Segment]) -> None:
        """Offer other choices."""
        self.segments = tuple(segments)
        self.refresh(layout=True)

    def on_focus(self) -> None:
        """Show the digits as keys."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the digits at rest."""
        self.refresh()

    def on_key(self, event: Key) -> None:
        """Digits choose and go on; arrows move; Enter goes on."""
        folded = fold(event.character) if event.character else ""
        by_digit = [one.value for one in self.segments if one.digit is not None and str(one.digit) == folded]
        if by_digit:
            self.choose(by_digit[0])
            self.post_message(self.Done(self))
        elif event.key in ("left", "right") and self.segments:
            self._step(1 if event.key == "right" else -1)
        elif event.key == "enter":
            self.post_message(self.Done(self))
        else:
            return
        event.stop()
        event.prevent_default()

    def _step(self, by: int) -> None:
        values = [one.value for one in self.segments]
        index = values.index(self.value) + by if self.value in values else 0
        self.choose(values[index % len(values)])


class Field(Vertical):
    """A labelled field with a line for its error, which takes no room while there is none."""

    def __init__(self, name: str, label: str, control: TextField | Segments) -> None:
        super().__init__(id=f"field-{name}", classes="field")
        self.field = name
        self.label = label
        self.control = control

    def compose(self) -> ComposeResult:
        """Label and control in one line, the error under it."""
        with Horizontal(classes="field-line"):
            yield Static(Content(self.label), classes="field-label")
            yield self.control
        error = Static("", classes="field-error error", markup=False)
        error.display = False
        yield error

    @property
    def value(self) -> str:
        """What is typed or chosen."""
        return self.control.value

    def complain(self, text: str) -> None:
        """Show an error under the field; an empty text takes it away."""
        error = self.query_one(".field-error", Static)
        error.update(Content(f"✗ {text}") if text else "")
        error.display = bool(text)
