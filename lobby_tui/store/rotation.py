"""Which automatic backups stay: one a day for a week, one a week for a month, one a month for a quarter."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from typing import Final, TypeVar

from lobby_tui.store.backup_folder import BackupFile

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 3

Period = TypeVar("Period", bound=Hashable)


def staying(
    found: Iterable[BackupFile], local_date: Callable[[datetime], date], newest: BackupFile | None = None
) -> set[BackupFile]:
    """Those of `found` that stay: the latest of each of the last days, weeks and months that have one.

    Days without a backup do not count, so a branch that was closed for a month loses none of its last week. `newest`
    was just made and stays whatever its date: a clock that was set back must not cost the one backup that is current.
    """
    ordered = sorted(found, key=lambda one: (one.made, one == newest, one.path.name), reverse=True)
    stays = {one for one in ordered if one == newest}
    for number, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        stays |= _latest_of_each(ordered, number, lambda one, of=period: of(local_date(one.made)))  # type: ignore[misc]
    return stays


def _latest_of_each(
    ordered: Iterable[BackupFile], number: int, period: Callable[[BackupFile], Hashable]
) -> set[BackupFile]:
    """The first of each of the first `number` periods; `ordered` has the latest first."""
    found: dict[Hashable, BackupFile] = {}
    for one in ordered:
        found.setdefault(period(one), one)
    return set(list(found.values())[:number])


def _day(day: date) -> Hashable:
    return day


def _week(day: date) -> Hashable:
    return day.isocalendar()[:2]


def _month(day: date) -> Hashable:
    return day.year, day.month
