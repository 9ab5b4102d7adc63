"""Dates and times as people type them: `26`, `1126`, `11-26`, `11月26日`, `2026-11-26`; `15`, `1530`, `15:30`."""

import re
from datetime import date, datetime, time
from typing import Final

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.characters import fold, scrub

EARLIEST: Final = date(1990, 1, 1)
"""What is dated before it is a slip of the hand."""
_WHOLE: Final = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?")
_MONTH: Final = re.compile(r"(?:([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))")
_DAY: Final = re.compile(r"([0-9]{1,2})[日号]?")
_TIME: Final = re.compile(r"([0-9]{1,2})(?:[:：点时.]?([0-9]{2})分?)?[点时]?")


def parse_date(raw: str, today: date, field: str, *, back: bool = False) -> date | None:
    """The date in `raw`, None when blank. One without a year or month is the next such day, today included.

    With `back` it is the nearest such day, which may be over. Raises RefusedError for `field`.
    """
    text = re.sub(r"\s", "", fold(scrub(raw)))
    if not text:
        return None
    if match := _WHOLE.fullmatch(text):
        found = [_date(*map(int, match.groups()))]
    elif match := _MONTH.fullmatch(text):
        month, day = (int(part) for part in match.groups() if part)
        found = [_date(today.year + n, month, day) for n in (-1, 0, 1, 2, 3, 4)]
    elif match := _DAY.fullmatch(text):
        months = [divmod(today.year * 12 + today.month - 1 + n, 12) for n in (-1, 0, 1, 2)]
        found = [_date(year, month + 1, int(match[1])) for year, month in months]
    else:
        found = []
    days = [day for day in found if day and (back or match is None or match.re is _WHOLE or day >= today)]
    if not days:
        raise RefusedError(
            msg("“{text}” is not a date.", text=raw.strip()),
            remedy=msg("Write it as 2026-11-26, 1126 or 26."),
            field=field,
        )
    return min(days, key=lambda day: (abs(day - today), day < today))


def parse_time(raw: str, field: str) -> time | None:
    """The time of day in `raw`, None when blank. Raises RefusedError for `field`."""
    text = re.sub(r"\s", "", fold(scrub(raw)))
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
        return time(int(match[1]), int(match[2] or 0))
    raise RefusedError(
        msg("“{text}” is not a time.", text=raw.strip()), remedy=msg("Write it as 15:30, 1530 or 15."), field=field
    )


def moment(day: date, at: time, zone: str) -> datetime:
    """That time of that day in a branch's zone."""
    from zoneinfo import ZoneInfo

    return datetime.combine(day, at, ZoneInfo(zone))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
