"""The sample branch while it lives: who is at work, where chance and time come from, and what people write."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any

from lobby_tui.desk.sample_life.people import Customers
from lobby_tui.desk.sample_life.time import at
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.working_time import WorkingTime
from lobby_tui.resources import data_dir

MANAGERS = ("301", "302", "303")


@dataclass(slots=True)
class Branch:
    """Everybody who is at work, what `data/demo/events.toml` has them write, and what each day begins with.

    `day` is the business day that is lived through, `begins` when customers may come, `ends` when work ends;
    `stand_ins` says who does the work of those who are away; `last` is true on the day that stays open.
    """

    clock: FixedClock
    random: Random
    customers: Customers
    staff: Mapping[str, Shift]
    calendar: WorkingTime
    texts: Mapping[str, Any]
    day: date
    begins: datetime
    ends: datetime
    last: bool = False
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    def chosen(self, weights: Mapping[str, int]) -> str:
        """One of some codes, by their weights."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def happens(self, chance: float) -> bool:
        """Whether something happens, by its chance from 0 to 1."""
        return self.random.random() < chance

    def says(self, texts: Sequence[str], chance: float = 1.0) -> str:
        """One of some texts, or nothing."""
        return self.random.choice(texts) if self.happens(chance) else ""

    def minutes(self, least: float, most: float) -> float:
        """Some minutes, in seconds."""
        return self.random.uniform(least, most) * 60

    def at_the_door(self) -> Shift:
        """Whoever greets the next customer."""
        return self.staff[self.chosen({"101": 5, "102": 3, "111": 3})]

    def manager(self, no: str) -> Shift:
        """A customer manager, or whoever stands in for them today."""
        return self.staff[self.stand_ins.get(no, no)]

    def managers_here(self) -> list[str]:
        """The customer managers who are not away today."""
        return [no for no in MANAGERS if no not in self.stand_ins]

    def types_password(self, no: str) -> Shift:
        """Somebody about to do what needs their password anew. Everybody knows it here: it is not looked at."""
        shift = self.staff[no]
        shift.presence.proved = self.clock.monotonic()
        return shift

    @property
    def over(self) -> bool:
        """Whether the day's work is over: what is not done by then waits."""
        return self.clock.now() >= self.ends

    def moment(self, clock: time) -> datetime:
        """A time of the day, never before the day may begin."""
        return max(at(self.day, clock), self.begins)


def events() -> Mapping[str, Any]:
    """What happens in the sample branch, and the texts about it."""
    with (data_dir() / "demo" / "events.toml").open("rb") as stream:
        return tomllib.load(stream)
