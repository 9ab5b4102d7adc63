"""Checklists one under the other: what was gone through, by whom and when, and what was not in order."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lobby_tui.locale import Catalogue

if TYPE_CHECKING:
    from lobby_tui.desk.checklist_views import ChecklistView, ItemView


class CheckList(OptionList):
    """Every list with its heading. The list under the highlight shows digits: each ticks an item of it."""

    class Moved(Message):
        """The highlight has come to another list."""

    def __init__(self, t: Catalogue, local: Callable[[datetime], datetime]) -> None:
        super().__init__(markup=False)
        self.t = t
        self.local = local
        self.lists: tuple[ChecklistView, ...] = ()
        self._places: list[tuple[int, int]] = []
        self._at = 0

    def show(self, lists: Sequence["ChecklistView"], at: int = 0) -> None:
        """Show lists, with the highlight where it was, or on the first item left of list `at` when newly shown."""
        fresh = not self.lists
        kept = self.place if not fresh else None
        self.lists = tuple(lists)
        self._at = kept[0] if kept and kept[0] < len(self.lists) else at
        self._fill()
        self.highlight(*(kept if kept in self._places else (self._at, self._first_left(self._at))))

    @property
    def place(self) -> tuple[int, int] | None:
        """Which list and which item of it are under the highlight."""
        if self.highlighted is None or not self.option_count:
            return None
        option = self.get_option_at_index(self.highlighted)
        number, _, item = (option.id or "").partition(".")
        return (int(number), int(item)) if item else None

    @property
    def chosen(self) -> "tuple[ChecklistView, ItemView] | None":
        """The list and the item under the highlight."""
        place = self.place
        return (self.lists[place[0]], self.lists[place[0]].items[place[1]]) if place else None

    @property
    def current(self) -> "ChecklistView | None":
        """The list under the highlight."""
        return self.lists[self._at] if self._at < len(self.lists) else None

    def highlight(self, number: int, item: int) -> None:
        """Put the highlight on an item of a list."""
        if (number, item) in self._places:
            self.highlighted = self.get_option_index(f"{number}.{item}")

    def step(self, by: int) -> None:
        """Go to the next list or the one before, on its first item that is left."""
        if self.lists:
            number = (self._at + by) % len(self.lists)
            self.highlight(number, self._first_left(number))

    def go_on(self) -> None:
        """From an item that is done to the next of its list that is left; where none is, stay."""
        place = self.place
        if place is None:
            return
        items = self.lists[place[0]].items
        following = [*range(place[1] + 1, len(items)), *range(place[1])]
        left = [index for index in following if items[index].tick is None]
        if left:
            self.highlight(place[0], left[0])

    def _first_left(self, number: int) -> int:
        items = self.lists[number].items if number < len(self.lists) else ()
        return next((index for index, item in enumerate(items) if item.tick is None), 0)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another list under the highlight shows its digits."""
        place = self.place
        if place and place[0] != self._at:
            before, self._at = self._at, place[0]
            for number in (before, self._at):
                self._digits(number)
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Lay the lines out for the new width."""
        for number in range(len(self.lists)):
            self._digits(number)

    def _fill(self) -> None:
        self.clear_options()
        self._places = []
        for number, one in enumerate(self.lists):
            if number:
                self.add_option(Option("", disabled=True))
            self.add_option(Option(self._heading(one), disabled=True))
            for index in range(len(one.items)):
                self.add_option(Option(self._line(number, index), id=f"{number}.{index}"))
                self._places.append((number, index))

    def _digits(self, number: int) -> None:
        for index in range(len(self.lists[number].items) if number < len(self.lists) else 0):
            self.replace_option_prompt(f"{number}.{index}", self._line(number, index))

    def _heading(self, one: "ChecklistView") -> Content:
        t = self.t
        name = t.render(one.name)
        if one.code == "patrol":
            name = t("{name}, round {number}", name=name, number=one.round)
        tally = f"{one.done}/{len(one.items)}"
        parts: list[tuple[str, str]] = [
            (name, "bold $primary"),
            (f"  {tally}", "$success" if one.complete else "$muted"),
        ]
        if one.complete:
            parts.append((" ✓", "$success"))
        if one.trouble:
            parts.append(("  " + t("not in order: {count}", count=one.trouble), "$warning"))
        return Content.assemble(*parts)

    def _line(self, number: int, index: int) -> Content:
        item = self.lists[number].items[index]
        shown = number == self._at and index < 9
        digit = (f" {index + 1} ", "$key-cap") if shown else ("   ", "")
        mark, style = (" ", "")
        if item.tick:
            mark, style = ("✓", "$success") if item.tick.in_order else ("!", "bold $warning")
        line = Content.assemble(digit, " ", (mark, style), " ", self.t.render(item.name))
        if item.tick is None:
            return line
        who = f"{item.tick.by.name} {self.local(item.tick.at):%H:%M}"
        note = Content.styled(f"  {item.tick.note}", "$warning") if item.tick.note else Content("")
        return _fitted(line, note, Content.styled(f"  {who}", "$muted"), self.size.width - 2)


def _fitted(line: Content, note: Content, who: Content, width: int) -> Content:
    """One line: who and when at the right edge, the note in what is left."""
    room = max(0, width - line.cell_length - who.cell_length)
    if note.cell_length > room:
        note = note.truncate(room, ellipsis=True) if room > 3 else Content("")
    gap = max(0, width - line.cell_length - note.cell_length - who.cell_length)
    return line + note + Content(" " * gap) + who
