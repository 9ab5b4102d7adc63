"""Measures by periods beside the year before: each against a recount of the rows, and what “not over” means."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from lobby_tui.desk import records, visits
from lobby_tui.desk.review import achieved, goals, range_days, range_records, tallies, trends
from lobby_tui.desk.review.measures import NAMES, ON_DAYS, REFERRED, Measure, difference_text, value_text
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Span, Unit, a_year_before, span_of
from lobby_tui.desk.review.trends import Period
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.visit import Visit
from tests.desk.review import weeks
from tests.desk.review.weeks import TODAY

NOW = span_of(Unit.MONTH, TODAY)
LAST_YEAR = Span(date(2025, 10, 20), date(2025, 12, 5))
THIS_YEAR = Span(date(2026, 10, 5), date(2026, 11, 20))


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    shift = sign_in("001")
    weeks.write(shift, weeks.working_days(LAST_YEAR.first, LAST_YEAR.last), 2)
    weeks.write(shift, weeks.working_days(THIS_YEAR.first, THIS_YEAR.last), 3)
    return shift


class Recount:
    """All rows of the branch, counted in plain Python."""

    def __init__(self, shift: Shift) -> None:
        with shift.reading() as session:
            self.dates = dict(session.exec(select(BusinessDay.id, BusinessDay.date)).all())
            self.visits = [(self.dates[one.day_id], one) for one in session.exec(select(Visit)).all()]
            self.complaints = [self.dates[one.day_id] for one in session.exec(select(Complaint)).all()]
        self.referrals = [(self.dates[one.day_id], one) for one in weeks.standing(shift)]
        self.opened = weeks.results(shift)

    def days(self, span: Span, first: int | None = None) -> list[date]:
        return sorted(day for day in self.dates.values() if span.first <= day <= span.last)[:first]

    def value(self, measure: Measure, days: Sequence[date]) -> int | None:
        if not days:
            return None
        came = [one for day, one in self.visits if day in days and one.state != "undone"]
        waits = [int((one.ended_at - one.arrived_at).total_seconds()) for one in came if one.ended_at != one.arrived_at]
        made = [one for day, one in self.referrals if day in days]
        counted: dict[Measure, Any] = {
            Measure.VISITS: lambda: len(came),
            Measure.MEAN_WAIT: lambda: round(sum(waits) / len(waits)) if waits else None,
            Measure.LONGEST_WAIT: lambda: max(waits, default=None),
            Measure.LEFT: lambda: sum(one.state == "left" for one in came),
            Measure.MISSED: lambda: sum(one.not_referred_reason is not None for one in came),
            Measure.REFERRALS: lambda: len(made),
            Measure.INTRODUCED: lambda: sum(one.status == "introduced" for one in made),
            Measure.TO_FOLLOW_UP: lambda: sum(one.status == "to_follow_up" for one in made),
            Measure.CONFIRMED: lambda: sum(one.answer == "accepted" for one in made),
            Measure.RETURNED: lambda: sum(one.answer == "returned" for one in made),
            Measure.WITH_RESULT: lambda: sum(one.outcome is not None for one in made),
            Measure.OPENED: lambda: sum(self.opened.get(one.id, 0) for one in made),
            Measure.COMPLAINTS: lambda: sum(day in days for day in self.complaints),
        }
        return counted[measure]()  # type: ignore[no-any-return]


def periods(shift: Shift, unit: Unit, measure: Measure, until: Span | None = None) -> tuple[Period, ...]:
    return trends.trend(shift, unit, measure, until or span_of(unit, TODAY)).periods


@pytest.mark.parametrize("kept", [False, True], ids=["rows", "kept counts"])
def test_every_measure_in_every_unit_is_what_the_rows_say(head: Shift, kept: bool) -> None:
    if kept:
        tallies.catch_up(head)
    rows = Recount(head)
    for unit in Unit:
        for measure in Measure:
            found = periods(head, unit, measure)
            assert found
            for one in found:
                days = rows.days(one.span)
                then = rows.days(a_year_before(unit, one.span), None if one.over else len(days))
                assert one.days == len(days)
                assert one.value == rows.value(measure, days), (unit, measure, one)
                assert one.last_days == len(then)
                assert one.last_year == rows.value(measure, then), (unit, measure, one)


def test_the_latest_period_comes_first_and_none_before_the_branch_began(head: Shift) -> None:
    found = periods(head, Unit.MONTH, Measure.VISITS)
    assert [f"{one.span.first:%Y-%m}" for one in found][:2] == ["2026-11", "2026-10"]
    assert f"{found[-1].span.first:%Y-%m}" == "2025-10"
    # The months between, in which the branch did not work, stand there with nothing.
    between = next(one for one in found if one.span.first == date(2026, 3, 1))
    assert (between.days, between.value, between.last_year, between.difference) == (0, None, None, None)
    days = periods(head, Unit.DAY, Measure.VISITS, Span(date(2026, 11, 20), date(2026, 11, 20)))
    assert all(one.days == 1 for one in days)
    assert all(one.span.first.weekday() < 5 for one in days)


def test_a_month_that_is_not_over_stands_beside_as_many_days(head: Shift) -> None:
    one = periods(head, Unit.MONTH, Measure.VISITS)[0]
    assert not one.over
    assert one.days == one.last_days == 15
    rows = Recount(head)
    first = rows.days(a_year_before(Unit.MONTH, one.span), 15)
    assert one.last_year == rows.value(Measure.VISITS, first)
    assert one.last_year != rows.value(Measure.VISITS, rows.days(a_year_before(Unit.MONTH, one.span)))
    assert one.value is not None
    assert one.last_year is not None
    assert one.difference == one.value - one.last_year
    assert periods(head, Unit.MONTH, Measure.VISITS)[1].over


def test_half_a_day_has_no_difference(head: Shift, clock: FixedClock) -> None:
    visits.count(head, "cash_small")
    today = periods(head, Unit.DAY, Measure.VISITS)[0]
    assert (today.span.first, today.value, today.over, today.difference) == (TODAY, 1, False, None)
    assert today.last_year is not None
    clock.advance(86_400)
    # The day is still open on the next morning: it is not over then either.
    assert not periods(head, Unit.DAY, Measure.VISITS, span_of(Unit.DAY, TODAY))[0].over


def test_the_last_day_of_a_period_is_not_over_before_it_is_closed(head: Shift, clock: FixedClock) -> None:
    clock.advance(7 * 86_400)  # the 30th, on which nobody has begun yet
    assert not periods(head, Unit.MONTH, Measure.VISITS)[0].over
    clock.advance(86_400)
    assert periods(head, Unit.MONTH, Measure.VISITS)[0].over


@pytest.mark.parametrize("measure", [one for one in Measure if one in REFERRED])
def test_the_records_are_the_figure(head: Shift, measure: Measure) -> None:
    for one in periods(head, Unit.MONTH, measure)[:2]:
        page = range_records.page(head, RangeBehind(one.span, REFERRED[measure]), 0, 10_000)
        opened = weeks.results(head)
        made = sum(opened[line.id] for line in page.lines) if measure is Measure.OPENED else page.total
        assert made == one.value
        assert made


@pytest.mark.parametrize("measure", [one for one in Measure if one in ON_DAYS])
def test_the_days_are_the_figure_and_each_opens_its_records(head: Shift, measure: Measure) -> None:
    one = periods(head, Unit.MONTH, measure)[1]
    days = range_days.days(head, one.span, measure)
    assert [day.day for day in days] == sorted((day.day for day in days), reverse=True)
    assert len(days) == one.days
    values = [day.figure.value for day in days]
    if measure in (Measure.MEAN_WAIT, Measure.LONGEST_WAIT):
        longest = periods(head, Unit.MONTH, Measure.LONGEST_WAIT)[1]
        assert max(values) == longest.value
    else:
        assert sum(values) == one.value
    for day in days[:5]:
        page = records.page(head, day.day, day.figure.behind)
        assert page.value == day.figure.value


def test_each_measure_is_looked_into_one_way_and_has_a_name() -> None:
    assert set(ON_DAYS) | set(REFERRED) == set(Measure) == set(NAMES)
    assert not set(ON_DAYS) & set(REFERRED)


def test_how_values_are_written() -> None:
    assert [value_text(Measure.MEAN_WAIT, one) for one in (None, 0, 65)] == [None, "0:00", "1:05"]
    assert value_text(Measure.VISITS, 65) == "65"
    assert [difference_text(Measure.VISITS, one) for one in (None, 0, 3, -3)] == [None, "0", "+3", "-3"]
    assert [difference_text(Measure.LONGEST_WAIT, one) for one in (-65, 65)] == ["-1:05", "+1:05"]


def test_a_goal_stands_beside_its_month_only(head: Shift) -> None:
    goals.set_goal(head, "2026-11", "referrals", 80)
    now, before, *_ = periods(head, Unit.MONTH, Measure.REFERRALS)
    assert now.value is not None
    assert (now.goal, now.achieved, now.working_days) == (80, now.value / 80, 21)
    assert (before.goal, before.achieved, before.working_days) == (None, None, None)
    assert all(one.goal is None for one in periods(head, Unit.MONTH, Measure.VISITS))
    assert all(one.goal is None for one in periods(head, Unit.QUARTER, Measure.REFERRALS))
    (one,) = achieved.of_month(head, "2026-11")
    assert (one.value, one.days, one.working_days) == (now.value, 15, 21)
    assert one.share == now.achieved
    assert one.pace == 15 / 21
    goals.drop(head, "2026-11", "referrals")
    assert periods(head, Unit.MONTH, Measure.REFERRALS)[0].goal is None


def test_a_branch_that_works_more_than_its_calendar_says(head: Shift) -> None:
    weeks.write(head, [date(2026, 11, day) for day in (1, 7, 8, 14, 15, 21, 22)])
    goals.set_goal(head, "2026-11", "visits", 1)
    (one,) = achieved.of_month(head, "2026-11")
    assert (one.days, one.working_days, one.pace) == (22, 22, 1.0)
    assert periods(head, Unit.MONTH, Measure.VISITS)[0].working_days == 22
