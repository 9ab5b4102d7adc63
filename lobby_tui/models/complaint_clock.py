"""By when a complaint has to be decided and its complainant told. Pure: dates in, dates out.

Rules of the Administrative Measures for Handling Consumer Complaints in Banking and Insurance (CBIRC Order 2020-3), in
calendar days of the branch: an ordinary complaint has 15, a complex one 30; a superior's approval, of which the
complainant is told, adds 30, and 60 is the most. Days of outside appraisal or mediation are not counted, new facts
start the count anew, a withdrawal ends it the same day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Protocol

from lobby_tui.models.enums import ComplaintStepKind as Kind

MOVING: Final = frozenset(
    {
        Kind.MADE_COMPLEX,
        Kind.EXTENDED,
        Kind.PAUSED,
        Kind.RESUMED,
        Kind.RESTARTED,
        Kind.DECIDED,
        Kind.NOTIFIED,
        Kind.WITHDRAWN,
    }
)
"""The events that move the clock; others, such as a note, do nothing to it."""


class Periods(Protocol):
    """How many calendar days there are; a playbook's policy on complaints has them."""

    @property
    def normal_days(self) -> int:
        """For a complaint whose facts are clear."""

    @property
    def complex_days(self) -> int:
        """For a complex one."""

    @property
    def extension_days(self) -> int:
        """What an approved extension adds."""

    @property
    def most_days(self) -> int:
        """The most that all together may come to."""

    @property
    def near_days(self) -> int:
        """How many days before the deadline it counts as near."""


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened to a complaint on a calendar date."""

    kind: Kind
    on: date


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """Where a complaint's clock stands on a date.

    `due` is the last day for deciding and telling; while the clock is paused it is what it would be if the pause ended
    on that date. `days_left` is negative once the deadline has passed. `ended_on` is the day on which the complainant
    was told, or withdrew: from then on nothing changes any more.
    """

    started_on: date
    as_of: date
    due: date
    days_allowed: int
    days_counted: int
    paused: bool
    complex: bool
    extended: bool
    decided: bool
    ended_on: date | None
    near_days: int

    @property
    def days_left(self) -> int:
        """Days until the deadline; 0 on its last day, negative after it."""
        return (self.due - self.as_of).days

    @property
    def overdue(self) -> bool:
        """Whether the deadline has passed, or had passed when the complaint ended."""
        return self.days_left < 0

    @property
    def near(self) -> bool:
        """Whether it still runs, and its deadline is a few days away. A paused clock brings nothing nearer."""
        return self.running and not self.paused and 0 <= self.days_left <= self.near_days

    @property
    def running(self) -> bool:
        """Whether somebody still has to decide and tell."""
        return self.ended_on is None


@dataclass(frozen=True, slots=True)
class _State:
    """The clock between two events. `idle` are the days not counted since `start`."""

    start: date
    idle: int = 0
    paused_on: date | None = None
    complex: bool = False
    extended: bool = False
    decided: bool = False
    ended_on: date | None = None
    withdrawn: bool = False


def clock(received_on: date, events: Iterable[ClockEvent], periods: Periods, today: date) -> ComplaintClock:
    """Where the clock stands on `today`, after `events` in the order in which they were recorded.

    A date that lies before an earlier event's counts as that event's: a clock set back reorders nothing. Events that
    change nothing, such as a note or a second pause, are passed over.
    """
    state, last = _State(received_on), received_on
    for event in events:
        if event.kind not in MOVING:
            continue
        last = max(last, event.on)
        state = _after(state, event.kind, last)
    as_of = state.ended_on or max(today, last)
    idle = _resumed(state, as_of).idle
    allowed = _allowed(state, periods)
    return ComplaintClock(
        started_on=state.start,
        as_of=as_of,
        due=state.start + timedelta(days=allowed + idle),
        days_allowed=allowed,
        days_counted=(as_of - state.start).days - idle,
        paused=state.paused_on is not None,
        complex=state.complex,
        extended=state.extended,
        decided=state.decided,
        ended_on=state.ended_on,
        near_days=periods.near_days,
    )


def _allowed(state: _State, periods: Periods) -> int:
    days = periods.complex_days if state.complex else periods.normal_days
    return min(days + (periods.extension_days if state.extended else 0), periods.most_days)


def _after(state: _State, kind: Kind, on: date) -> _State:
    """The clock after an event. Withdrawn is over for good; where the complainant was told, new facts start it anew."""
    if state.withdrawn or (state.ended_on and kind is not Kind.RESTARTED):
        return state
    if kind is Kind.MADE_COMPLEX:
        return replace(state, complex=True)
    if kind is Kind.EXTENDED:
        return replace(state, extended=True)
    if kind is Kind.PAUSED and state.paused_on is None and not state.decided:
        return replace(state, paused_on=on)
    if kind is Kind.RESUMED:
        return _resumed(state, on)
    if kind is Kind.RESTARTED:
        return _restarted(state, on)
    if kind is Kind.DECIDED:
        return replace(_resumed(state, on), decided=True)
    if kind in (Kind.NOTIFIED, Kind.WITHDRAWN):
        return replace(_resumed(state, on), ended_on=on, withdrawn=kind is Kind.WITHDRAWN)
    return state


def _resumed(state: _State, on: date) -> _State:
    """The days from the pause to `on` are not counted; resumed on the same day, it costs and gives nothing."""
    if state.paused_on is None:
        return state
    return replace(state, idle=state.idle + (on - state.paused_on).days, paused_on=None)


def _restarted(state: _State, on: date) -> _State:
    """The same period again from `on`. An appraisal that still runs goes on keeping the clock still."""
    paused_on = on if state.paused_on else None
    return replace(state, start=on, idle=0, paused_on=paused_on, decided=False, ended_on=None)
