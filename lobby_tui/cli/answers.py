"""`lobby confirm`: the customer manager's answer to a referral, and what came of it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.answer.views import AnswerView
    from lobby_tui.desk.results import ResultEntry
    from lobby_tui.desk.shift import Shift


def confirm(
    ctx: typer.Context,
    number: int = number_argument(n_("The referral's number of the day.")),
    day: str = typer.Option(None, help=n_("The business day, as 2026-11-22; else the open one.")),
    accept: bool = typer.Option(False, "--accept", help=n_("Take the customer over; a result does so by itself.")),
    return_: str = typer.Option(
        None, "--return", help=n_("Give the referral back: a reason's code in the playbook, or words.")
    ),
    reassign: str = typer.Option(None, help=n_("Give it to another customer manager: their staff number.")),
    opened: int = typer.Option(0, help=n_("Wealth accounts opened.")),
    sold: list[str] = typer.Option(
        [], help=n_("What was sold: a product's code and how many, as fund=2. May be given several times.")
    ),
    no_result: str = typer.Option(
        None, "--no-result", help=n_("Why nothing came of it: a reason's code in the playbook, or words.")
    ),
    note: str = typer.Option("", help=n_("A note, for whoever reads the answer or the result.")),
) -> None:
    """Answer a referral, and enter what came of it."""
    from lobby_tui.cli.front import as_json, line

    context: CommandContext = ctx.obj
    products = _products(sold)
    has_result = bool(opened or products or no_result is not None)
    _one_answer(accept or has_result, return_ is not None, reassign is not None)
    with context.shift() as shift:
        if has_result:
            act = _recording(shift, opened, products, no_result, note)
        elif return_ is not None:
            act = _returning(shift, return_, note)
        elif reassign is not None:
            act = _passing_on(shift, reassign, note)
        else:
            act = _accepting(shift, note)
        view = _answered(shift, number, parse_day(day), act)
        words = answer_line(context, view, shift)
    context.emit({"referral": as_json(view.referral, view)}, [line(context, view.referral), words])


Act = Callable[[Any], "AnswerView"]


def _answered(shift: "Shift", number: int, day: date | None, act: Act) -> "AnswerView":
    from lobby_tui.desk.answer import lookup as answer_lookup

    return act(answer_lookup.by_number(shift, number, day))


def _accepting(shift: "Shift", note: str) -> Act:
    from lobby_tui.desk import answers

    return lambda referral_id: answers.accept(shift, referral_id, note)


def _returning(shift: "Shift", why: str, note: str) -> Act:
    from lobby_tui.desk import answers

    code, note = reason_of(why, note, shift.playbook.return_reasons, shift.playbook.return_reason)
    return lambda referral_id: answers.return_(shift, referral_id, code, note)


def _passing_on(shift: "Shift", no: str, note: str) -> Act:
    """Whoever has to answer passes it on; whoever gives referrals out assigns it."""
    from lobby_tui.desk import answers
    from lobby_tui.desk.permissions import Action

    give = answers.reassign if shift.may(Action.ANSWER) else answers.assign
    return lambda referral_id: give(shift, referral_id, no, note)


def _recording(shift: "Shift", opened: int, products: dict[str, int], why: str | None, note: str) -> Act:
    from lobby_tui.desk import results

    entry = _entry(shift, opened, products, why, note)
    return lambda referral_id: results.record(shift, referral_id, entry)


def _entry(shift: "Shift", opened: int, products: dict[str, int], why: str | None, note: str) -> "ResultEntry":
    from lobby_tui.desk.results import ResultEntry

    if why is None:
        return ResultEntry(opened, products, None, note)
    code, note = reason_of(why, note, shift.playbook.no_result_reasons, shift.playbook.no_result_reason)
    return ResultEntry(opened, products, code, note)


def reason_of(why: str, note: str, reasons: Sequence[Any], find: Callable[[str], Any]) -> tuple[str, str]:
    """A reason's code and a note, from a code, from a reason's name, or from words that are a reason of their own.

    Raises UnknownCodeError for what looks like a code that was mistyped.
    """
    from lobby_tui.desk.answer.rows import OTHER
    from lobby_tui.playbook.errors import UnknownCodeError

    text = why.strip()
    for one in reasons:
        if text in (one.code, one.name.zh, one.name.en):
            return one.code, note
    try:
        find(text)
    except UnknownCodeError as error:
        if error.nearest:
            raise
    return OTHER, " ".join(part for part in (text, note.strip()) if part)


def answer_line(context: CommandContext, view: "AnswerView", shift: "Shift") -> str:
    """Where the referral stands now, for people."""
    from lobby_tui.desk.answer.words import answer_text

    return "     " + context.catalogue.render(answer_text(view, shift.playbook))


def _one_answer(accept: bool, give_back: bool, pass_on: bool) -> None:
    if accept + give_back + pass_on != 1:
        raise UsageError(
            msg("One answer is needed: --accept, --return or --reassign."),
            remedy=msg("A result, --opened, --sold or --no-result, goes with --accept only."),
            field="accept",
        )


def _products(sold: Sequence[str]) -> dict[str, int]:
    """`fund=2` as a product and its number; the same product twice adds up. Raises UsageError."""
    found: dict[str, int] = {}
    for text in sold:
        code, _, number = (part.strip() for part in text.partition("="))
        if not code or not number.isdecimal() or len(number) > 9:
            raise UsageError(
                msg("“{text}” is not a product and a number.", text=text),
                remedy=msg("Write it as fund=2."),
                field="sold",
            )
        found[code] = found.get(code, 0) + int(number)
    return found
