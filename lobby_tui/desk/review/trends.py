"""A measure over weeks, months and years, each period beside the same one of the year before and beside its goal.

A period that is not over is held against as many business days of the year before as it has had itself, its first
ones: the whole month of last year would make every month look bad until its last evening.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from lobby_tui.desk.calendar import working_time
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import goals, tallies
from lobby_tui.desk.review.made import made, opened
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.span import Span, Unit, a_year_before, before
from lobby_tui.desk.review.tallies import Kind, Tally
from lobby_tui.desk.shift import Shift
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState, VisitState

PERIODS: Final[Mapping[Unit, int]] = MappingProxyType({Unit.DAY: 31, Unit.WEEK: 26, Unit.MONTH: 24, Unit.QUARTER: 8})
"""How many periods are looked at together; of days only those on which the branch worked are shown."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period and its measure, in seconds for a wait; None where the branch did not work, or nobody's wait is known.

    `days` are the business days it has had. `last_year` is the value of the same period of the year before: all of it
    where this one is `over`, else of its first `last_days` business days, as many as this one has had.
    """

    span: Span
    days: int
    value: int | None
    last_year: int | None
    last_days: int
    over: bool
    goal: int | None = None
    working_days: int | None = None
    """How many a month with a goal has by the branch's calendar, or has had where those were more."""

    @property
    def difference(self) -> int | None:
        """By how much it is above the year before; None where one of them is not known, and for half a day."""
        if self.value is None or self.last_year is None or (not self.over and self.days <= 1):
            return None
        return self.value - self.last_year

    @property
    def achieved(self) -> float | None:
        """The share of its goal that is reached, 1 for all of it."""
        return (self.value or 0) / self.goal if self.goal else None


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure by periods, the latest first; those before the branch's first business day are left out."""

    unit: Unit
    measure: Measure
    periods: tuple[Period, ...]


def trend(shift: Shift, unit: Unit, measure: Measure, until: Span) -> Trend:
    """A measure in the periods up to `until`, itself one of that unit. Raises NotAllowedError, StoreError."""
    shift.require(Action.REVIEW)
    shown = [until]
    while len(shown) < PERIODS[unit]:
        shown.append(before(unit, shown[-1]))
    earlier = [a_year_before(unit, one) for one in shown]
    with shift.reading() as session:
        days: dict[date, _Day] = {}
        for span in _joined(Span(earlier[-1].first, earlier[0].last), Span(shown[-1].first, shown[0].last)):
            days |= _days(session, shift, span, measure)
        aims = goals.of_measure(session, shift, measure) if unit is Unit.MONTH else {}
    pairs = zip(shown, earlier, strict=True)
    periods = [_with_goal(shift, aims, _period(shift, measure, days, one, then)) for one, then in pairs]
    while periods and not periods[-1].days:
        periods.pop()
    return Trend(unit, measure, tuple(one for one in periods if one.days or unit is not Unit.DAY))


@dataclass(frozen=True, slots=True)
class _Day:
    """A business day: whether entries may still come, and what was counted of it."""

    is_open: bool
    tally: Tally


def _joined(first: Span, second: Span) -> tuple[Span, ...]:
    """Two spans, as one where they touch: no day is read twice."""
    if (second.first - first.last).days <= 1:
        return (Span(min(first.first, second.first), max(first.last, second.last)),)
    return first, second


def _days(session: Session, shift: Shift, span: Span, measure: Measure) -> dict[date, _Day]:
    query = select(col(BusinessDay.date), col(BusinessDay.state)).where(
        col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date).between(span.first, span.last)
    )
    counted = _COUNTED[measure](session, shift, span)
    return {
        day: _Day(state == DayState.OPEN.value, counted.get(day, Tally()))
        for day, state in session.exec(query.order_by(col(BusinessDay.date))).all()
    }


def _with_goal(shift: Shift, aims: Mapping[str, int], one: Period) -> Period:
    goal = aims.get(f"{one.span.first:%Y-%m}")
    if goal is None:
        return one
    return replace(one, goal=goal, working_days=max(one.days, working_days(shift, one.span)))


def _period(shift: Shift, measure: Measure, days: Mapping[date, _Day], span: Span, a_year_ago: Span) -> Period:
    own, then = _within(days, span), _within(days, a_year_ago)
    today = shift.today()
    over = span.last < today or (span.last == today and today in days)
    over = over and not any(one.is_open for one in own)
    beside = then if over else then[: len(own)]
    return Period(
        span=span,
        days=len(own),
        value=value_of(measure, [one.tally for one in own]),
        last_year=value_of(measure, [one.tally for one in beside]),
        last_days=len(beside),
        over=over,
    )


def _within(days: Mapping[date, _Day], span: Span) -> list[_Day]:
    return [one for day, one in sorted(days.items()) if day in span]


def value_of(measure: Measure, tallies_: Iterable[Tally]) -> int | None:
    """The measure over several days; None where there are none, or no wait is known."""
    found = list(tallies_)
    whole = sum(found, Tally())
    if measure is Measure.MEAN_WAIT:
        return whole.mean_wait
    if measure is Measure.LONGEST_WAIT:
        return whole.longest if whole.timed else None
    return whole.count if found else None


def working_days(shift: Shift, span: Span) -> int:
    """The days of a span on which the branch works by its calendar."""
    with shift.reading() as session:
        calendar = working_time(session, shift)
    days = (date.fromordinal(one) for one in range(span.first.toordinal(), span.last.toordinal() + 1))
    return sum(calendar.works_on(day) for day in days)


def days_of(session: Session, shift: Shift, span: Span, measure: Measure) -> dict[date, int | None]:
    """The measure of each business day in a span, in order."""
    return {day: value_of(measure, [one.tally]) for day, one in _days(session, shift, span, measure).items()}


def whole_of(session: Session, shift: Shift, span: Span, measure: Measure) -> int | None:
    """The measure of a whole span, as `value_of`."""
    return value_of(measure, [one.tally for one in _days(session, shift, span, measure).values()])


_Counted = Callable[[Session, Shift, Span], Mapping[date, Tally]]


def _visits(session: Session, shift: Shift, span: Span) -> Mapping[date, Tally]:
    return {day: sum(keys.values(), Tally()) for day, keys in tallies.by_day(session, shift, span, Kind.ALL).items()}


def _left(session: Session, shift: Shift, span: Span) -> Mapping[date, Tally]:
    by_state = tallies.by_day(session, shift, span, Kind.STATE)
    return {day: keys.get(VisitState.LEFT.value, Tally()) for day, keys in by_state.items()}


def _missed(session: Session, shift: Shift, span: Span) -> Mapping[date, Tally]:
    reasons = tallies.by_day(session, shift, span, Kind.NOT_REFERRED)
    return {day: sum(keys.values(), Tally()) for day, keys in reasons.items()}


def _referred(measure: Measure) -> _Counted:
    def counted(session: Session, shift: Shift, span: Span) -> Mapping[date, Tally]:
        by_date = made(session, shift, span, BusinessDay.date)
        return {day: Tally(getattr(one, measure.value)) for (day,), one in by_date}

    return counted


def _opened(session: Session, shift: Shift, span: Span) -> Mapping[date, Tally]:
    return {day: Tally(number) for day, number in opened(session, shift, span).items()}


def _complaints(session: Session, shift: Shift, span: Span) -> Mapping[date, Tally]:
    same = (col(Complaint.branch_id) == BusinessDay.branch_id) & (col(Complaint.day_id) == BusinessDay.id)
    query = (
        select_columns(col(BusinessDay.date), func.count())
        .select_from(BusinessDay)
        .join(Complaint, same)
        .where(col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date).between(span.first, span.last))
        .group_by(col(BusinessDay.date))
    )
    return {day: Tally(number) for day, number in session.connection().execute(query)}


_COUNTED: Mapping[Measure, _Counted] = MappingProxyType(
    {
        Measure.VISITS: _visits,
        Measure.MEAN_WAIT: _visits,
        Measure.LONGEST_WAIT: _visits,
        Measure.LEFT: _left,
        Measure.MISSED: _missed,
        **{
            one: _referred(one)
            for one in (
                Measure.REFERRALS, Measure.INTRODUCED, Measure.TO_FOLLOW_UP, Measure.CONFIRMED, Measure.RETURNED,
                Measure.WITH_RESULT,
            )
        },
        Measure.OPENED: _opened,
        Measure.COMPLAINTS: _complaints,
    }
)  # fmt: skip
