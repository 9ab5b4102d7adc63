"""`lobby review rows`, `approve`, `ask`, `coach`, `take-back`, `sign`, `unsign`: the review of a day."""

import uuid
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import HIGHEST, parse_day
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.review_day_json import as_json, mark_json, signature_json
from lobby_tui.locale import n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.marked import MarkView
    from lobby_tui.desk.shift import Shift

ROWS_HELP = n_("A day's referrals with what was decided and what came of it, and how far their review is.")
APPROVE_HELP = n_("Approve a referral as it stands.")
ASK_HELP = n_("Ask back about a referral: the person has the question on their desk.")
COACH_HELP = n_("Settle a referral with a word of coaching, which the person reads on their desk.")
TAKE_BACK_HELP = n_("Take back what was said of a referral.")
SIGN_HELP = n_("Sign the review of a closed day, over every referral or over the drawn sample.")
UNSIGN_HELP = n_("Take the signature off a review; this takes two people.")
DAY = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the latest one."))
OVER = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; else the latest one that is not open."))
NUMBER = number_argument(n_("The referral's number of the day."))
WHOM = typer.Option("identifier", "--of", help=n_("Whom it goes to: identifier or manager."))


def rows(
    ctx: typer.Context,
    day: str = DAY,
    sample: bool = typer.Option(False, "--sample", help=n_("Only the drawn sample.")),
    left: bool = typer.Option(False, "--left", help=n_("Only what is not settled yet.")),
    missed: bool = typer.Option(False, "--missed", help=n_("Visits with signals that led to no referral.")),
    seed: int = typer.Option(
        None, "--seed", min=0, max=HIGHEST * 10, help=n_("Draw the sample again from this seed, to compare it.")
    ),
) -> None:
    """Show the review of a day."""
    from lobby_tui.desk.review import rows as review_rows
    from lobby_tui.desk.review.day_table import Shown, table_of
    from lobby_tui.desk.review.take_away import as_text

    context: CommandContext = ctx.obj
    shown = Shown.MISSED if missed else Shown.SAMPLE if sample else Shown.LEFT if left else Shown.ALL
    with context.shift() as shift:
        review = review_rows.of_day(shift, parse_day(day), seed)
        text = as_text(table_of(review, shown, shift), context.catalogue)
    context.emit(as_json(review, shown), text.splitlines())


def approve(ctx: typer.Context, number: int = NUMBER, day: str = DAY) -> None:
    """Approve one."""
    from lobby_tui.desk.review import marks

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        mark = marks.approve(shift, _referral(shift, number, day))
        _marked(context, shift, number, mark)


def ask(
    ctx: typer.Context,
    number: int = NUMBER,
    question: str = typer.Option(..., "--question", help=n_("The question, at most 200 characters.")),
    whom: str = WHOM,
    day: str = DAY,
) -> None:
    """Ask about one."""
    from lobby_tui.desk.review import marks

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        mark = marks.ask(shift, _referral(shift, number, day), question, whom)
        _marked(context, shift, number, mark)


def coach(
    ctx: typer.Context,
    number: int = NUMBER,
    note: str = typer.Option(..., "--note", help=n_("What to say, at most 200 characters.")),
    whom: str = WHOM,
    day: str = DAY,
) -> None:
    """Say something about one."""
    from lobby_tui.desk.review import marks

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        mark = marks.coach(shift, _referral(shift, number, day), note, whom)
        _marked(context, shift, number, mark)


def take_back(ctx: typer.Context, number: int = NUMBER, day: str = DAY) -> None:
    """Take it back."""
    from lobby_tui.desk.review import marks

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        mark = marks.take_back(shift, _referral(shift, number, day))
        _marked(context, shift, number, mark)


def sign(
    ctx: typer.Context,
    day: str = OVER,
    sample: bool = typer.Option(False, "--sample", help=n_("Over the drawn sample; else over every referral.")),
) -> None:
    """Sign it."""
    from lobby_tui.desk.review import signing
    from lobby_tui.desk.review.day_words import signature_text

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        review = signing.sign(shift, parse_day(day), sample=sample)
        line = context.catalogue.render(signature_text(review, shift))
    context.emit(signature_json(review), [f"{review.day.date.isoformat()}  {line}"])


def unsign(
    ctx: typer.Context,
    reason: str = typer.Option(..., "--reason", help=n_("Why the signature goes; this is kept.")),
    second: str = typer.Option(
        ...,
        "--with",
        help=n_("The second person's staff number; their password comes from LOBBY_SECOND_PASSWORD or a prompt."),
    ),
    day: str = OVER,
) -> None:
    """Take the signature off."""
    from lobby_tui.desk.permissions import Action
    from lobby_tui.desk.review import signing

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        # Before a second person types their password in vain.
        shift.require(Action.REVIEW)
        signing.checked_reason(reason)
        review = signing.unsign(shift, parse_day(day), reason, context.second(shift, second))
    name = review.day.date.isoformat()
    context.emit(signature_json(review), [context.catalogue("The review of {day} can be changed again.", day=name)])


def _referral(shift: "Shift", number: int, day: str | None) -> uuid.UUID:
    """A referral by its number on a day, the latest business day where none is named. Raises RefusedError."""
    from lobby_tui.desk.answer.rows import unknown_referral
    from lobby_tui.desk.review import rows as review_rows

    for row in review_rows.of_day(shift, parse_day(day)).rows:
        if row.number == number:
            return row.id
    raise unknown_referral(number)


def _marked(context: CommandContext, shift: "Shift", number: int, mark: "MarkView") -> None:
    from lobby_tui.desk.review.day_words import said_text
    from lobby_tui.desk.review.marked import DECISIONS

    t = context.catalogue
    line: Any = t("No. {number}: {text}", number=number, text=DECISIONS[mark.decision])
    said = [f"     {t.render(said_text(mark, shift))}"] if mark.note else []
    context.emit({"number": number, "mark": mark_json(mark)}, [line, *said])
