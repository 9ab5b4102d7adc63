"""`lobby review people | my-score | coaching`: everybody's month by several measures, and the coaching log."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_answers, parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.coaching import Talk
    from lobby_tui.desk.review.scores import Score
    from lobby_tui.desk.shift import Shift
PEOPLE = n_("The month of each member of staff by several measures; no ranking.")
MY_SCORE = n_("One's own month by several measures, each up to a limit.")
COACHING = n_("The coaching log.")
MONTH = typer.Option(None, "--month", help=n_("The month, as 2026-11; this one without it."))
NO = typer.Argument(..., help=n_("The staff number."))


def people(ctx: typer.Context, month: str = MONTH) -> None:
    """The card of each, one's own first, then by staff number."""
    from lobby_tui.desk.review import people as looking

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        asked = _month(month, shift)
        found = looking.of_branch(shift, asked)
    data = {"month": f"{asked:%Y-%m}", "people": [as_json(one) for one in found]}
    context.emit(data, [line for one in found for line in [*lines(context, one), ""]] + _notes(context, 2))


def my_score(ctx: typer.Context, month: str = MONTH) -> None:
    """One's own card, and the sums of the last twelve months."""
    from lobby_tui.desk.review import people as looking

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        asked = _month(month, shift)
        found = looking.mine(shift, asked)
        course = looking.course(shift, shift.person.no, asked)
    months = [{"month": f"{one.month.first:%Y-%m}", "points": one.points} for one in course]
    said = "  ".join(f"{one.month.first:%Y-%m} {one.points:g}" for one in course if one.points is not None)
    context.emit(
        {"month": f"{asked:%Y-%m}", **as_json(found), "months": months},
        [*lines(context, found), "", said, *_notes(context)[2:]],
    )


def coaching() -> typer.Typer:
    """`lobby review coaching`: add, list."""
    app = typer.Typer(no_args_is_help=True)
    app.command("add", help=n_("Write down a talk with somebody, by the three questions of the morning or evening."))(
        _add
    )
    app.command("list", help=n_("The talks with somebody; without leave to review, one's own."))(_list)
    return app


def as_json(score: "Score") -> dict[str, Any]:
    """A card, as scripts see it; what is not part of the role is null."""
    return {
        "no": score.person.no,
        "name": score.person.name,
        "role": score.person.role,
        "total": score.total,
        "lines": [
            {
                "code": line.code,
                "measure": line.measure,
                "count": line.count,
                "points_each": line.each,
                "points": line.points,
                "most": line.most,
                "capped": line.capped,
            }
            for line in score.lines
        ],
    }


def lines(context: CommandContext, score: "Score") -> list[str]:
    """A card for people."""
    from lobby_tui.desk.review.scores import NOT_PART
    from lobby_tui.desk.words import ROLES

    t = context.catalogue
    who = f"{score.person.no} {score.person.name} {t.render(ROLES[score.person.role])}"
    found = [f"{who}  " + t("Sum") + f" {score.total:g}"]
    for line in score.lines:
        name = t.render(line.name)
        if line.points is None:
            found.append(f"  {name}: {t.render(NOT_PART)}")
        else:
            limit = t("limit reached") if line.capped else ""
            found.append(f"  {name}: {line.count} × {line.each:g} = {line.points:g}  {limit}".rstrip())
    return found


def _notes(context: CommandContext, end: int | None = None) -> list[str]:
    from lobby_tui.desk.review.scores import NOTES

    return [context.catalogue.render(note) for note in NOTES[:end]]


def _add(
    ctx: typer.Context,
    no: str = NO,
    part: str = typer.Argument(..., help="morning, evening"),
    answer: list[str] = typer.Option(
        [], "--answer", help=n_("CODE=TEXT: the answer to a question of the playbook. May be given several times.")
    ),
    note: str = typer.Option("", "--note", help=n_("A note on the talk.")),
    on: str = typer.Option(None, "--on", help=n_("The day of the talk, as 2026-11-22; today without it.")),
) -> None:
    from lobby_tui.desk.review import coaching as log

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        talk = log.add(shift, no, part, parse_answers(answer), note, parse_day(on))
        context.emit(_talk_json(talk, shift), _talk_lines(context, talk))


def _list(
    ctx: typer.Context,
    no: str = typer.Argument(None, help=n_("The staff number; one's own without it.")),
) -> None:
    from lobby_tui.desk.review import coaching as log

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = log.of_person(shift, no or shift.person.no)
        data = [_talk_json(one, shift) for one in found]
    said = [line for one in found for line in _talk_lines(context, one)]
    context.emit(data, said or [context.catalogue("Nothing was written down of a coaching talk yet.")])


def _talk_json(talk: "Talk", shift: "Shift") -> dict[str, Any]:
    return {
        "id": str(talk.id),
        "no": talk.person.no,
        "on": talk.on.isoformat(),
        "part": talk.part.value,
        "answers": {one.code: one.text for one in talk.answers},
        "note": talk.note,
        "by": talk.by.no,
        "at": shift.local(talk.at).isoformat(),
        "version": talk.version,
    }


def _talk_lines(context: CommandContext, talk: "Talk") -> list[str]:
    t = context.catalogue
    part = {"morning": t("Morning talk"), "evening": t("Evening talk")}[talk.part.value]
    by = t("Coach")
    found = [f"{talk.on.isoformat()} {part}  {talk.person.name} {talk.person.no}  {by} {talk.by.name}"]
    found += [f"  {t.render(one.question)}  {one.text}" for one in talk.answers if one.text]
    note = t("Note")
    return [*found, f"  {note}  {talk.note}"] if talk.note else found


def _month(text: str | None, shift: "Shift") -> date:
    """A day of the month that was asked for. Raises UsageError."""
    if text is None:
        return shift.today()
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a month.", text=text), remedy=msg("Write it as 2026-11."), field="month"
        ) from error
