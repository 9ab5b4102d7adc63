"""Stretches of days: they cover every day once, and meet their like a year before."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.desk.review.span import Span, Unit, a_year_before, before, span_of, spans

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
UNITS = st.sampled_from(Unit)


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        (Unit.DAY, date(2026, 11, 22), date(2026, 11, 22)),
        (Unit.WEEK, date(2026, 11, 16), date(2026, 11, 22)),
        (Unit.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Unit.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_sunday_in_november(unit: Unit, first: date, last: date) -> None:
    assert span_of(unit, date(2026, 11, 22)) == Span(first, last)


@pytest.mark.parametrize(
    ("unit", "day", "expected"),
    [
        (Unit.MONTH, date(2024, 2, 29), Span(date(2023, 2, 1), date(2023, 2, 28))),
        (Unit.QUARTER, date(2026, 1, 5), Span(date(2025, 1, 1), date(2025, 3, 31))),
        (Unit.WEEK, date(2026, 11, 23), Span(date(2025, 11, 24), date(2025, 11, 30))),
    ],
)
def test_the_year_before(unit: Unit, day: date, expected: Span) -> None:
    assert a_year_before(unit, span_of(unit, day)) == expected


@given(UNITS, DAYS)
def test_a_day_lies_in_its_stretch_and_the_one_before_ends_the_day_before(unit: Unit, day: date) -> None:
    span = span_of(unit, day)
    assert day in span
    assert before(unit, span).last + timedelta(days=1) == span.first
    assert a_year_before(unit, span).first.weekday() == span.first.weekday() or unit in (Unit.MONTH, Unit.QUARTER)


@given(UNITS, DAYS, st.integers(0, 400))
def test_every_day_lies_in_one_stretch(unit: Unit, first: date, more: int) -> None:
    within = Span(first, first + timedelta(days=more))
    found = list(spans(unit, within))
    assert found[0].first <= within.first
    assert found[-1].last >= within.last
    assert all(two.first - one.last == timedelta(days=1) for one, two in pairwise(found))
    assert sum(map(len, found)) == len(Span(found[0].first, found[-1].last))


def test_a_span_does_not_run_back() -> None:
    with pytest.raises(ValueError, match="is before"):
        Span(date(2026, 11, 22), date(2026, 11, 21))
