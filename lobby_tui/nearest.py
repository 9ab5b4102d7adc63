"""The nearest valid value, for messages about a wrong one."""

from collections.abc import Sequence
from difflib import get_close_matches

from lobby_tui.locale import Message, msg


def nearest_of(wrong: str, known: Sequence[str]) -> str | None:
    """The value that was probably meant, if one is near."""
    found = get_close_matches(wrong, known, n=1, cutoff=0.5)
    return found[0] if found else None


def nearest(wrong: str, known: Sequence[str]) -> Message:
    """What to do about a wrong value: the one that was probably meant, or a list of them."""
    found = nearest_of(wrong, known)
    if found:
        return msg("Did you mean “{value}”?", value=found)
    return msg("Choose one of: {values}.", values=", ".join(known[:12]))
