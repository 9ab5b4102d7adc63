"""`lobby review asked` and `answer`: what the review asks of the person who is signed in."""

from datetime import date
from typing import TYPE_CHECKING

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_day
from lobby_tui.cli.review_day_json import asked_json
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.asked import Asked
    from lobby_tui.desk.shift import Shift

ASKED_HELP = n_("What the review asks or tells whoever is signed in, what waits for an answer first.")
ANSWER_HELP = n_("Answer a question of the review, or put the answer right until it is decided.")


def asked(ctx: typer.Context) -> None:
    """List it."""
    from lobby_tui.desk.review import asked as questions

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = questions.mine(shift)
        lines = [_line(context, shift, one) for one in found]
    context.emit([asked_json(one) for one in found], lines or [context.catalogue("Nothing was asked of you.")])


def answer(
    ctx: typer.Context,
    number: int = number_argument(n_("The referral's number of the day.")),
    text: str = typer.Argument(..., help=n_("The answer, at most 200 characters.")),
    day: str = typer.Option(None, "--day", help=n_("The referral's business day, where there are several questions.")),
) -> None:
    """Answer one."""
    from lobby_tui.desk.review import asked as questions

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        one = questions.answer(shift, _wanted(questions.mine(shift), number, parse_day(day)).id, text)
        line = _line(context, shift, one)
    context.emit(asked_json(one), [line])


def _wanted(found: "tuple[Asked, ...]", number: int, day: date | None) -> "Asked":
    """The question about the referral with this number; it has to be the only one, or of this day."""
    from lobby_tui.desk.review.marked import Decision

    fitting = [
        one
        for one in found
        if one.mark.decision is Decision.ASKED and one.referral.number == number and day in (None, one.referral.day)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise RefusedError(
            msg("You are asked about a no. {number} of several days.", number=number),
            remedy=msg("Name the day that you mean."),
            field="day",
            code="several_questions",
        )
    raise RefusedError(
        msg("Nothing is asked of you about this referral."),
        remedy=msg("Look at the list again; perhaps the reviewer has decided meanwhile."),
        field="number",
        code="not_asked",
    )


def _line(context: CommandContext, shift: "Shift", one: "Asked") -> str:
    from lobby_tui.desk.review.day_words import said_text

    view = one.referral
    said = context.catalogue.render(said_text(one.mark, shift))
    return f"{view.day.isoformat()}  {view.number:>3}  {view.customer}  {said}"
