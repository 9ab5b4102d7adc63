"""`lobby absence`: list, add, drop; and the branch's own calendar, calendar and day."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import RefusedError, UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.absences import AbsenceView

NO = typer.Argument(..., help=n_("The staff number."))
STATES = {"open": True, "closed": False}


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=n_("Who is away, or is going to be, and who stands in."))(_list)
    app.command("add", help=n_("Plan an absence: one's own, or a colleague's with leave to."))(_add)
    app.command("drop", help=n_("Take an absence out; one that has begun ends yesterday."))(_drop)
    app.command("calendar", help=n_("The unusual days ahead: public holidays, the branch's own days."))(_calendar)
    app.command("day", help=n_("Say whether the branch works on a day, over the public calendar."))(_day)
    return app


def as_json(view: "AbsenceView") -> dict[str, Any]:
    """An absence, as scripts see it."""
    return {
        "id": str(view.id),
        "no": view.person.no,
        "first_on": view.first_on.isoformat(),
        "last_on": view.last_on.isoformat(),
        "stand_in": view.stand_in.no if view.stand_in else None,
        "note": view.note,
    }


def _line(view: "AbsenceView") -> str:
    stand_in = f"→ {view.stand_in.name} {view.stand_in.no}" if view.stand_in else ""
    parts = [view.person.name, view.person.no, f"{view.first_on} – {view.last_on}", stand_in, view.note]
    return "  ".join(part for part in parts if part)


def _list(ctx: typer.Context) -> None:
    from lobby_tui.desk import absences

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = absences.planned(shift)
    context.emit([as_json(one) for one in found], [_line(one) for one in found])


def _add(
    ctx: typer.Context,
    no: str = NO,
    first: str = typer.Option(..., "--from", help=n_("The first day, as 2026-11-26.")),
    last: str = typer.Option(None, "--to", help=n_("The last day; else the first one.")),
    stand_in: str = typer.Option("", "--stand-in", help=n_("The staff number of whoever stands in.")),
    note: str = typer.Option("", "--note", help=n_("The hand-over note.")),
) -> None:
    from lobby_tui.desk import absences

    context: CommandContext = ctx.obj
    first_on = _date(first)
    last_on = _date(last) if last else first_on
    with context.shift() as shift:
        planned = absences.plan(shift, no, first_on, last_on, stand_in, note)
    warnings = [context.catalogue.render(one) for one in planned.warnings]
    context.emit({"absence": as_json(planned.absence), "warnings": warnings}, [*warnings, _line(planned.absence)])


def _drop(
    ctx: typer.Context,
    no: str = NO,
    on: str = typer.Argument(..., help=n_("A day of the absence, as 2026-11-26.")),
) -> None:
    from lobby_tui.desk import absences

    context: CommandContext = ctx.obj
    day = _date(on)
    with context.shift() as shift:
        found = [one for one in absences.planned(shift) if one.person.no == no and one.first_on <= day <= one.last_on]
        if not found:
            raise RefusedError(
                msg("{no} is not going to be away on {day}.", no=no, day=day.isoformat()),
                remedy=msg("The list shows who is."),
                field="on",
                code="unknown_absence",
            )
        dropped = absences.drop(shift, found[0].id)
    context.emit({"absence": as_json(dropped)}, [_line(dropped)])


def _calendar(ctx: typer.Context) -> None:
    from lobby_tui.desk import calendar

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        coming = calendar.coming(shift)
    states = {True: t("working day"), False: t("day off")}
    lines = ["  ".join([one.date.isoformat(), states[one.works], one.note]).rstrip() for one in coming.days]
    lines += [
        t("The make-up working days of {year} are not announced yet; only public holidays are days off.", year=year)
        for year in coming.unknown
    ]
    days = [{"day": one.date.isoformat(), "works": one.works, "own": one.own, "note": one.note} for one in coming.days]
    context.emit({"days": days, "not_announced": list(coming.unknown)}, lines)


def _day(
    ctx: typer.Context,
    day: str = typer.Argument(..., help=n_("The day, as 2026-11-26.")),
    state: str = typer.Argument(..., help="open, closed, public"),
    note: str = typer.Option("", "--note", help=n_("Why.")),
) -> None:
    from lobby_tui.desk import calendar

    context: CommandContext = ctx.obj
    t = context.catalogue
    date_ = _date(day)
    if state not in (*STATES, "public"):
        raise UsageError(
            msg("There is no “{name}”.", name=state), remedy=msg("Choose open, closed or public."), field="state"
        )
    with context.shift() as shift:
        works = STATES.get(state)
        one = calendar.unset(shift, date_) if works is None else calendar.set_day(shift, date_, works, note)
    says = {"open": t("working day"), "closed": t("day off"), "public": t("public calendar")}[state]
    context.emit({"day": one.date.isoformat(), "state": state, "note": one.note}, [f"{one.date.isoformat()}  {says}"])


def _date(text: str) -> date:
    day = parse_day(text)
    assert day is not None  # `parse_day` raises for what is no date
    return day
