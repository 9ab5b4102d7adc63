"""`lobby meeting`: show, hold."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_answers, parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.meetings import MeetingSheet
    from lobby_tui.desk.shift import Shift
    from lobby_tui.models.enums import MeetingKind

KIND = typer.Argument(..., help="morning, evening")


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("show", help=n_("The sheet of a meeting, filled in from the records."))(_show)
    app.command("hold", help=n_("Record a meeting of the open day; once more amends it."))(_hold)
    return app


def as_json(context: CommandContext, shift: "Shift", sheet: "MeetingSheet") -> dict[str, Any]:
    """A sheet, as scripts see it; what the records say is in the reader's language."""
    t = context.catalogue
    return {
        "day": sheet.day.isoformat(),
        "kind": sheet.kind.value,
        "agenda": [{"item": item.code, "minutes": item.minutes, "owner": item.owner} for item in sheet.agenda],
        "records": [
            {"title": t.render(part.title), "lines": [t.render(line) for line in part.lines]} for part in sheet.parts
        ],
        "answers": {question.code: answer for question, answer in sheet.questions},
        "present": sheet.present,
        "note": sheet.note,
        "held_by": sheet.held_by.no if sheet.held_by else None,
        "held_at": shift.local(sheet.held_at).isoformat() if sheet.held_at else None,
        "version": sheet.version,
    }


def lines(context: CommandContext, sheet: "MeetingSheet") -> list[str]:
    """A sheet for people."""
    t = context.catalogue
    found = [sheet.day.isoformat(), ""]
    found += [f"{item.minutes:>3} {t('min')}  {t.render(item.name)}" for item in sheet.agenda]
    for part in sheet.parts:
        found += ["", t.render(part.title), *(f"  {t.render(line)}" for line in part.lines)]
    for question, answer in sheet.questions:
        found += ["", f"{question.code}: {t.render(question.name)}", f"  {answer or '—'}"]
    if sheet.held_by:
        held = t("held by {name}, {count} present", name=sheet.held_by.name, count=sheet.present)
        found += ["", "  ".join(part for part in (held, sheet.note) if part)]
    return found


def _show(
    ctx: typer.Context,
    kind: str = KIND,
    day: str = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the open or the next one.")),
) -> None:
    from lobby_tui.desk import meetings

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        sheet = meetings.sheet(shift, parse_day(day), _kind(kind))
        context.emit(as_json(context, shift, sheet), lines(context, sheet))


def _hold(
    ctx: typer.Context,
    kind: str = KIND,
    present: int = typer.Option(..., "--present", help=n_("How many people were there.")),
    answer: list[str] = typer.Option(
        [], "--answer", help=n_("CODE=TEXT: the answer to a question of the playbook. May be given several times.")
    ),
    note: str = typer.Option("", "--note", help=n_("A note on the meeting.")),
) -> None:
    from lobby_tui.desk import meetings

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        sheet = meetings.hold(shift, _kind(kind), parse_answers(answer), present, note)
        context.emit(as_json(context, shift, sheet), lines(context, sheet))


def _kind(text: str) -> "MeetingKind":
    from lobby_tui.models.enums import MeetingKind

    try:
        return MeetingKind(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a meeting.", text=text), remedy=msg("Write morning or evening."), field="kind"
        ) from error
