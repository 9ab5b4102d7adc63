"""`lobby incident`: list, add, close."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_key
from lobby_tui.locale import n_

if TYPE_CHECKING:
    from lobby_tui.desk.incidents import IncidentView
    from lobby_tui.desk.shift import Shift


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=n_("The incidents, those not yet closed first."))(_list)
    app.command("add", help=n_("Report an incident."))(_add)
    app.command("close", help=n_("Close an incident with what came of it."))(_close)
    return app


def as_json(one: "IncidentView") -> dict[str, Any]:
    """An incident, as scripts see it."""
    from lobby_tui.models.money import yuan_string

    return {
        "id": str(one.id),
        "number": one.number,
        "kind": one.kind,
        "happened_at": one.happened_at.isoformat(),
        "place": one.place,
        "what": one.what,
        "people_involved": one.people_involved,
        "injured": one.injured,
        "loss": yuan_string(one.loss_fen),
        "measures": one.measures,
        "reported_to": one.reported_to,
        "reported_at": one.reported_at.isoformat() if one.reported_at else None,
        "outcome": one.outcome,
        "recorded_by": one.recorded_by.no,
        "closed_by": one.closed_by.no if one.closed_by else None,
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
    }


def line(context: CommandContext, shift: "Shift", one: "IncidentView") -> str:
    """An incident on one line for people."""
    t = context.catalogue
    state = t("closed") if one.closed_at else t("! open")
    parts = [
        f"{one.number:>3}",
        f"{shift.local(one.happened_at):%Y-%m-%d %H:%M}",
        state,
        one.place,
        one.what,
        one.outcome,
    ]
    return "  ".join(part for part in parts if part)


def _list(ctx: typer.Context) -> None:
    from lobby_tui.desk import incidents

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = incidents.listed(shift)
    context.emit([as_json(one) for one in found], [line(context, shift, one) for one in found])


def _add(
    ctx: typer.Context,
    kind: str = typer.Option(..., help=n_("What kind it was, a code of the playbook.")),
    what: str = typer.Option(..., help=n_("What happened, in one line.")),
    happened: str = typer.Option("", help=n_("When: 14:05, or 2026-11-22 14:05; else now.")),
    place: str = typer.Option("", help=n_("Where in the branch.")),
    people: int = typer.Option(0, help=n_("How many people were involved.")),
    injured: int = typer.Option(0, help=n_("How many of them were hurt.")),
    loss: str = typer.Option("", help=n_("The loss in yuan.")),
    measures: str = typer.Option("", help=n_("What was done about it.")),
    reported_to: str = typer.Option("", help=n_("Whom it was reported to.")),
    reported: str = typer.Option("", help=n_("When it was reported: 14:05, or 2026-11-22 14:05; else now.")),
    key: str = typer.Option(None, help=n_("A UUID; the same one twice is one incident.")),
) -> None:
    from lobby_tui.desk import incidents
    from lobby_tui.desk.incident_entry import IncidentEntry

    context: CommandContext = ctx.obj
    entry = IncidentEntry(
        kind=kind,
        what=what,
        happened=happened,
        place=place,
        people_involved=people,
        injured=injured,
        loss=loss,
        measures=measures,
        reported_to=reported_to,
        reported=reported,
        key=parse_key(key),
    )
    with context.shift() as shift:
        one = incidents.report(shift, entry)
    _answer(context, shift, one)


def _close(
    ctx: typer.Context,
    number: int = number_argument(n_("The incident's number.")),
    outcome: str = typer.Option(..., help=n_("What came of it.")),
) -> None:
    from lobby_tui.desk import incidents

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        one = incidents.close(shift, incidents.by_number(shift, number).id, outcome)
    _answer(context, shift, one)


def _answer(context: CommandContext, shift: "Shift", one: "IncidentView") -> None:
    context.emit({"incident": as_json(one)}, [line(context, shift, one)])
