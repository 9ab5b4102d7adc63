"""Breaking texts into lines as Chinese is printed: anywhere between characters, but no full stop begins a line."""

from typing import Final

from rich.cells import get_character_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

NEVER_FIRST: Final = frozenset("，。、；：！？）」》】…％,.;:!?)]}%")
NEVER_LAST: Final = frozenset("（「《【([{")
MARKS: Final = frozenset("‼!·*✓×")
BULLET: Final = "· "


def wrapped(text: Content, width: int, hang: int = 0) -> list[Content]:
    """The lines of `text` at `width` cells, all but the first of them moved in by `hang` cells."""
    lines: list[Content] = []
    for paragraph in text.split("\n", allow_blank=True):
        plain, start = paragraph.plain, 0
        indent = ""
        while True:
            end = _line_end(plain, start, max(2, width - len(indent)))
            lines.append(Content(indent) + paragraph[start:end].rstrip())
            start = end + len(plain[end:]) - len(plain[end:].lstrip(" "))
            indent = " " * min(hang or (len(BULLET) if plain.startswith(BULLET) else 0), max(0, width - 2))
            if start >= len(plain):
                break
    return lines


def _line_end(plain: str, start: int, width: int) -> int:
    """Where the line that begins at `start` ends: at the last place where it may be broken and still fits."""
    used, chance = 0, start
    for place in range(start, len(plain)):
        if place > start and _may_break(plain, place):
            chance = place
        used += get_character_cell_size(plain[place])
        if used > width and plain[place] != " ":
            return chance if chance > start else max(place, start + 1)
    return len(plain)


def _may_break(plain: str, place: int) -> bool:
    """Whether a line may end before this character."""
    before, after = plain[place - 1], plain[place]
    if before == " ":
        # A mark stays with the word that explains it.
        return after != " " and not (place > 1 and plain[place - 2] in MARKS)
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    return get_character_cell_size(before) == 2 or get_character_cell_size(after) == 2


class Prose(Widget):
    """A text in lines of its own breaking; lines that begin with a dot hang."""

    DEFAULT_CSS = "Prose { height: auto; }"

    def __init__(self, text: Content | str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.text = Content(text) if isinstance(text, str) else text

    def show(self, text: Content) -> None:
        """Show another text."""
        self.text = text
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text needs at this width."""
        return len(wrapped(self.text, width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(wrapped(self.text, self.size.width))
