"""Choosing signals: the arrows choose the class, a digit takes a signal or gives it back."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

from lobby_tui.locale import Catalogue
from lobby_tui.models.text import fold

if TYPE_CHECKING:
    from lobby_tui.playbook.schema import Playbook, Signal


TWO_COLUMNS: Final = 74
HIGHEST_COLUMN: Final = 6


class SignalPicker(Widget, can_focus=True):
    """The playbook's signals, a class at a time."""

    class Toggled(Message):
        """A signal was taken or given back."""

        def __init__(self, picker: "SignalPicker", code: str, seen: bool) -> None:
            super().__init__()
            self.picker = picker
            self.code = code
            self.seen = seen

    class Done(Message):
        """Enter was pressed."""

    def __init__(self, playbook: "Playbook", t: Catalogue, seen: Collection[str] = (), *, start: str = "") -> None:
        super().__init__()
        self.playbook = playbook
        self.t = t
        self.seen = set(seen)
        self.classes_of_signals = [one.code for one in playbook.signal_classes if self._signals(one.code)]
        self._class = self.classes_of_signals.index(start) if start in self.classes_of_signals else 0
        self._row = 0

    def show(self, seen: Collection[str]) -> None:
        """Mark the signals that have been seen."""
        self.seen = set(seen)
        self.refresh()

    def _signals(self, class_code: str) -> list["Signal"]:
        return [one for one in self.playbook.signals_of(class_code) if one.enabled]

    @property
    def shown(self) -> list["Signal"]:
        """The signals of the class that is open."""
        return self._signals(self.classes_of_signals[self._class])

    def render(self) -> Content:
        """The classes in a row, and the open one's signals under it, in two columns where there is room."""
        columns = 2 if self.size.width >= TWO_COLUMNS and len(self.shown) > HIGHEST_COLUMN else 1
        width = max(20, self.size.width // columns)
        cells = [self._cell(index, signal, width) for index, signal in enumerate(self.shown)]
        height = -(-len(cells) // columns)
        rows = [Content("").join(cells[row::height]) for row in range(height)]
        return Content("\n").join([self._tabs(), *rows])

    def _tabs(self) -> Content:
        """The classes; where the row is too narrow for all names, only the open one has its name."""
        full = self._tab_line(named=True)
        return full if full.cell_length <= self.size.width else self._tab_line(named=False)

    def _tab_line(self, *, named: bool) -> Content:
        tabs: list[Content | str | tuple[str, str]] = []
        for index, code in enumerate(self.classes_of_signals):
            is_open = index == self._class
            mark = "✓" if any(one.code in self.seen for one in self._signals(code)) else " "
            name = f" {self.t.render(self.playbook.signal_class(code).name)}" if named or is_open else ""
            style = "bold $primary" if is_open else "$muted"
            tabs.append((f"{'>' if is_open else ' '}{code}{name}{mark} ", style))
        return Content.assemble(*tabs)

    def _cell(self, index: int, signal: "Signal", width: int) -> Content:
        """A signal in exactly `width` cells: its name gives way, its code stands on the form."""
        taken = signal.code in self.seen
        digit = " " if signal.digit is None else str(signal.digit)
        pointer = ">" if index == self._row and self.has_focus else " "
        mark = f" {'✓' if taken else ' '} "
        head = Content.assemble(pointer, (f" {digit} ", "$key-cap"), mark)
        code = Content.styled(f" {signal.code}", "$muted")
        name = Content.styled(self.t.render(signal.name), "bold" if taken else "")
        room = width - head.cell_length - code.cell_length - 1
        cell = head + (name.truncate(room, ellipsis=True) if name.cell_length > room else name) + code
        return cell.pad_right(width - cell.cell_length)

    def on_resize(self) -> None:
        """The width decides how many columns there are."""
        self.refresh(layout=True)

    def on_focus(self) -> None:
        """Show the pointer."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the pointer."""
        self.refresh()

    def on_key(self, event: Key) -> None:
        """Left and right choose the class, up and down a line, a digit or Space takes it."""
        folded = fold(event.character) if event.character else ""
        by_digit = [one for one in self.shown if one.digit is not None and str(one.digit) == folded]
        if event.key in ("left", "right"):
            self._class = (self._class + (1 if event.key == "right" else -1)) % len(self.classes_of_signals)
            self._row = 0
        elif event.key in ("up", "down"):
            self._row = (self._row + (1 if event.key == "down" else -1)) % len(self.shown)
        elif by_digit:
            self._toggle(by_digit[0].code)
        elif folded == " ":
            self._toggle(self.shown[self._row].code)
        elif event.key == "enter":
            self.post_message(self.Done())
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh(layout=True)

    def _toggle(self, code: str) -> None:
        seen = code not in self.seen
        self.seen ^= {code}
        self.post_message(self.Toggled(self, code, seen))
