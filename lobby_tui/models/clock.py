"""Time as something that is handed in: the real clock, and one that stands still."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg


class Clock(Protocol):
    """Where the program takes the time from."""

    def now(self) -> datetime:
        """The time of day, aware and in UTC; it may be set back."""

    def monotonic(self) -> float:
        """Seconds since this device was started, or the like; never goes back. For measuring durations."""


def since_boot() -> float:
    """Seconds since the device was started, the time that it slept included where the system counts it."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The time of day in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back, the same for every program of this device."""
        return since_boot()


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self._now = _utc(at)
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The time it was set to."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that it was advanced by since it was made."""
        return self._elapsed

    def advance(self, by: float | timedelta) -> None:
        """Let `by`, seconds or a timedelta, pass. `ValueError` when it is negative."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        if step < timedelta(0):
            raise ValueError("time does not run back; use set() for a clock that somebody changed")
        self._now += step
        self._elapsed += step.total_seconds()

    def set(self, at: datetime) -> None:
        """Change the time of day, forward or back, as somebody who sets a clock does; no time passes."""
        self._now = _utc(at)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time without a zone is ambiguous")
    return at.astimezone(UTC)


def local(instant: datetime, zone: str) -> datetime:
    """`instant` in the time zone named `zone`, such as `Asia/Shanghai`.

    `ValueError` for an instant without a zone, `RefusedError` for a zone that this computer does not know.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # the first screen needs none

    try:
        return _utc(instant).astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if instant.tzinfo is None:
            raise
        raise RefusedError(
            msg("This computer does not know the time zone {zone}.", zone=zone),
            remedy=msg("Set the branch's time zone to a name such as Asia/Shanghai."),
            field="timezone",
        ) from error
