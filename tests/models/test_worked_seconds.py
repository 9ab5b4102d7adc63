"""Working time by a table is the working time that is added up day by day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.worked_seconds import WorkedSeconds
from lobby_tui.models.working_time import WorkingTime

FIRST, LAST = date(2026, 9, 20), date(2026, 10, 20)
BEGIN = datetime(2026, 9, 10, tzinfo=UTC)
MOMENTS = st.integers(0, 50 * 24 * 3600).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
OWN = st.dictionaries(st.dates(FIRST, LAST), st.booleans(), max_size=4)


@given(
    MOMENTS,
    MOMENTS,
    OWN,
    st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "Europe/London"]),
    st.sampled_from([(time(9), time(17)), (time(8, 30), time(17, 15)), (time(17), time(9))]),
)
def test_it_is_the_same(
    begin: datetime, end: datetime, own: dict[date, bool], zone: str, hours: tuple[time, time]
) -> None:
    working = WorkingTime(zone, *hours, own)
    table = WorkedSeconds(working, FIRST, LAST)
    assert table.between(begin, end) == pytest.approx(working.time_between(begin, end).total_seconds())


def test_an_hour_on_each_side_of_a_weekend() -> None:
    table = WorkedSeconds(WorkingTime("Asia/Shanghai", time(9), time(17), {}), date(2026, 9, 1), LAST)
    friday, monday = datetime(2026, 9, 11, 8, tzinfo=UTC), datetime(2026, 9, 14, 2, tzinfo=UTC)
    assert table.between(friday, monday) == 2 * 3600
    assert table.between(monday, friday) == 0
    tuesday = monday + timedelta(days=1)
    assert table.between(monday, tuesday) == 8 * 3600


def test_within_the_first_and_the_last_day() -> None:
    table = WorkedSeconds(WorkingTime("Asia/Shanghai", time(9), time(17), {}), date(2026, 9, 21), date(2026, 9, 22))
    for day in (21, 22):
        ten = datetime(2026, 9, day, 2, tzinfo=UTC)
        assert table.between(ten, ten + timedelta(hours=3)) == 3 * 3600
        assert table.between(ten - timedelta(hours=5), ten) == 3600
        assert table.between(ten, ten + timedelta(hours=9)) == 7 * 3600


def test_a_moment_without_a_zone_is_refused() -> None:
    table = WorkedSeconds(WorkingTime("Asia/Shanghai", time(9), time(17), {}), FIRST, LAST)
    with pytest.raises(ValueError, match="zone"):
        table.between(datetime(2026, 9, 21), datetime(2026, 9, 22, tzinfo=UTC))  # noqa: DTZ001
