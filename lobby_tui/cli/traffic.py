"""`lobby traffic`, `lobby crowded`: who came when and for what, and what was done when the lobby was full."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.crowding import CrowdingView
    from lobby_tui.desk.shift import Shift
    from lobby_tui.desk.traffic import Count, Line, Traffic


def traffic(
    ctx: typer.Context,
    day: str = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the open one.")),
) -> None:
    """Every visit of a day by hour, need and zone."""
    from lobby_tui.desk import traffic as desk_traffic

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = desk_traffic.of_day(shift, parse_day(day))
        if found is None:
            raise RefusedError(
                msg("No business day is open."),
                remedy=msg("The next entry opens one."),
                code="no_open_day",
                field="day",
            )
        context.emit(as_json(shift, found), lines(context, shift, found))


def crowded(
    ctx: typer.Context,
    measure: str = typer.Argument(..., help=n_("What is done about it, a code of the playbook.")),
    waiting: int = typer.Option(None, "--waiting", help=n_("How many people wait; else those greeted are counted.")),
    note: str = typer.Option("", "--note", help=n_("A note.")),
) -> None:
    """Record that the lobby is full."""
    from lobby_tui.desk import crowding

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        one = crowding.record(shift, measure, note, waiting)
        context.emit({"crowding": crowding_json(shift, one)}, [_crowded_line(context, shift, one)])


def as_json(shift: "Shift", found: "Traffic") -> dict[str, Any]:
    """A day's traffic, as scripts see it; waits are in seconds."""
    return {
        "day": found.day.date.isoformat(),
        "state": found.day.state.value,
        "total": _count(found.total),
        "by_hour": _by_code(found.by_hour),
        "by_need": _by_code(found.by_need),
        "by_zone": _by_code(found.by_place),
        "cells": [
            {"hour": cell.hour, "need": cell.need or None, "zone": cell.place, **_count(cell.count)}
            for cell in found.cells
        ],
        "left": {line.code: line.count.visits for line in found.left},
        "crowding": [crowding_json(shift, one) for one in found.crowding],
    }


def crowding_json(shift: "Shift", one: "CrowdingView") -> dict[str, Any]:
    """A record of a full lobby, as scripts see it."""
    return {
        "id": str(one.id),
        "at": shift.local(one.at).isoformat(),
        "waiting": one.waiting,
        "longest_wait": one.longest_wait,
        "measure": one.measure,
        "note": one.note,
        "by": one.by.no,
    }


def lines(context: CommandContext, shift: "Shift", found: "Traffic") -> list[str]:
    """A day's traffic for people."""
    t = context.catalogue
    said = [found.day.date.isoformat(), t("Visits {count}", count=found.total.visits)]
    for table in (found.by_hour, found.by_need, found.by_place):
        said += ["", *(_line(context, one) for one in table)]
    said += ["", *(f"  {t.render(one.name)}  {one.count.visits}" for one in found.left)] if found.left else []
    return [*said, *(_crowded_line(context, shift, one) for one in found.crowding)]


def _line(context: CommandContext, one: "Line") -> str:
    t = context.catalogue
    text = f"  {t.render(one.name)}  {one.count.visits}"
    if one.count.median_wait is None or one.count.longest_wait is None:
        return text
    median, longest = one.count.median_wait // 60, one.count.longest_wait // 60
    return text + "  " + t("median wait {median} min, longest {longest} min", median=median, longest=longest)


def _crowded_line(context: CommandContext, shift: "Shift", one: "CrowdingView") -> str:
    t = context.catalogue
    parts = [f"{shift.local(one.at):%H:%M}", t("{count} waiting", count=one.waiting), t.render(one.name), one.note]
    return "  ".join(part for part in parts if part)


def _by_code(table: "tuple[Line, ...]") -> dict[str, Any]:
    return {line.code: _count(line.count) for line in table}


def _count(count: "Count") -> dict[str, Any]:
    return {
        "visits": count.visits,
        "left": count.left,
        "timed": count.timed,
        "median_wait": count.median_wait,
        "longest_wait": count.longest_wait,
    }
