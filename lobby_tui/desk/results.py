"""What came of a referral: accounts opened, products sold, or why nothing. Column 10 of the form [ICBC 3]."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlmodel import col, select

from lobby_tui.desk.answer.rows import answerable, checked_note, note_for, saved
from lobby_tui.desk.answer.views import AnswerView, products_of
from lobby_tui.desk.answers import must_have_manager, take_over
from lobby_tui.desk.days import entered_into
from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.follow_up import rows as follow_up_rows
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Answer, Outcome
from lobby_tui.models.masking import unmasked
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct
from lobby_tui.store.store import Writing

MOST: Final = 999
"""More accounts or products of one kind than any one customer takes."""


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """A result as typed: wealth accounts opened, products by code with their quantity; else a reason for nothing."""

    opened: int = 0
    sold: Mapping[str, int] = field(default_factory=dict)
    no_result_reason: str | None = None
    note: str = ""


def record(shift: Shift, referral_id: uuid.UUID, entry: ResultEntry, version: int | None = None) -> AnswerView:
    """Save what came of a referral, over what was entered before; one that waits is accepted in the same transaction.

    A result stays with the business day on which it was first entered; `version` is that of the referral.
    Raises EntryError with every wrong field (`opened`, `sold`, `no_result_reason`, `note`), NotAllowedError for what
    was given to somebody else, RefusedError where it has no manager or has changed since `version` was read.
    """
    shift.require(Action.ANSWER)
    checked = check(shift, entry)
    with shift.writing() as writing:
        row = answerable(writing.session, shift, referral_id, version)
        must_have_manager(row)
        accepts = row.answer != Answer.ACCEPTED
        if accepts:
            take_over(writing, shift, row)
        write(writing, shift, row, checked)
        follow_up_rows.end(writing, shift, row.id)
        writing.record("result_recorded", f"referral:{row.id}", number=row.number, outcome=row.outcome, accepts=accepts)
        return saved(writing, shift, row)


def check(shift: Shift, entry: ResultEntry) -> ResultEntry:
    """The entry, clean and valid. Raises EntryError with all that is wrong with it."""
    problems = Problems()
    take = problems.take

    nothing: dict[str, int] = {}
    opened = take(lambda: _count(entry.opened, "opened"), 0)
    sold = take(lambda: _sold(shift, entry.sold), nothing)
    reason = take(lambda: _reason(shift, entry.no_result_reason), None)
    note = take(lambda: checked_note(entry.note), "")
    if not problems.found:
        problems.found += _whole(bool(opened or sold), reason, note)
    problems.settle()
    return ResultEntry(opened, sold, reason, note)


def write(writing: Writing, shift: Shift, row: Referral, entry: ResultEntry, source: str = "entered") -> Result:
    """Write a checked result beside its referral's row, which the caller saves and whose event the caller records."""
    session = writing.session
    result = session.exec(
        select(Result).where(col(Result.branch_id) == shift.branch.id, col(Result.referral_id) == row.id)
    ).one_or_none()
    if result is None:
        day = entered_into(shift, writing)
        session.flush()  # the day may be new, and has to be there before what belongs to it
        result = Result(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            referral_id=row.id,
            day_id=day.id,
            by=shift.person.id,
            at=shift.now(),
        )
    else:
        result.version += 1
    result.opened, result.no_result_reason = entry.opened, entry.no_result_reason
    # The note was read masked, and comes back so.
    result.note = checked_note(unmasked(entry.note, result.note, row.customer))
    result.source, result.by, result.at = source, shift.person.id, shift.now()
    session.add(result)
    _write_products(writing, shift, result, entry.sold)
    row.outcome = (Outcome.NOTHING if entry.no_result_reason else Outcome.SUCCESS).value
    row.outcome_at = result.at
    return result


def _write_products(writing: Writing, shift: Shift, result: Result, sold: Mapping[str, int]) -> None:
    """No row goes away, as each is bound to the audit chain: what an amendment takes back stays with a 0."""
    writing.session.flush()
    present = {one.product: one for one in products_of(writing.session, shift, [result.id])}
    for code, quantity in sold.items():
        if code not in present:
            writing.session.add(
                ResultProduct(
                    branch_id=shift.branch.id,
                    id=shift.ids.new(),
                    result_id=result.id,
                    product=code,
                    quantity=quantity,
                )
            )
    for code, one in present.items():
        if one.quantity != sold.get(code, 0):
            one.quantity = sold.get(code, 0)
            writing.session.add(one)


def _count(number: int, name: str) -> int:
    if not 0 <= number <= MOST:
        raise RefusedError(
            msg("A number from 0 to {most} is needed here.", most=MOST),
            remedy=msg("Enter how many."),
            field=name,
            code="count",
        )
    return number


def _sold(shift: Shift, sold: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, quantity in sold.items():
        try:
            product = shift.playbook.product(code).code
        except RefusedError as error:
            raise RefusedError(error.message, remedy=error.remedy, field="sold", code=error.code) from error
        if _count(quantity, "sold"):
            found[product] = quantity
    return found


def _reason(shift: Shift, code: str | None) -> str | None:
    return shift.playbook.no_result_reason(code).code if code else None


def _whole(something: bool, reason: str | None, note: str) -> list[LobbyError]:
    """Either something came of it, or there is a reason why not: never both, never neither."""
    if something and reason:
        return [
            RefusedError(
                msg("Something came of it, and a reason for nothing is given as well."),
                remedy=msg("Keep one of the two."),
                field="no_result_reason",
                code="result_contradicts",
            )
        ]
    if not something and not reason:
        return [
            RefusedError(
                msg("What came of it is missing."),
                remedy=msg("Enter what was opened or sold, or why nothing came of it."),
                field="opened",
                code="result_missing",
            )
        ]
    return _explained(reason, note)


def _explained(reason: str | None, note: str) -> list[LobbyError]:
    try:
        note_for(reason or "", note)
    except RefusedError as error:
        return [error]
    return []
