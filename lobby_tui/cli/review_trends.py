"""`lobby review summary`, `lobby review trends`: what happened over days, months and years."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import Catalogue, msg, n_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lobby_tui.desk.review.made import Made
    from lobby_tui.desk.review.span import Span
    from lobby_tui.desk.review.summary import Summary
    from lobby_tui.desk.review.trends import Period, Trend

SUMMARY = n_("What happened from one day to another, and by person, hour, signal or customer manager.")
EARLIEST: Final = date(1900, 1, 1)
"""No branch has records before it, and a calendar has no year before its first."""
TRENDS = n_("A measure by days, weeks, months or quarters, beside the year before and the goals.")


def summary(
    ctx: typer.Context,
    since: str = typer.Option(..., "--from", help=n_("The first day, as 2026-11-22.")),
    until: str = typer.Option(..., "--to", help=n_("The last day, as 2026-11-22.")),
    by: str = typer.Option(None, "--by", help="staff, hour, signal, manager"),
) -> None:
    """Count a span."""
    from lobby_tui.desk.review import summary as desk_summary

    context: CommandContext = ctx.obj
    span = _span(since, until)
    chosen = desk_summary.By(_one_of(by, list(desk_summary.By), "by")) if by is not None else None
    with context.review() as shift:
        found = desk_summary.of_span(shift, span, chosen)
    context.emit(summary_json(found, context.catalogue), summary_lines(found, context.catalogue))


def trends(
    ctx: typer.Context,
    unit: str = typer.Option("month", "--unit", help="day, week, month, quarter"),
    measure: str = typer.Option(
        "visits", "--measure", help=n_("visits, mean_wait, referrals …; a wrong one lists all.")
    ),
    until: str = typer.Option(None, "--until", help=n_("A day of the last period; else today.")),
) -> None:
    """Show a measure over time."""
    from lobby_tui.desk.review import trends as desk_trends
    from lobby_tui.desk.review.measures import Measure
    from lobby_tui.desk.review.span import Unit, span_of

    context: CommandContext = ctx.obj
    chosen, shown = Unit(_one_of(unit, list(Unit), "unit")), Measure(_one_of(measure, list(Measure), "measure"))
    day = parse_day(until)
    with context.review() as shift:
        last = max(EARLIEST, min(day or shift.today(), shift.today()))
        found = desk_trends.trend(shift, chosen, shown, span_of(chosen, last))
    context.emit(trend_json(found), trend_lines(found, context.catalogue))


def _one_of(text: str, known: "list[Any]", field: str) -> str:
    """One of some words. Raises UsageError."""
    names = [str(one) for one in known]
    if text not in names:
        raise UsageError(
            msg("There is no “{name}”.", name=text),
            remedy=msg("Choose one of: {values}.", values=", ".join(names)),
            field=field,
        )
    return text


def _span(since: str, until: str) -> "Span":
    """Raises UsageError."""
    from lobby_tui.desk.review.span import Span

    first, last = parse_day(since), parse_day(until)
    assert first is not None
    assert last is not None
    if first > last:
        raise UsageError(msg("The last day is before the first."), remedy=msg("Exchange the two days."), field="to")
    return Span(first, last)


def summary_json(found: "Summary", t: Catalogue) -> dict[str, Any]:
    """A span as scripts see it. By person and by manager the order is that of the staff numbers."""
    from lobby_tui.desk.review.summary import as_counts

    data: dict[str, Any] = {
        "from": found.span.first.isoformat(),
        "to": found.span.last.isoformat(),
        "days": found.days,
        "visits": found.visits,
        **as_counts(found.made),
    }
    if found.by:
        data["by"] = {
            line.key: {
                "name": t.render(line.name),
                **({} if line.visits is None else {"visits": line.visits}),
                **as_counts(line.made),
            }
            for line in found.lines
        }
    return data


def summary_lines(found: "Summary", t: Catalogue) -> "Iterator[str]":
    """A span as people read it."""
    days = t("business days: {days}", days=found.days)
    yield f"{found.span.first} … {found.span.last}  {days}"
    yield "  ".join([t("visits: {visits}", visits=found.visits), *_counts(found.made, t)])
    for line in found.lines:
        name = t.render(line.name)
        head = name if name.startswith(line.key) else f"{line.key} {name}"
        visits = [] if line.visits is None else [t("visits: {visits}", visits=line.visits)]
        yield "  " + "  ".join([head, *visits, *_counts(line.made, t)])


def _counts(made: "Made", t: Catalogue) -> "Iterable[str]":
    from lobby_tui.desk.review.measures import NAMES
    from lobby_tui.desk.review.summary import as_counts

    return [f"{t.render(NAMES[name])} {number}" for name, number in as_counts(made).items()]


def trend_json(found: "Trend") -> dict[str, Any]:
    """A measure over time as scripts see it, the latest period first; waits are in seconds."""
    return {
        "unit": found.unit.value,
        "measure": found.measure.value,
        "periods": [
            {
                "from": one.span.first.isoformat(),
                "to": one.span.last.isoformat(),
                "days": one.days,
                "over": one.over,
                "value": one.value,
                "last_year": one.last_year,
                "last_year_days": one.last_days,
                "difference": one.difference,
                "goal": one.goal,
                "achieved": None if one.achieved is None else round(one.achieved, 4),
            }
            for one in found.periods
        ],
    }


def trend_lines(found: "Trend", t: Catalogue) -> "Iterator[str]":
    """A measure over time as people read it."""
    from lobby_tui.desk.review.measures import NAMES
    from lobby_tui.desk.review.words import span_text

    yield t.render(NAMES[found.measure])
    for one in found.periods:
        name = t.render(span_text(found.unit, one.span))
        yield "  ".join([name, *_period(found, one, t)])


def _period(found: "Trend", one: "Period", t: Catalogue) -> "Iterator[str]":
    from lobby_tui.desk.review.measures import difference_text, value_text

    yield value_text(found.measure, one.value) or "-"
    if one.last_year is not None:
        then = value_text(found.measure, one.last_year)
        if one.over:
            yield t("a year before: {value}", value=then)
        else:
            yield t("first {days} business days a year before: {value}", days=one.last_days, value=then)
        if one.difference is not None:
            yield difference_text(found.measure, one.difference) or ""
    if one.goal is not None and one.achieved is not None:
        yield t("goal {goal}, {share} % reached", goal=one.goal, share=int(one.achieved * 100))
    if not one.over:
        yield t("not over")
