"""`lobby store purge` and `retention`: taking out what is kept too long, and for how long what is kept."""

from typing import Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.errors import UsageError
from lobby_tui.locale import Catalogue, msg, n_


def add_to(app: typer.Typer) -> None:
    """Add them to the commands of the store."""
    app.command("purge", help=n_("Take out what is kept too long; it also happens by itself every day."))(_purge)
    app.command("retention", help=n_("For how many days each kind of data is kept; or set it."))(_retention)


def _purge(
    ctx: typer.Context,
    by_hand: bool = typer.Option(
        False, "--by-hand", help=n_("Also where the clock is far past the last closed day: the date is right.")
    ),
) -> None:
    from lobby_tui.desk import retention

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        done = retention.purge(shift, by_hand=by_hand)
    held_back = t.render(done.held_back) if done.held_back else None
    context.emit(
        {"removed": {one.kind.value: one.rows for one in done.removed}, "held_back": held_back},
        [t.render(line) for line in done.lines] or [t("Nothing is kept too long.")],
    )


def _retention(
    ctx: typer.Context,
    choices: list[str] = typer.Argument(None, metavar="KIND=DAYS", help=n_("Kinds to set; empty is the default.")),
) -> None:
    from lobby_tui.desk import retention
    from lobby_tui.desk.keeping.kinds import RULES

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        days = retention.periods(shift)
        if choices:
            own = {kind.value: str(number) for kind, number in days.items() if number != RULES[kind].days}
            days = retention.set_periods(shift, own | _chosen(choices))
    context.emit(*_shown(days, context.catalogue))


def _shown(days: Any, t: Catalogue) -> tuple[list[dict[str, Any]], list[str]]:
    from lobby_tui.desk.keeping.kinds import RULES

    rows = [
        {"kind": kind.value, "days": number, "default": RULES[kind].days, "least": RULES[kind].least,
         "most": RULES[kind].most, "since": t.render(RULES[kind].since)}
        for kind, number in days.items()
    ]  # fmt: skip
    lines = [
        t("{kind}: {name}, {days} days {since}", kind=kind.value, name=RULES[kind].name, days=number,
          since=RULES[kind].since)
        for kind, number in days.items()
    ]  # fmt: skip
    return rows, lines


def _chosen(choices: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in choices:
        kind, equals, days = one.partition("=")
        if not equals:
            raise UsageError(
                msg("“{text}” does not say how many days.", text=one),
                remedy=msg("Write it as {example}.", example="drafts=14"),
                field="choices",
            )
        found[kind.strip()] = days
    return found
