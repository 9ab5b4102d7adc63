"""The line at the top, which says where one is, and the line at the bottom, which says what the keys do."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets import Static

from lobby_tui.locale import Catalogue, Renderable
from lobby_tui.widgets.commands import HELP, Command, key_name


class TitleBar(Static):
    """Left: the branch, the day. Right: the person."""

    def show(self, left: str, right: str = "") -> None:
        """Show plain texts, nothing in them is markup; the left one gives way on a narrow screen."""
        self._texts = (left, right)
        width = max(10, self.size.width - 2)
        right_content = Content(right)
        room = max(0, width - right_content.cell_length - 2)
        left_content = Content(left)
        if left_content.cell_length > room:
            left_content = left_content.truncate(room, ellipsis=True)
        gap = " " * max(1, width - left_content.cell_length - right_content.cell_length)
        self.update(Content.assemble((left_content.plain, "bold"), gap, right))

    _texts: tuple[str, str] = ("", "")

    def on_resize(self) -> None:
        """Lay the two texts out again."""
        self.show(*self._texts)


class KeyBar(Static):
    """The keys that matter here: seven at most, and no more than fit; the rest are in the palette."""

    LIMIT = 7

    def show(self, commands: Iterable[Command], t: Catalogue) -> None:
        """Show the commands that belong on the bar, the first ones first; the way to the help page always."""
        barred = [one for one in commands if one.bar]
        shown = barred[: self.LIMIT]
        if HELP in barred and HELP not in shown:
            shown[-1] = HELP
        self._pairs = [(key_name(one.key), one.label) for one in shown]
        self._t = t
        self._fit()

    _pairs: Sequence[tuple[str, str]] = ()
    _t: Catalogue | None = None

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self._fit()

    def _fit(self) -> None:
        if self._t is None:
            return
        pairs = list(self._pairs)
        while len(pairs) > 1 and key_line(pairs, self._t).cell_length > self.app.size.width:
            # The way to the help page stays, whatever else has no room.
            pairs.pop(-2 if pairs[-1][0] == "F1" else -1)
        self.update(key_line(pairs, self._t))


def said(words: Renderable, t: Catalogue) -> str:
    """Words to be spoken, in the reader's quotation marks: those that every terminal draws in whole cells."""
    return f"「{t.render(words)}」" if t.language == "zh" else f'"{t.render(words)}"'


def key_line(pairs: Sequence[tuple[str, str]], t: Catalogue) -> Content:
    """Keys and what they do, in one line: the key stands out, the words explain it."""
    parts: list[Content | str | tuple[str, str]] = []
    for key, label in pairs:
        parts += [(f" {t(key)} ", "$key-cap"), Content(f" {t(label)} ")]
    return Content.assemble(*parts)
