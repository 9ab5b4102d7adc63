"""What is usual for a weekday: the median of the same weekdays of the last weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from sqlmodel import Session

from lobby_tui.desk.review import tallies
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.tallies import Kind
from lobby_tui.desk.shift import Shift

LEAST: Final = 2
"""One day alone is not usual."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The visits of the same weekdays, day by day and hour by hour; `days` of them were worked on.

    It says nothing while there are fewer than `LEAST` of them.
    """

    counts: Sequence[Mapping[str, int]]

    @property
    def days(self) -> int:
        """Of how many days it is made."""
        return len(self.counts)

    @property
    def quiet(self) -> bool:
        """Whether there are too few days to say anything."""
        return self.days < LEAST

    @property
    def by_hour(self) -> dict[str, float]:
        """The median of each hour in which anybody came on one of the days; empty while it is quiet."""
        hours = sorted({hour for one in self.counts for hour in one})
        return {} if self.quiet else {hour: median(one.get(hour, 0) for one in self.counts) for hour in hours}

    @property
    def total(self) -> float | None:
        """The median of whole days; None while it is quiet."""
        return None if self.quiet else median(sum(one.values()) for one in self.counts)

    def until(self, hour: str) -> float | None:
        """The median of what had come before `hour`; None while it is quiet."""
        if self.quiet:
            return None
        return median(sum(count for name, count in one.items() if name < hour) for one in self.counts)


def of_weekday(session: Session, shift: Shift, day: date, weeks: int) -> Usual:
    """What is usual for the weekday of `day`: the last `weeks` of the kind before it, as far as the branch worked."""
    # Day by day: of the days between them nothing is wanted.
    found = [
        hours
        for back in range(1, weeks + 1)
        for one in [day - timedelta(weeks=back)]
        for hours in tallies.by_day(session, shift, Span(one, one), Kind.HOUR).values()
    ]
    return Usual([{hour: tally.count for hour, tally in one.items()} for one in found])
