"""What commands take in text form: dates, keys, the numbers of records."""

import uuid
from datetime import date
from typing import Any, Final

import typer

from lobby_tui.errors import UsageError
from lobby_tui.locale import msg

HIGHEST: Final = 999_999_999
"""More records than any branch has; a higher number is a slip of the hand, and more than a database may hold."""


def number(help_text: str) -> Any:
    """The argument that names a record by its number."""
    return typer.Argument(..., min=1, max=HIGHEST, help=help_text)


def parse_day(text: str | None) -> date | None:
    """A date as 2026-11-22. Raises UsageError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a date.", text=text), remedy=msg("Write it as 2026-11-22."), field="day"
        ) from error


def parse_key(text: str | None) -> uuid.UUID | None:
    """The key by which a repeated command is recognised. Raises UsageError."""
    if text is None:
        return None
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a UUID.", text=text),
            remedy=msg("Leave --key out, or give one UUID per record."),
            field="key",
        ) from error


def parse_answers(given: list[str]) -> dict[str, str]:
    """Answers by the codes of their questions. Raises UsageError."""
    found = {}
    for one in given:
        code, mark, text = one.partition("=")
        if not mark:
            raise UsageError(
                msg("“{text}” is not CODE=TEXT.", text=one),
                remedy=msg("Write the code of the question, an equals sign, the answer."),
                field="answer",
            )
        found[code.strip()] = text
    return found
