"""`lobby day close`, `sign` and `reopen`: what becomes of a business day."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.output import error_json, error_text, say
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import LobbyError
from lobby_tui.locale import Catalogue, msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.closing import GapsError
    from lobby_tui.desk.day_heads import DayHead
    from lobby_tui.desk.shift import Shift
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
        backup = _kept(context, shift)
    date = closed.day.date.isoformat()
    lines = [t("{day} is closed.", day=date)]
    if closed.carried:
        lines.append(t("Carried over {count}", count=closed.carried))
    document: dict[str, Any] = {"day": date, "state": closed.day.state.value, "missing": [], "carried": closed.carried}
    if backup:
        lines.append(t("The backup {path} is written and checked.", path=backup))
    context.emit(document | _head_json(closed.head) | {"backup": backup}, [*lines, _head_line(t, closed.head)])


def _kept(context: CommandContext, shift: "Shift") -> str | None:
    """The backup that follows a closing; where there is none, or no second copy, that is told beside the answer."""
    from lobby_tui.desk import safekeeping

    try:
        kept = safekeeping.after_closing(shift)
    except LobbyError as error:
        context.say(msg("The day is closed, but there is no backup of it."))
        say(error_text(error, context.catalogue))
        return None
    if kept.problem:
        say(error_text(kept.problem, context.catalogue))
    return str(kept.path)


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
    from lobby_tui.desk import signing
    from lobby_tui.desk.permissions import Action

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        # Before a second person types their password in vain.
        shift.require(Action.REOPEN_DAY)
        signing.checked_reason(reason)
        other = context.second(shift, second)
        assert other is not None
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
