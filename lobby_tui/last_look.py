"""The last look at every line before it is drawn: wherever it came from, nothing in it steers the terminal.

Entries are cleaned when they are typed. This is the second lock, for what got into a store, a file or a message another
way; one place for all screens, as each widget's lines pass it.
"""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from lobby_tui.models.characters import harmless


class LastLook(LineFilter):
    """Takes what steers a terminal out of the texts of a line; what stands beside it keeps its place."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line, as a terminal may have it."""
        # Ordinary lines pass as they are: a screen has hundreds of them.
        if not any(segment.text != harmless(segment.text) for segment in segments if not segment.control):
            return segments
        return [segment if segment.control else _shown(segment) for segment in segments]


def _shown(segment: Segment) -> Segment:
    text = harmless(segment.text)
    lost = segment.cell_length - cell_len(text)
    return Segment(text + " " * max(0, lost), segment.style)
