"""Dates and times as people type them, at the end of a month and of a year."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.models.typed_dates import parse_date, parse_time

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-26", date(2026, 11, 26)), ("2026/1/6", date(2026, 1, 6)), ("20261126", date(2026, 11, 26)),
        ("２０２６年11月26日", date(2026, 11, 26)), ("1126", date(2026, 11, 26)), ("11-26", date(2026, 11, 26)),
        ("11月26日", date(2026, 11, 26)), ("26", date(2026, 11, 26)), ("２６号", date(2026, 11, 26)),
        ("23", MONDAY), ("22", date(2026, 12, 22)), ("31", date(2026, 12, 31)), ("0105", date(2027, 1, 5)),
        ("1122", date(2027, 11, 22)), ("0229", date(2028, 2, 29)), (" ", None),
    ],
)  # fmt: skip
def test_the_next_such_day(text: str, day: date | None) -> None:
    assert parse_date(text, MONDAY, "day") == day


@pytest.mark.parametrize(
    ("text", "day"), [("22", date(2026, 11, 22)), ("1120", date(2026, 11, 20)), ("5", date(2026, 12, 5))]
)
def test_the_nearest_such_day(text: str, day: date) -> None:
    assert parse_date(text, MONDAY, "day", back=True) == day


@pytest.mark.parametrize("text", ["32", "1332", "2026-02-30", "morgen", "0", "99999", "下周"])
def test_no_date(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_date(text, MONDAY, "day")
    assert caught.value.field == "day"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("15", time(15)),
        ("1530", time(15, 30)),
        ("９：０５", time(9, 5)),
        ("15点30分", time(15, 30)),
        ("9点", time(9)),
        ("", None),
    ],
)
def test_times(text: str, at: time | None) -> None:
    assert parse_time(text, "time") == at


@pytest.mark.parametrize("text", ["24", "1260", "noon", "12345"])
def test_no_time(text: str) -> None:
    with pytest.raises(RefusedError):
        parse_time(text, "time")


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 300))
def test_a_day_ahead_is_found_again(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert parse_date(f"{day:%m%d}", today, "day") == day
    assert parse_date(day.isoformat(), today, "day") == day
    if ahead < 28:
        assert parse_date(f"{day.day}", today, "day") == day
