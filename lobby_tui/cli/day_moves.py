"""`lobby day close`, `sign` and `reopen`: what becomes of a business day."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.output import error_json, error_text, say
from lobby_tui.cli.parsing import parse_day
from lobby_tui.locale import Catalogue, msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.closing import GapsError
    from lobby_tui.desk.day_heads import DayHead
    from lobby_tui.desk.signing import Moved


def close(
    ctx: typer.Context,
    day: str = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the open one.")),
    carry_over: str = typer.Option(
        None, "--carry-over", help=n_("Why what is missing is left for later; without it nothing may be missing.")
    ),
) -> None:
    """Close a day, or list what is missing."""
    from lobby_tui.desk import closing

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        try:
            closed = closing.close(shift, parse_day(day), carry_over)
        except closing.GapsError as error:
            _say_what_is_missing(context, error)
            raise typer.Exit(error.exit_status) from error
    date = closed.day.date.isoformat()
    lines = [t("{day} is closed.", day=date)]
    if closed.carried:
        lines.append(t("Carried over {count}", count=closed.carried))
    document: dict[str, Any] = {"day": date, "state": closed.day.state.value, "missing": [], "carried": closed.carried}
    context.emit(document | _head_json(closed.head), [*lines, _head_line(t, closed.head)])


def _say_what_is_missing(context: CommandContext, error: "GapsError") -> None:
    """The list, and the error in its usual form: with `--json` both in one document, else on stdout and stderr."""
    t = context.catalogue
    missing = [
        {
            "kind": gap.kind.value,
            "subject": str(gap.subject),
            "number": gap.number,
            "text": t.render(gap.text),
            "can_be_carried_over": not gap.blocks,
        }
        for gap in error.gaps
    ]
    document: dict[str, Any] = {"day": error.day.date.isoformat(), "state": error.day.state.value, "missing": missing}
    context.emit(document | error_json(error, t), [f"  {gap['text']}" for gap in missing])
    if not context.json:
        say(error_text(error, t))


def sign(
    ctx: typer.Context,
    day: str = typer.Option(None, "--day", help=n_("The business day; else the latest one that is closed.")),
) -> None:
    """Sign a closed day."""
    from lobby_tui.desk import signing

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        signed = signing.sign(shift, parse_day(day))
    text = context.catalogue("{day} is signed.", day=signed.day.date.isoformat())
    _moved(context, signed, text)


def reopen(
    ctx: typer.Context,
    reason: str = typer.Option(..., "--reason", help=n_("Why it is opened again; this is kept.")),
    second: str = typer.Option(
        ...,
        "--with",
        help=n_("The second person's staff number; their password comes from LOBBY_SECOND_PASSWORD or a prompt."),
    ),
    day: str = typer.Option(None, "--day", help=n_("The business day; else the latest one that is closed or signed.")),
) -> None:
    """Open a closed or signed day for corrections, with a second person."""
    from lobby_tui.desk import second_person, signing
    from lobby_tui.desk.permissions import Action

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        # Before a second person types their password in vain.
        shift.require(Action.REOPEN_DAY)
        signing.checked_reason(reason)
        password = context.secret("LOBBY_SECOND_PASSWORD", msg("Password of the second person"))
        other = second_person.prove(shift, second, password)
        reopened = signing.reopen(shift, parse_day(day), reason, other)
    text = context.catalogue("{day} is open again, for corrections only.", day=reopened.day.date.isoformat())
    _moved(context, reopened, text)


def _moved(context: CommandContext, moved: "Moved", text: str) -> None:
    document: dict[str, Any] = {"day": moved.day.date.isoformat(), "state": moved.day.state.value, "missing": []}
    context.emit(document | _head_json(moved.head), [text, _head_line(context.catalogue, moved.head)])


def _head_json(head: "DayHead") -> dict[str, Any]:
    return {"chain_head": head.head, "events": head.events}


def _head_line(t: Catalogue, head: "DayHead") -> str:
    from lobby_tui.desk.day_heads import printed

    return t("Chain head {head}", head=printed(head))
