"""Working days and working hours: weekends, Chinese public holidays, and a branch's own calendar over both.

In China weekend days are worked instead of the days beside a holiday. The State Council announces them a year at a
time, so no rule can work them out: they come from the package `holidays`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from lobby_tui.models.clock import local

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class PublicYear:
    """One year of the public calendar: days off beside the weekends, and weekend days that are worked.

    `announced` is False where the State Council's arrangement of the year is not known: days off are then those that
    the law fixes, or none for a year of which nothing is known, and no weekend day is worked.
    """

    off: frozenset[date]
    worked: frozenset[date]
    announced: bool


@cache
def public_year(year: int) -> PublicYear:
    """The public calendar of a year in mainland China, kept for as long as the program runs."""
    # Measured with holidays 0.109: the import takes 17 ms and 4 MiB, each year 1 ms. Only whoever counts working
    # days pays for it; nothing counts any before the first screen is painted.
    from lobby_tui.models.public_holidays import china

    calendar = china(year)
    if not calendar.start_year <= year <= calendar.end_year:
        return PublicYear(frozenset(), frozenset(), announced=False)
    worked = frozenset(day for day in calendar.weekend_workdays if day.year == year)
    return PublicYear(frozenset(day for day in calendar if day.year == year), worked, announced=bool(worked))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When a branch works: its zone, the hours of a working day, and its own calendar over the public one."""

    zone: str
    opens: time
    closes: time
    own: Mapping[date, bool]
    public: Callable[[int], PublicYear] = public_year

    def works_on(self, day: date) -> bool:
        """Whether the branch works on a date: its own calendar says so, else the public one, else the weekday."""
        own = self.own.get(day)
        return self.works_by_public_calendar(day) if own is None else own

    def works_by_public_calendar(self, day: date) -> bool:
        """The same without the branch's own calendar."""
        year = self.public(day.year)
        return day in year.worked if day.weekday() >= SATURDAY else day not in year.off

    def is_announced(self, year: int) -> bool:
        """Whether the public holidays of a year are known with the weekend days that are worked for them."""
        return self.public(year).announced

    def add_days(self, day: date, count: int) -> date:
        """The working day `count` working days after a date; for 0 that date, or the next one that is worked.

        `ValueError` for a negative count, `OverflowError` beyond the year 9999.
        """
        if count < 0:
            raise ValueError("working days are counted forward")
        if count == 0:
            day -= _DAY
            count = 1
        while count:
            day += _DAY
            count -= self.works_on(day)
        return day

    def days_between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to `last` and with it; none where `last` is not later."""
        return sum(self.works_on(first + n * _DAY) for n in range(1, (last - first).days + 1))

    def hours_between(self, begin: datetime, end: datetime) -> float:
        """Hours of work between two moments: 0 where the second is not later, as after a clock was set back."""
        return self.time_between(begin, end) / _HOUR

    def time_between(self, begin: datetime, end: datetime) -> timedelta:
        """The same, exactly. `ValueError` for a moment without a zone."""
        if end <= begin:
            return timedelta(0)
        start, stop = local(begin, self.zone), local(end, self.zone)
        whole = self.days_between(start.date(), stop.date())
        # Every working day after the first, less what is left of the last, and with what is left of the first.
        worked = whole * self._length
        worked += self._left(start) if self.works_on(start.date()) else timedelta(0)
        worked -= self._left(stop) if self.works_on(stop.date()) else timedelta(0)
        return max(worked, timedelta(0))

    @property
    def _length(self) -> timedelta:
        return max(_since_midnight(self.closes) - _since_midnight(self.opens), timedelta(0))

    def _left(self, at: datetime) -> timedelta:
        """How much of its working day is left at a moment on the branch's own clock."""
        left = _since_midnight(self.closes) - _since_midnight(at.time())
        return min(max(left, timedelta(0)), self._length)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
