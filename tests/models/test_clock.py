"""Clocks: aware, in UTC, and one that stands still."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import Clock, FixedClock, SystemClock, local

CHINA = timezone(timedelta(hours=8))


def test_the_system_clock_is_aware_and_never_goes_back() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() <= clock.monotonic()


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 11, 5, 9, 30, tzinfo=CHINA))
    assert clock.now() == clock.now() == datetime(2026, 11, 5, 1, 30, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    clock.advance(90)
    clock.advance(timedelta(minutes=1))
    assert clock.now() == datetime(2026, 11, 5, 1, 32, 30, tzinfo=UTC)
    assert clock.monotonic() == 150


def test_setting_the_clock_back_lets_no_time_pass() -> None:
    clock = FixedClock(datetime(2026, 11, 5, tzinfo=UTC))
    clock.advance(10)
    clock.set(datetime(2020, 1, 1, 8, tzinfo=CHINA))
    assert clock.now() == datetime(2020, 1, 1, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() == 10
    with pytest.raises(ValueError, match="does not run back"):
        clock.advance(-1)


def test_a_time_without_zone_is_refused() -> None:
    naive = datetime(2026, 11, 5)  # noqa: DTZ001 (what is refused)
    for use in (FixedClock, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)).set, lambda at: local(at, "UTC")):
        with pytest.raises(ValueError, match="without a zone"):
            use(naive)


def test_local_time() -> None:
    instant = datetime(2026, 11, 5, 16, 30, tzinfo=UTC)
    assert local(instant, "Asia/Shanghai").isoformat() == "2026-11-06T00:30:00+08:00"
    assert local(instant.astimezone(CHINA), "Asia/Urumqi").isoformat() == "2026-11-05T22:30:00+06:00"


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "", "../etc/passwd", "/etc/localtime", "Asia\x00"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(RefusedError) as caught:
        local(datetime(2026, 11, 5, tzinfo=UTC), zone)
    assert caught.value.field == "timezone"
