"""`lobby review goal`: what the branch wants to reach in a month."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.locale import Catalogue, n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.achieved import Achieved
    from lobby_tui.desk.review.goals import GoalView

GOAL = n_("What the branch wants to reach in a month: set, list, drop.")
MONTH = typer.Argument(..., help=n_("The month, as 2026-11."))
MEASURE = typer.Argument(..., help="visits, referrals, introduced, confirmed, with_result, opened")


def goal() -> typer.Typer:
    """The sub-commands of `goal`."""
    app = typer.Typer(no_args_is_help=True)
    app.command("set", help=n_("Set or change a goal of this month or a later one."))(_set)
    app.command("list", help=n_("The goals, and how far they are reached."))(_list)
    app.command("drop", help=n_("Take a goal of this month or a later one away."))(_drop)
    return app


def _set(
    ctx: typer.Context,
    month: str = MONTH,
    measure: str = MEASURE,
    target: int = typer.Argument(..., help=n_("The number to be reached.")),
) -> None:
    from lobby_tui.desk.review import goals

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        one = goals.set_goal(shift, month, measure, target)
    context.emit({"goal": goal_json(one)}, [_goal_line(one, context.catalogue)])


def _list(
    ctx: typer.Context, month: str = typer.Option(None, "--month", help=n_("One month only, as 2026-11."))
) -> None:
    from lobby_tui.desk.review import achieved, goals

    context: CommandContext = ctx.obj
    with context.review() as shift:
        months = dict.fromkeys(one.month for one in goals.listed(shift, month))
        found = [one for each in months for one in achieved.of_month(shift, each)]
    t = context.catalogue
    lines = [f"{_goal_line(one.goal, t)}  {one.value}  {t.render(achieved.pace_text(one))}" for one in found]
    context.emit({"goals": [_achieved_json(one) for one in found]}, lines or [t("There are no goals.")])


def _drop(ctx: typer.Context, month: str = MONTH, measure: str = MEASURE) -> None:
    from lobby_tui.desk.review import goals

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        goals.drop(shift, month, measure)
    line = context.catalogue("✓ {month} has no goal for {measure}.", month=month, measure=measure)
    context.emit({"month": month, "measure": measure}, [line])


def goal_json(one: "GoalView") -> dict[str, Any]:
    """A goal as scripts see it."""
    return {
        "month": one.month,
        "measure": one.measure.value,
        "target": one.target,
        "version": one.version,
        "by": one.by.no,
    }


def _achieved_json(one: "Achieved") -> dict[str, Any]:
    return {
        **goal_json(one.goal),
        "value": one.value,
        "achieved": round(one.share, 4),
        "days": one.days,
        "working_days": one.working_days,
    }


def _goal_line(one: "GoalView", t: Catalogue) -> str:
    from lobby_tui.desk.review.measures import NAMES

    return f"{one.month}  {t.render(NAMES[one.measure])}  {one.target}"
