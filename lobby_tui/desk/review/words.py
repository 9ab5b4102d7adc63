"""Words that the views of the review share: units of time, weekdays, and how a stretch of days is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.locale import Message, Renderable, msg

UNITS: Final[Mapping[Unit, Message]] = MappingProxyType(
    {
        Unit.DAY: msg("Day"),
        Unit.WEEK: msg("Week"),
        Unit.MONTH: msg("Month"),
        Unit.QUARTER: msg("Quarter"),
    }
)
WEEKDAYS: Final[Sequence[Message]] = (
    msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"),
)  # fmt: skip


def weekday(day: date) -> Message:
    """The name of its weekday."""
    return WEEKDAYS[day.weekday()]


def span_text(unit: Unit, span: Span) -> Renderable:
    """A stretch as people name it: `2026-11-23 Mon`, `2026-11-23 … 2026-11-29`, `2026-11`, `2026 Q4`."""
    first = span.first
    if unit is Unit.DAY:
        return msg("{day} {weekday}", day=first.isoformat(), weekday=weekday(first))
    if unit is Unit.WEEK:
        return f"{first.isoformat()} … {span.last.isoformat()}"
    if unit is Unit.MONTH:
        return f"{first:%Y-%m}"
    return msg("{year} Q{quarter}", year=first.year, quarter=(first.month + 2) // 3)
