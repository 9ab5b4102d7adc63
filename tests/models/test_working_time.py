"""Working days and hours: the public calendar of China, the branch's own over it, and what must hold for any."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.working_time import PublicYear, WorkingTime, public_year

SHANGHAI = "Asia/Shanghai"
BEGIN = datetime(2025, 9, 20, tzinfo=UTC)
TEN = timedelta(minutes=10)
NINE, FIVE = time(9), time(17)
NONE = PublicYear(frozenset(), frozenset(), announced=False)


def branch(own: dict[date, bool] | None = None, zone: str = SHANGHAI) -> WorkingTime:
    return WorkingTime(zone, NINE, FIVE, own or {})


def at(text: str, zone: str = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-21", False),  # a Saturday
        ("2026-10-01", False),  # National Day
        ("2026-10-07", False),  # its last day, worked on 10 October instead
        ("2026-10-10", True),  # that Saturday
        ("2026-02-16", False),  # New Year's Eve of the Chinese calendar
        ("2026-02-14", True),  # a Saturday worked for it
        ("2025-10-11", True),
        ("2025-10-08", False),
    ],
)
def test_the_public_calendar(day: str, works: bool) -> None:
    assert branch().works_on(date.fromisoformat(day)) is works


def test_the_branchs_own_calendar_stands_over_the_public_one() -> None:
    monday, holiday = date(2026, 11, 23), date(2026, 10, 1)
    own = branch({monday: False, holiday: True})
    assert not own.works_on(monday)
    assert own.works_on(holiday)
    assert own.works_by_public_calendar(monday)
    assert not own.works_by_public_calendar(holiday)
    assert own.add_days(date(2026, 11, 20), 1) == date(2026, 11, 24)


def test_a_year_that_nobody_has_announced_has_the_days_of_the_law_and_says_so() -> None:
    assert branch().is_announced(2026)
    assert not branch().is_announced(2090)
    assert public_year(2090).worked == frozenset()
    assert not branch().works_on(date(2090, 5, 1))


@pytest.mark.parametrize("year", [1, 1949, 2101, 9998])
def test_a_year_of_which_nothing_is_known_has_weekends_only(year: int) -> None:
    assert public_year(year) == NONE
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(14)]
    assert [branch().works_on(day) for day in days] == [day.weekday() < 5 for day in days]


def test_days_are_counted_over_a_holiday() -> None:
    assert branch().add_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert branch().add_days(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert branch().add_days(date(2026, 10, 3), 0) == date(2026, 10, 8)
    assert branch().add_days(date(2026, 10, 8), 0) == date(2026, 10, 8)
    assert branch().days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3


def test_days_are_not_counted_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        branch().add_days(date(2026, 11, 23), -1)


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2026-11-23T10:00", "2026-11-23T11:30", 1.5),
        ("2026-11-23T16:00", "2026-11-24T10:00", 2),  # overnight
        ("2026-11-20T16:00", "2026-11-23T10:00", 2),  # over a weekend
        ("2026-09-30T16:00", "2026-10-08T10:00", 2),  # over National Day
        ("2026-11-21T10:00", "2026-11-22T10:00", 0),  # a weekend
        ("2026-11-23T05:00", "2026-11-23T23:00", 8),  # no more than the branch is open
        ("2026-11-23T18:00", "2026-11-23T19:00", 0),  # after closing
        ("2026-11-23T11:00", "2026-11-23T10:00", 0),  # a clock set back
    ],
)
def test_hours_of_work(begin: str, end: str, hours: float) -> None:
    assert branch().hours_between(at(begin), at(end)) == hours


def test_hours_are_those_of_the_branchs_zone() -> None:
    urumqi_noon = datetime(2026, 11, 23, 4, tzinfo=UTC)  # noon in Shanghai, 04:00 in London
    assert branch().hours_between(urumqi_noon, urumqi_noon + timedelta(hours=1)) == 1
    assert branch(zone="Europe/London").hours_between(urumqi_noon, urumqi_noon + timedelta(hours=1)) == 0


dates = st.dates(date(2020, 1, 1), date(2027, 12, 31))
calendars = st.dictionaries(dates, st.booleans(), max_size=8)
moments = st.integers(0, 170 * 24 * 3600).map(lambda seconds: BEGIN + timedelta(seconds=seconds))


@given(dates, st.integers(0, 30), calendars)
def test_adding_days_counts_working_days(day: date, count: int, own: dict[date, bool]) -> None:
    calendar = branch(own)
    found = calendar.add_days(day, count)
    assert calendar.works_on(found)
    assert found >= day
    if count:
        assert calendar.days_between(day, found) == count
        assert calendar.add_days(calendar.add_days(day, count - 1), 1) == calendar.add_days(day, count) or (
            count == 1 and not calendar.works_on(day)
        )
    else:
        assert calendar.days_between(day - timedelta(days=1), found) == 1


@given(st.lists(moments, min_size=3, max_size=3), calendars)
def test_hours_add_up_and_never_shrink(three: list[datetime], own: dict[date, bool]) -> None:
    calendar = branch(own)
    first, second, third = sorted(three)
    whole = calendar.time_between(first, third)
    assert whole == calendar.time_between(first, second) + calendar.time_between(second, third)
    assert timedelta(0) <= whole <= third - first
    assert calendar.time_between(third, first) == timedelta(0)


@given(moments, moments, calendars)
def test_hours_are_what_a_count_gives(one: datetime, other: datetime, own: dict[date, bool]) -> None:
    """An independent count: of at most four days every ten minutes are looked at one by one."""
    begin, end = (moment.replace(minute=moment.minute // 10 * 10, second=0) for moment in sorted((one, other)))
    end = min(end, begin + timedelta(days=4))
    calendar, zone, tens = branch(own), ZoneInfo(SHANGHAI), 0
    while begin + tens * TEN < end:
        tens += 1
    moments = [(begin + n * TEN).astimezone(zone) for n in range(tens)]
    worked = [one for one in moments if calendar.works_on(one.date()) and NINE <= one.time() < FIVE]
    assert calendar.time_between(begin, end) == len(worked) * TEN
