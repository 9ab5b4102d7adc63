"""What happens to every text on its way to paper: nothing invisible, nothing that a spreadsheet would run."""

import re
import unicodedata
from datetime import date

from lobby_tui.models.characters import invisible
from lobby_tui.papers.content import Cell

# What an entry never keeps, and line ends of other kinds: they change what a reader sees, or cannot be printed.
_UNPRINTABLE = re.compile(rf"[{invisible()}\v\f\x1c-\x1e\x85\u2028\u2029]")
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
    return _UNPRINTABLE.sub(lambda found: code_point(found[0]), text)


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
