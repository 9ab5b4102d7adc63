"""When things happen in the sample branch: its hours, its busy times, and who acts in which order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from lobby_tui.models.clock import FixedClock
from lobby_tui.models.working_time import WorkingTime

ZONE: Final = "Asia/Shanghai"
OPENS: Final = time(9)
CLOSES: Final = time(17)
PUBLIC: Final = WorkingTime(ZONE, OPENS, CLOSES, {})
# How busy each hour is beside the others: people come before their errands at ten, and in their lunch break.
BUSY: Final = {9: 0.9, 10: 1.8, 11: 1.2, 12: 1.5, 13: 0.9, 14: 0.9, 15: 0.8, 16: 0.6}
_OUT_OF_HOURS: Final = 0.9
_EVENING: Final = timedelta(hours=2, minutes=30)

Script = Iterator[float]
"""What one customer and their staff do: it does something, and yields after how many seconds it goes on."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when customers come on a day."""

    start: datetime
    end: datetime

    def share(self) -> float:
        """How much of an ordinary day's traffic falls into it."""
        minutes = int((self.end - self.start).total_seconds() // 60)
        here = sum(_busy(self.start + timedelta(minutes=minute)) for minute in range(minutes))
        return here / (60 * sum(BUSY.values()))

    def moment(self, random: Random) -> datetime:
        """A moment of arrival; likelier in a busy hour."""
        seconds = int((self.end - self.start).total_seconds())
        while True:
            moment = self.start + timedelta(seconds=random.randrange(max(1, seconds)))
            if random.random() * max(BUSY.values()) < _busy(moment):
                return moment


def working_days(today: date, count: int) -> list[date]:
    """The last `count` working days before `today` by the public calendar, the oldest first."""
    found: list[date] = []
    day = today
    while len(found) < count:
        day -= timedelta(days=1)
        if PUBLIC.works_on(day):
            found.append(day)
    return found[::-1]


def at(day: date, moment: time) -> datetime:
    """A moment of the branch's own clock."""
    return datetime.combine(day, moment, ZoneInfo(ZONE))


def whole_day(day: date) -> Window:
    """The hours of a day that is over."""
    return Window(at(day, OPENS), at(day, CLOSES))


def so_far(now: datetime) -> Window:
    """The hours of today until `now`; out of hours those just before, so that the lobby is never empty."""
    local = now.astimezone(ZoneInfo(ZONE))
    opened = at(local.date(), OPENS)
    if opened + timedelta(minutes=30) <= local <= at(local.date(), CLOSES):
        return Window(opened, local)
    return Window(max(at(local.date(), time.min), local - _EVENING), local)


def play(
    clock: FixedClock,
    scripts: Iterable[tuple[datetime, Script]],
    until: datetime | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> None:
    """Play scripts side by side in the order of time. What would come after `until` does not happen.

    `told` hears how many scripts are left.
    """
    queue = [(moment, number, script) for number, (moment, script) in enumerate(scripts)]
    heapify(queue)
    while queue:
        moment, number, script = heappop(queue)
        if until and moment > until:
            continue
        clock.advance(max(timedelta(0), moment - clock.now()))
        wait = next(script, None)
        if wait is None:
            told(len(queue))
        else:
            heappush(queue, (clock.now() + timedelta(seconds=round(wait)), number, script))


def _busy(moment: datetime) -> float:
    return BUSY.get(moment.astimezone(ZoneInfo(ZONE)).hour, _OUT_OF_HOURS)
