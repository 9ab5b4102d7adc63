"""What stands on the papers of a review pack: the views of the review as tables, and what is drawn of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.review import achieved, day_table, glance_panels, odd, odd_table, people, people_table, trends
from lobby_tui.desk.review import glance as looking
from lobby_tui.desk.review import rows as reviewed
from lobby_tui.desk.review.day_table import Shown
from lobby_tui.desk.review.measures import NAMES, Measure
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.review.words import UNITS, span_text, weekday
from lobby_tui.desk.review.works_look import NAMES as DIMENSIONS
from lobby_tui.desk.review.works_look import Dimension
from lobby_tui.desk.review.works_look import look as look_at_works
from lobby_tui.desk.review.works_tables import table_of as works_table
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.papers.content import Chart

Facts = tuple[tuple[Renderable, Renderable], ...]

DAY_BY_DAY = (
    Measure.VISITS, Measure.LEFT, Measure.MISSED, Measure.REFERRALS, Measure.CONFIRMED, Measure.RETURNED,
    Measure.WITH_RESULT, Measure.COMPLAINTS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table, and the chart that is drawn of it."""

    table: ReviewTable
    chart: Chart | None = None


def glance(shift: Shift, span: Span) -> Sequence[Drawn]:
    """The day's hours beside the usual, and its figures."""
    found = looking.of_day(shift, span.first)
    assert found is not None  # a named day is there, or refused
    usual = found.usual.by_hour
    hours = ReviewTable(
        msg("Visits by hour"),
        glance_panels.facts(found),
        (
            ReviewColumn(msg("Hour")),
            ReviewColumn(msg("Visits"), numeric=True),
            *([ReviewColumn(msg("Usual"), numeric=True)] if usual else []),
        ),
        tuple(
            (one.name, one.value, *([usual.get(one.code.removeprefix("hour:"), 0)] if usual else []))
            for one in glance_panels.hours(found)
        ),
    )
    figures = ReviewTable(
        msg("Figures of the day"),
        glance_panels.facts(found),
        (ReviewColumn(msg("Part")), ReviewColumn(msg("Figure")), ReviewColumn(msg("Number"), numeric=True)),
        tuple(
            (panel.title, mark.name, mark.shown)
            for panel in glance_panels.panels(found, shift.playbook)
            for mark in panel.marks
        ),
    )
    return Drawn(hours, Chart("columns", 0, (1, 2) if usual else (1,))), Drawn(figures)


def rows(shift: Shift, span: Span) -> Sequence[Drawn]:
    """Each referral of the day with what the review says of it."""
    review = reviewed.of_day(shift, span.first)
    noticed = day_table.table_of(review, Shown.MISSED, shift)
    return (
        Drawn(day_table.table_of(review, Shown.ALL, shift)),
        Drawn(replace(noticed, title=msg("Seen but not referred"))),
    )


def odd_ones(shift: Shift, span: Span) -> Sequence[Drawn]:
    """What is worth a second look."""
    unit = Unit.DAY if len(span) == 1 else Unit.MONTH
    return (Drawn(odd_table.table_of(odd.look(shift, span), unit)),)


def days(shift: Shift, span: Span) -> Sequence[Drawn]:
    """The month day by day."""
    with shift.reading() as session:
        found = {one: trends.days_of(session, shift, span, one) for one in DAY_BY_DAY}
    worked = list(found[Measure.VISITS])
    columns = (
        ReviewColumn(UNITS[Unit.DAY]),
        ReviewColumn(msg("Weekday")),
        *(ReviewColumn(NAMES[one], numeric=True) for one in DAY_BY_DAY),
    )
    lines = tuple((f"{day:%m-%d}", weekday(day), *(found[one].get(day) for one in DAY_BY_DAY)) for day in worked)
    return (Drawn(ReviewTable(msg("Day by day"), _month(span), columns, lines), Chart("columns", 0, (2,))),)


def goals(shift: Shift, span: Span) -> Sequence[Drawn]:
    """The month's goals, and what is reached of them."""
    found = achieved.of_month(shift, f"{span.first:%Y-%m}")
    columns = (
        ReviewColumn(msg("Measure")),
        *(ReviewColumn(title, numeric=True) for title in (msg("Goal"), msg("Value"), msg("Reached, %"))),
        ReviewColumn(msg("Where it stands")),
    )
    lines = tuple(
        (NAMES[one.goal.measure], one.goal.target, one.value, int(one.share * 100), achieved.pace_text(one))
        for one in found
    )
    return (Drawn(ReviewTable(msg("Goals"), _month(span), columns, lines)),)


def works(shift: Shift, span: Span) -> Sequence[Drawn]:
    """What comes of signals and needs."""
    return tuple(_works(shift, span))


def _works(shift: Shift, span: Span) -> Iterator[Drawn]:
    for dimension in (Dimension.SIGNAL, Dimension.NEED):
        table = works_table(look_at_works(shift, span, dimension), _month(span))
        yield Drawn(_named(table, DIMENSIONS[dimension]), Chart("bars", 1, (3,)))


def _named(table: ReviewTable, title: Renderable) -> ReviewTable:
    used = tuple(row for row in table.rows if any(isinstance(cell, int) and cell for cell in row))
    return ReviewTable(title, table.facts, table.columns, used, table.code)


def scorecards(shift: Shift, span: Span) -> Sequence[Drawn]:
    """Everybody's points by measure, in the order of staff numbers."""
    return (Drawn(people_table.table_of(people.of_branch(shift, span.first), span)),)


def _month(span: Span) -> Facts:
    return ((UNITS[Unit.MONTH], span_text(Unit.MONTH, span)),)


@dataclass(frozen=True, slots=True)
class Part:
    """A paper of the pack. What is `personal` speaks of single members of staff, and is left out unless asked for."""

    code: str
    name: Message
    about: Message
    make: Callable[[Shift, Span], Sequence[Drawn]]
    personal: bool = False


PARTS: Final[Mapping[Unit, tuple[Part, ...]]] = MappingProxyType(
    {
        Unit.DAY: (
            Part("glance", msg("Figures of the day"), msg("Visits beside the usual, and every figure."),
                 glance),
            Part("rows", msg("Review of the day"), msg("Each referral, what came of it, and what the review says."),
                 rows),
            Part("odd", msg("Worth a second look"), msg("Entries unlike the others, with the reason."), odd_ones),
        ),
        Unit.MONTH: (
            Part("days", msg("Day by day"), msg("Visits, referrals and what became of them."), days),
            Part("goals", msg("Goals"), msg("What was aimed at, and what is reached."), goals),
            Part("works", msg("What works"), msg("Signals and needs, with interval and number."), works),
            Part("odd", msg("Worth a second look"), msg("Entries unlike the others, with the reason."), odd_ones),
            Part("people", msg("Scorecards"), msg("Points of each person by measure, in the order of staff numbers."),
                 scorecards, personal=True),
        ),
    }
)  # fmt: skip
