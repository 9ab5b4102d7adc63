"""Stretches of days that people compare: a day, a week, a month, a quarter, and the same a year before."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

_WEEKS_OF_A_YEAR: Final = timedelta(weeks=52)


class Unit(StrEnum):
    """How long a stretch is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `first` to `last`, both included. ValueError where `last` comes before."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __len__(self) -> int:
        return (self.last - self.first).days + 1


def span_of(unit: Unit, day: date) -> Span:
    """The stretch that `day` lies in. Weeks begin on Monday, quarters in January, April, July and October."""
    if unit is Unit.DAY:
        return Span(day, day)
    if unit is Unit.WEEK:
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6))
    months = 1 if unit is Unit.MONTH else 3
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = first.month + months - 1
    return Span(first, date(day.year, end, monthrange(day.year, end)[1]))


def before(unit: Unit, span: Span) -> Span:
    """The stretch just before `span`."""
    return span_of(unit, span.first - timedelta(days=1))


def a_year_before(unit: Unit, span: Span) -> Span:
    """The same stretch of the year before: for days and weeks 52 weeks earlier, so that Mondays meet Mondays."""
    if unit in (Unit.DAY, Unit.WEEK):
        return Span(span.first - _WEEKS_OF_A_YEAR, span.last - _WEEKS_OF_A_YEAR)
    return span_of(unit, span.first.replace(year=span.first.year - 1))


def spans(unit: Unit, within: Span) -> Iterator[Span]:
    """Every stretch that has a day in `within`, in order and whole."""
    one = span_of(unit, within.first)
    while one.first <= within.last:
        yield one
        one = span_of(unit, one.last + timedelta(days=1))
