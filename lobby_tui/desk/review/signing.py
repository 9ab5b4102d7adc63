"""Signing the review of a day once everything in it is looked at; and taking the signature off, by two people."""

from collections.abc import Sequence
from datetime import date

from lobby_tui.desk import second_person
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review.rows import DayReview, ReviewRow, read, the_day
from lobby_tui.desk.review.signatures import SIGNED, UNSIGNED
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import DayState
from lobby_tui.models.review import ReviewMove
from lobby_tui.models.text import said
from lobby_tui.store.store import Writing

_MOST_NAMED = 8


def sign(shift: Shift, day: date | None = None, *, sample: bool = False) -> DayReview:
    """Sign the review of a closed day, the latest where none is named, over every referral or over the drawn sample.

    Raises RefusedError where the day is not closed, the review is signed already, something of it is not reviewed, or
    a question anywhere in the day is not settled.
    """
    shift.require(Action.REVIEW, fresh=True)
    with shift.writing() as writing:
        row = the_day(writing.session, shift, day, over=True)
        review = read(writing.session, shift, row)
        _must_be_ready(review, sample=sample)
        seed = review.seed if sample else None
        rows = review.sample if sample else review.rows
        _move(writing, shift, review, SIGNED, "", seed, len(rows), review.settled, None)
        detail = {"date": row.date.isoformat(), "to_review": len(rows), "reviewed": review.settled}
        writing.record("review_signed", f"business_day:{row.id}", **detail, **({} if seed is None else {"seed": seed}))
        writing.session.flush()
        return read(writing.session, shift, row)


def unsign(shift: Shift, day: date | None, reason: str, second: SecondPerson | None) -> DayReview:
    """Take the signature off, so that the review can be changed; it stays in the day's history.

    Raises RefusedError without a reason, or where the review is not signed; NotAllowedError where the second person is
    missing, is the same, or may not stand by.
    """
    shift.require(Action.REVIEW, fresh=True)
    beside = second_person.checked(shift, second, msg("The signature under a review is taken off by two people."))
    why = checked_reason(reason)
    with shift.writing() as writing:
        row = the_day(writing.session, shift, day, over=True)
        review = read(writing.session, shift, row)
        if review.signed is None:
            raise RefusedError(
                msg("The review of {day} is not signed.", day=row.date.isoformat()),
                remedy=msg("It can be changed as it is."),
                field="day",
                code="review_not_signed",
            )
        _move(writing, shift, review, UNSIGNED, why, None, 0, 0, beside)
        detail = {"date": row.date.isoformat(), "second": beside.id.hex}
        writing.record("review_unsigned", f"business_day:{row.id}", **detail)
        writing.session.flush()
        return read(writing.session, shift, row)


def checked_reason(reason: str) -> str:
    """A reason as it is kept. Raises RefusedError."""
    return said(reason, limit=200, field="reason", needed=True)


def _move(
    writing: Writing,
    shift: Shift,
    review: DayReview,
    move: str,
    reason: str,
    seed: int | None,
    to_review: int,
    reviewed: int,
    second: SecondPerson | None,
) -> None:
    writing.session.add(
        ReviewMove(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=review.day.id,
            move=move,
            reason=reason,
            seed=seed,
            to_review=to_review,
            reviewed=reviewed,
            by=shift.person.id,
            second=second.id if second else None,
            at=shift.now(),
        )
    )


def _must_be_ready(review: DayReview, *, sample: bool) -> None:
    day = review.day.date.isoformat()
    if review.signed:
        raise RefusedError(
            msg("The review of {day} is signed already.", day=day),
            remedy=msg("There is nothing to do."),
            field="day",
            code="review_signed",
        )
    if review.day.state not in (DayState.CLOSED, DayState.SIGNED):
        raise RefusedError(
            msg("{day} is not closed: something may still change.", day=day),
            remedy=msg("Close the day first."),
            field="day",
            code="day_not_closed",
        )
    if review.questions:
        raise RefusedError(
            msg("Asked back and not settled: {numbers}.", numbers=_numbers(review.questions)),
            remedy=msg("Wait for the answer, read it, and approve or coach; or take the question back."),
            code="question_open",
        )
    left = review.left(sample=sample)
    if left:
        raise RefusedError(
            msg("Not reviewed yet: {numbers}.", numbers=_numbers(left)),
            remedy=_how(review, sample=sample),
            code="not_reviewed",
        )


def _how(review: DayReview, *, sample: bool) -> Message:
    if sample or not review.left(sample=False):
        return msg("Approve each of them, or say what is to be said about it.")
    return msg("Go through each of them; or sign over the drawn sample.")


def _numbers(rows: Sequence[ReviewRow]) -> str:
    named = ", ".join(str(row.number) for row in rows[:_MOST_NAMED])
    return f"{named} …" if len(rows) > _MOST_NAMED else named
