"""What a command prints: one JSON document, or lines for people; and errors in the same two forms."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from lobby_tui.errors import LobbyError
from lobby_tui.locale import Catalogue


class ReaderLeftError(Exception):
    """Whoever read our answer had enough of it, as `head` does. No BrokenPipeError: Typer makes a failure of that."""


def emit_json(data: Any) -> None:
    """One JSON document on stdout, in UTF-8, with no ASCII escapes. Raises ReaderLeftError."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    _answer([text.encode("utf-8", "backslashreplace")])


def emit_lines(lines: Iterable[str]) -> None:
    """Lines on stdout; what the terminal's encoding lacks is shown as its code point. Raises ReaderLeftError."""
    encoding = sys.stdout.encoding or "utf-8"
    _answer(_safe(line).encode(encoding, "backslashreplace") for line in lines)


def _answer(lines: Iterable[bytes]) -> None:
    try:
        for line in lines:
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderLeftError from error


def say(text: str) -> None:
    """A message for the person, on stderr, so that stdout stays what was asked for."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.buffer.write(_safe(text).encode(encoding, "backslashreplace") + b"\n")
    sys.stderr.flush()


def can_say(text: str) -> bool:
    """Whether stderr has every character of `text`; an ASCII terminal has no Chinese."""
    try:
        text.encode(sys.stderr.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _safe(text: str) -> str:
    """`text` without anything that steers a terminal, such as what an error quotes from an argument."""
    from lobby_tui.models.characters import scrub

    return scrub(text, multiline=True)


def error_text(error: LobbyError, catalogue: Catalogue) -> str:
    """What happened, what became of the data, what to do."""
    problems = getattr(error, "problems", (error,))
    parts = [catalogue.render(problem.message) for problem in problems]
    parts.append(catalogue.render(error.data))
    if error.remedy:
        parts.append(catalogue.render(error.remedy))
    return "\n".join(parts)


def error_json(error: LobbyError, catalogue: Catalogue) -> dict[str, Any]:
    """The error as the command line promises it to scripts."""
    message = catalogue.render(error.message)
    if error.remedy:
        separator = "" if catalogue.language == "zh" else " "
        message = f"{message}{separator}{catalogue.render(error.remedy)}"
    # Only a defect cannot know: it may have struck after the transaction.
    data = "unknown" if error.code == "internal" else "unchanged"
    return {"error": {"code": error.code, "message": message, "field": error.field, "data": data}}
