"""A sample branch: days of lifelike records, made through the desk's own functions; one seed, one branch."""

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from lobby_tui.desk import days, staff, summary
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.sample_life.branch import Branch, events
from lobby_tui.desk.sample_life.days import Diary, Timed, around, before_the_day, close_the_day
from lobby_tui.desk.sample_life.people import BRANCH, PASSWORD, STAFF, Customers, SampleStaff
from lobby_tui.desk.sample_life.scripts import colleague, counted, talked_to, waiting
from lobby_tui.desk.sample_life.time import PUBLIC, ZONE, Window, at, play, so_far, whole_day, working_days
from lobby_tui.desk.setup import NewBranch, move_into_place, refuse_second, set_up_branch, unwritable
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Language
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.ids import Ids
from lobby_tui.settings import Settings
from lobby_tui.store.files import make_private_folder
from lobby_tui.store.haste import hasten

# The password is printed for everybody, so stretching it would only make people wait.
_PUBLIC: Final = {"time_cost": 1, "memory_cost": 1024, "parallelism": 1}
_A_DAY: Final = (250, 380)
_COLLEAGUES: Final = (6, 12)
_TALKS: Final = 0.17
# In the last half hour nothing long begins, so that exactly these customers wait: minutes, steps taken.
_WAITING: Final = ((19, 3), (11, 2), (6, 2), (1, 1))
_QUIET: Final = timedelta(minutes=31)

Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was made. `days` are the closed ones; today is open beside them."""

    home: Path
    staff: tuple[SampleStaff, ...]
    days: int
    visits: int
    referrals: int


def make_sample(
    settings: Settings,
    now: datetime,
    *,
    days: int = 5,
    seed: int = 1,
    language: Language = "zh",
    told: Told | None = None,
) -> Sample:
    """Make a sample branch in `settings.home`: `days` closed working days, and today until `now`.

    Built in a folder of its own and moved into place when it is whole. `told` hears the share that is done,
    0 to 1. Raises RefusedError where a store exists, StoreError where the disk refuses.
    """
    refuse_second(settings)
    building = settings.home / f".sample-{secrets.token_hex(4)}"
    try:
        make_private_folder(settings.home)
        make_private_folder(building)
        made = _Maker(replace(settings, home=building, argon2=_PUBLIC), now, days, seed, language, told).make()
        _sync(building)
        move_into_place(building, settings.home)
    except OSError as error:
        raise unwritable(settings.home, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return replace(made, home=settings.home)


class _Maker:
    """One making of a sample branch."""

    def __init__(
        self, settings: Settings, now: datetime, count: int, seed: int, language: Language, told: Told | None
    ) -> None:
        self.settings = settings
        self.now = now
        self.random = Random(seed)
        self.window = so_far(now)
        self.days = working_days(self.window.start.date(), count)
        self.language = language
        self.told = told or (lambda _: None)
        first = self.days[0] if self.days else self.window.start.date()
        self.clock = FixedClock(min(at(first, time(8)), self.window.start - timedelta(minutes=10)))
        # Ids of their own source: a change of the branch's chances does not change every id.
        self.ids = Ids(Random(seed + 1), self.clock)

    def make(self) -> Sample:
        """Set the branch up and live through its days."""
        new = NewBranch(BRANCH, "icbc", STAFF[0].no, STAFF[0].name, PASSWORD, self.language, ZONE)
        set_up_branch(self.settings, new, self.clock, self.ids)
        desk = open_desk(self.settings, self.clock, self.ids)
        try:
            branch = self._branch(_at_work(desk))
            diary = Diary.of(branch, [*self.days, self.window.start.date()])
            for number in range(len(self.days)):
                self._whole_day(branch, diary, number)
            self._today(branch, diary)
            visits, referrals = _totals(branch.staff["001"])
        finally:
            desk.close()
        return Sample(self.settings.home, STAFF, len(self.days), visits, referrals)

    def _branch(self, at_work: dict[str, Shift]) -> Branch:
        """Everybody, before the first day."""
        now, today = self.clock.now(), self.window.start.date()
        return Branch(self.clock, self.random, Customers(self.random), at_work, PUBLIC, events(), today, now, now)

    def _whole_day(self, branch: Branch, diary: Diary, number: int) -> None:
        day = self.days[number]
        self._begin(branch, diary, number, day, at(day, time(8)), at(day, time(17, 20)))
        self._play(branch, self._customers(branch, whole_day(day)) + around(branch, diary, number), number)
        self._wait_until(at(day, time(17, 30)) + timedelta(minutes=self.random.randint(0, 25)), least=1)
        close_the_day(branch, number)

    def _today(self, branch: Branch, diary: Diary) -> None:
        """Until now, with some customers waiting: for as long as the day is old, where it has just begun."""
        day, length = self.window.start.date(), self.window.end - self.window.start
        branch.last = True
        begins = max(at(day, time.min), self.window.start - timedelta(hours=1))
        self._begin(branch, diary, len(self.days), day, begins, self.window.end)
        scripts = self._customers(branch, self.window, calm=self.now - _QUIET) + around(branch, diary, len(self.days))
        for minutes, steps in _WAITING:
            arrived = self.window.end - min(timedelta(minutes=minutes), length * minutes / 20)
            scripts.append((arrived, waiting(branch, steps)))
        self._play(branch, scripts, len(self.days), until=self.now)
        self._wait_until(self.now)

    def _begin(self, branch: Branch, diary: Diary, number: int, day: date, begins: datetime, ends: datetime) -> None:
        branch.day, branch.begins, branch.ends = day, begins, ends
        branch.stand_ins = diary.stand_ins(day)
        self._wait_until(begins)
        before_the_day(branch, diary, number)

    def _wait_until(self, moment: datetime, least: int = 0) -> None:
        self.clock.advance(max(timedelta(minutes=least), moment - self.clock.now()))

    def _customers(self, branch: Branch, window: Window, calm: datetime | None = None) -> Timed:
        """Everybody who comes in a window; after `calm` only those who are counted with one key."""
        share = window.share()
        found: Timed = []
        for _ in range(round(self.random.randint(*_A_DAY) * share)):
            moment = window.moment(self.random)
            talk = self.random.random() < _TALKS and (calm is None or moment < calm)
            found.append((moment, talked_to(branch) if talk else counted(branch)))
        for _ in range(round(self.random.randint(*_COLLEAGUES) * share)):
            found.append((window.moment(self.random), colleague(branch)))
        return found

    def _play(
        self,
        branch: Branch,
        scripts: Timed,
        number: int,
        until: datetime | None = None,
    ) -> None:
        def left(count: int) -> None:
            self.told((number + 1 - count / max(1, len(scripts))) / (len(self.days) + 1))

        play(self.clock, scripts, until, left)


def _at_work(desk: Desk) -> dict[str, Shift]:
    """Everybody, added by the supervisor and signed in."""
    supervisor = desk.sign_in(STAFF[0].no, PASSWORD)
    hasten(supervisor.store)
    for one in STAFF[1:]:
        staff.add(supervisor, one.no, one.name, one.role, one.password)
    return {STAFF[0].no: supervisor} | {one.no: desk.sign_in(one.no, one.password) for one in STAFF[1:]}


def _totals(supervisor: Shift) -> tuple[int, int]:
    figures = [summary.of_day(supervisor, day.date) for day in days.latest(supervisor, limit=10_000)]
    return sum(one.visits for one in figures if one), sum(one.referrals for one in figures if one)


def _sync(folder: Path) -> None:
    """Force what was written in haste to the disk. The store is closed, so opening its file drops no lock."""
    for path in folder.iterdir():
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
