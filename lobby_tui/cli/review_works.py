"""`lobby review works`: which signals, needs, hours and zones lead to something."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.shares import Share
    from lobby_tui.desk.review.span import Span
    from lobby_tui.desk.review.table import ReviewTable
    from lobby_tui.desk.review.works_look import Row, Works
    from lobby_tui.desk.review.works_rows import Fate
    from lobby_tui.desk.review.works_times import Wait
HELP = n_("What works: what was seen, referred, confirmed and sold, each share with its interval.")
BY = typer.Option("signal", "--by", help=n_("signal, need, hour, zone, pairs, times, tellers or missed."))
FROM = typer.Option(None, "--from", help=n_("The first day, as 2026-11-22; that of the quarter without it."))
TO = typer.Option(None, "--to", help=n_("The last day; today without it."))


def works(ctx: typer.Context, by: str = BY, since: str = FROM, until: str = TO) -> None:
    """Show one dimension of a span."""
    from lobby_tui.desk.review import works_look
    from lobby_tui.desk.review.works_tables import table_of
    from lobby_tui.desk.review.works_words import left_out

    context: CommandContext = ctx.obj
    if by not in list(works_look.Dimension):
        raise UsageError(
            msg("“{by}” is nothing that can be shown.", by=by),
            remedy=msg("Use one of: {names}.", names=", ".join(works_look.Dimension)),
            field="by",
        )
    first, last = parse_day(since), parse_day(until)
    with context.shift() as shift:
        span = _span(first, last or shift.today())
        found = works_look.look(shift, span, works_look.Dimension(by))
        said = [*lines(context, span, table_of(found, ())), *map(context.catalogue.render, left_out(found))]
        context.emit(as_json(by, span, found), said)


def _span(first: date | None, last: date) -> "Span":
    """The days asked for. Raises UsageError."""
    from lobby_tui.desk.review.span import Span, Unit, span_of

    first = first or span_of(Unit.QUARTER, last).first
    if first > last:
        raise UsageError(msg("The last day is before the first."), remedy=msg("Exchange the two days."), field="to")
    return Span(first, last)


def as_json(by: str, span: "Span", found: "Works") -> dict[str, Any]:
    """One dimension as scripts see it; shares are from 0 to 1, null where too few cases say nothing."""
    return {
        "by": by,
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "rows": [_row(row) for row in found.rows],
        **_beside(found),
    }


def _beside(found: "Works") -> dict[str, Any]:
    """What a dimension says beside its rows."""
    from lobby_tui.desk.review.works import Funnel
    from lobby_tui.desk.review.works_pairs import Pairs
    from lobby_tui.desk.review.works_tellers import Roles

    match found:
        case Funnel():
            return {"total": _row(found.total)}
        case Pairs():
            return {"silent": found.silent, "least_n": found.least_n}
        case Roles():
            return {"visits": found.visits, "total": _row(found.total)}
    return {}


def _row(row: "Row") -> dict[str, Any]:
    from lobby_tui.desk.review.works import Found
    from lobby_tui.desk.review.works_pairs import Pair
    from lobby_tui.desk.review.works_tellers import ByRole, Missed
    from lobby_tui.desk.review.works_times import Waits

    match row:
        case Found():
            return {"key": row.key, "seen": row.seen, **_fate(row.fate), "share": _share(row.share)}
        case Pair():
            pair = {"signal": row.signal, "other": row.other}
            return {**pair, "both": _share(row.both), "without": _share(row.without)}
        case Waits():
            waits = {"confirmed": _wait(row.confirmed), "contacted": _wait(row.contacted)}
            return {"kind": row.kind, "key": row.key, **waits}
        case ByRole():
            return {"role": row.role, "per_100_visits": row.per_100, **_fate(row.fate), "share": _share(row.share)}
        case Missed():
            counts = {"lobby": row.lobby, "counter": row.counter, "missed": row.share.hits}
            return {"kind": row.kind, "key": row.key, **counts, "share": _share(row.share)}


def _fate(fate: "Fate") -> dict[str, int]:
    return {
        "referred": fate.referred,
        "confirmed": fate.confirmed,
        "sold": fate.succeeded,
        "open": fate.waiting,
    }


def _share(one: "Share") -> dict[str, float | int | None]:
    low, high = one.bounds or (None, None)
    return {"hits": one.hits, "n": one.n, "share": one.value, "low": low, "high": high}


def _wait(one: "Wait") -> dict[str, float | int | None]:
    return {"n": one.n, "median": one.median, "early": one.early, "late": one.late}


def lines(context: CommandContext, span: "Span", table: "ReviewTable") -> list[str]:
    """The table for people, its columns below one another."""
    from lobby_tui.desk.review.table import text_of
    from lobby_tui.playbook.texts import cells

    t = context.catalogue
    rows = [[t.render(column.title) for column in table.columns]]
    rows += [[text_of(cell, t) for cell in row] for row in table.rows]
    widths = [max(cells(row[place]) for row in rows) for place in range(len(table.columns))]

    def padded(text: str, place: int) -> str:
        room = " " * (widths[place] - cells(text))
        return room + text if table.columns[place].numeric else text + room

    said = ["  ".join(padded(text, place) for place, text in enumerate(row)).rstrip() for row in rows]
    head = f"{t.render(table.title)}  {span.first.isoformat()} … {span.last.isoformat()}"
    return [head, *(said if table.rows else [t("There is nothing to show.")])]
