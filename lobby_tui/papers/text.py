"""What happens to every text on its way to paper: nothing invisible, nothing that a spreadsheet would run."""

import re
import unicodedata
from datetime import date

from lobby_tui.papers.content import Cell

# Directional marks, zero-width spaces and tag characters: they change what a reader sees without being seen.
_INVISIBLE = "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_INVISIBLE}]")
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\n])")


def code_point(character: str) -> str:
    """A character that cannot be printed, by its number: `[U+2A6A5]`."""
    return f"[U+{ord(character):04X}]"


def visible(text: str) -> str:
    """`text` composed (NFC), with unprintable characters shown by number and line ends as a line feed.

    Entries are cleaned when they are typed; this is the second lock, for texts that came another way.
    Variation selectors and joiners stay: rare names and emoji need them. Tabs stay too.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNPRINTABLE.sub(lambda found: code_point(found[0]), text)
    # The last two code points of each plane are no characters; a pattern of all seventeen pairs reads badly.
    return "".join(code_point(c) if ord(c) & 0xFFFE == 0xFFFE else c for c in text)


def plain(cell: Cell) -> str:
    """A cell as text: dates as ISO, numbers in digits, nothing as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return visible(str(cell))


def guarded(text: str) -> str:
    """`text` with a leading `'` where a spreadsheet might take it for a formula (`= + - @`, tab, line end).

    A text that already has such a quote gets one more, so `unguarded` always gives back what went in.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` made `text` from: for programs that read a CSV or XLSX file back."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
