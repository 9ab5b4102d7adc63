"""`lobby audit`: list, export."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.audit.wanted import Wanted
    from lobby_tui.desk.audit_trail import EventView, Place
    from lobby_tui.desk.shift import Shift

SINCE = typer.Option(None, "--since", help=n_("The first day, as 2026-11-22."))
UNTIL = typer.Option(None, "--until", help=n_("The last day; the same one for a single day."))
PERSON = typer.Option(None, "--person", help=n_("The staff number of whoever did it."))
ACTION = typer.Option(None, "--action", help=n_("What was done: its code, or a part of its name."))
SUBJECT = typer.Option(None, "--about", help=n_("What it was about: `referral`, `referral 12`, or a whole id."))
CHAIN = typer.Option(None, "--terminal", help=n_("The beginning of a terminal's number."))


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=n_("Who did what when, the newest first."))(_list)
    app.command("export", help=n_("Write a part of the trail to files; more than one day takes two people."))(_export)
    return app


def _list(
    ctx: typer.Context,
    since: str = SINCE,
    until: str = UNTIL,
    person: str = PERSON,
    action: str = ACTION,
    about: str = SUBJECT,
    terminal: str = CHAIN,
    limit: int = typer.Option(200, "--limit", min=1, max=5000, help=n_("How many events at most.")),
    before: str = typer.Option(None, "--before", help=n_("Where to go on: what `next` said.")),
) -> None:
    from lobby_tui.desk import audit_trail

    context: CommandContext = ctx.obj
    t = context.catalogue
    wanted = _wanted(since, until, person, action, about, terminal)
    place = _place(before)
    events: list[EventView] = []
    with context.shift() as shift:
        while True:
            page = audit_trail.page(shift, wanted, place, limit - len(events))
            events += page.events
            place = page.further
            if place is None or len(events) >= limit:
                break
        lines = [_line(context, shift, one) for one in events]
    following = f"{place.chain.hex}:{place.seq}" if place else None
    more = [t("There are older ones: --before {place}", place=following)] if following else []
    context.emit(
        {"events": [as_json(one) for one in events], "next": following},
        [*(lines or [t("No event fits this filter.")]), *more],
    )


def _export(
    ctx: typer.Context,
    since: str = SINCE,
    until: str = UNTIL,
    person: str = PERSON,
    action: str = ACTION,
    about: str = SUBJECT,
    terminal: str = CHAIN,
    formats: str = typer.Option("csv", "--format", help=n_("csv, xlsx, txt; several with commas.")),
    out: Path = typer.Option(..., "--out", help=n_("The folder for the files.")),
    second: str = typer.Option(
        None,
        "--with",
        help=n_("The second person's staff number; their password comes from LOBBY_SECOND_PASSWORD or a prompt."),
    ),
) -> None:
    from lobby_tui.desk import audit_export
    from lobby_tui.desk.permissions import Action

    context: CommandContext = ctx.obj
    wanted = _wanted(since, until, person, action, about, terminal)
    with context.shift() as shift:
        # Before a second person types their password in vain.
        shift.require(Action.SEE_AUDIT)
        beside = context.second(shift, second)
        written = audit_export.export(
            shift,
            wanted,
            [name.strip() for name in formats.split(",") if name.strip()],
            out,
            second=beside,
            language=context.settings.language if context.language_chosen else None,
        )
    files = [
        {"path": str(one.path), "paper": one.paper, "format": one.format, "rows": one.rows, "sha256": one.sha256}
        for one in written
    ]
    context.emit({"files": files}, [f"{one.path}  {one.sha256[:16]}" for one in written])


def _wanted(since: str, until: str, person: str, action: str, about: str, terminal: str) -> "Wanted":
    from lobby_tui.desk.audit.wanted import Wanted

    return Wanted(parse_day(since), parse_day(until), person, action, about, terminal)


def _place(text: str | None) -> "Place | None":
    """Where an earlier list stopped. Raises UsageError."""
    from lobby_tui.desk.audit_trail import Place

    if text is None:
        return None
    chain, _, seq = text.partition(":")
    try:
        return Place(uuid.UUID(chain), int(seq[:18]))
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is no place in the trail.", text=text),
            remedy=msg("Give what `next` said, or leave --before out."),
            field="before",
        ) from error


def as_json(one: "EventView") -> dict[str, Any]:
    """An event as scripts see it."""
    return {
        "terminal": one.chain.hex,
        "seq": one.seq,
        "at": one.at.isoformat(),
        "person": one.person.no if one.person else None,
        "action": one.action,
        "subject": one.subject,
        "detail": dict(one.detail),
        "head": one.head,
    }


def _line(context: CommandContext, shift: "Shift", one: "EventView") -> str:
    """An event on one line for people."""
    t = context.catalogue
    parts = [
        f"{one.seq:>6}",
        shift.local(one.at).strftime("%Y-%m-%d %H:%M:%S"),
        f"{one.person.name} {one.person.no}" if one.person else t("nobody"),
        t.render(one.what),
        t.render(one.about),
        one.details,
    ]
    return "  ".join(part for part in parts if part)
