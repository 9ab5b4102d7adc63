"""What a reviewer says of a referral: approved, asked back, a word of coaching; or all of that taken back."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from lobby_tui.desk.answer.rows import unknown_referral
from lobby_tui.desk.customer.erased import erased
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.review.marked import Decision, MarkView, mark_of, mark_view
from lobby_tui.desk.review.signatures import SIGNED, signatures
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Role
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import said
from lobby_tui.store.store import Writing


class Whom(StrEnum):
    """Whom a question or a word of coaching goes to: who noticed the customer, or who was to look after them."""

    IDENTIFIER = "identifier"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reviewer had before them: the versions of the referral and of its mark, 0 where it had none."""

    referral: int
    mark: int


def approve(shift: Shift, referral_id: uuid.UUID, sight: Sight | None = None) -> MarkView:
    """Approve a referral as it stands. A question and its answer stay beside it.

    Raises RefusedError for a referral that is gone, was undone, has changed since `sight`, or whose day's review is
    signed; NotAllowedError for the reviewer's own where another supervisor can look at it.
    """
    shift.require(Action.REVIEW)
    with shift.writing() as writing:
        row, mark = _reviewed(writing.session, shift, referral_id, sight)
        if mark is None or mark.answered_at is None:
            # What was never answered, or was no question, is not the story of this approval.
            mark = _said(shift, row, mark, Decision.APPROVED)
        else:
            mark.decision = Decision.APPROVED.value
        return _saved(writing, shift, row, mark)


def ask(
    shift: Shift,
    referral_id: uuid.UUID,
    question: str,
    whom: Whom | str = Whom.IDENTIFIER,
    sight: Sight | None = None,
) -> MarkView:
    """Ask back: the person has the question on their desk. The review cannot be signed until it is decided.

    Raises what `approve` raises; RefusedError for an empty question (field `note`), or for somebody who cannot answer
    (field `whom`).
    """
    return _tell(shift, referral_id, Decision.ASKED, question, whom, sight)


def coach(
    shift: Shift, referral_id: uuid.UUID, note: str, whom: Whom | str = Whom.IDENTIFIER, sight: Sight | None = None
) -> MarkView:
    """Settle a referral with a word of coaching, which the person reads on their desk. Raises what `ask` raises."""
    return _tell(shift, referral_id, Decision.COACHED, note, whom, sight)


def take_back(shift: Shift, referral_id: uuid.UUID, sight: Sight | None = None) -> MarkView:
    """Take back what was said: the referral is not reviewed. Raises what `approve` raises; RefusedError for none."""
    shift.require(Action.REVIEW)
    with shift.writing() as writing:
        row, mark = _reviewed(writing.session, shift, referral_id, sight)
        if mark is None or mark.decision == Decision.TAKEN_BACK:
            raise RefusedError(
                msg("Nothing was said of no. {number} yet.", number=row.number),
                remedy=msg("There is nothing to take back."),
                code="not_marked",
            )
        return _saved(writing, shift, row, _said(shift, row, mark, Decision.TAKEN_BACK))


def _tell(
    shift: Shift, referral_id: uuid.UUID, decision: Decision, text: str, whom: Whom | str, sight: Sight | None
) -> MarkView:
    shift.require(Action.REVIEW)
    note = said(text, limit=200, field="note", needed=True)
    with shift.writing() as writing:
        row, mark = _reviewed(writing.session, shift, referral_id, sight)
        if row.erased_at:
            raise erased(row.number)
        to = _recipient(writing.session, shift, row, whom)
        return _saved(writing, shift, row, _said(shift, row, mark, decision, note, to))


def _reviewed(
    session: Session, shift: Shift, referral_id: uuid.UUID, sight: Sight | None
) -> tuple[Referral, ReviewMark | None]:
    """The rows of a referral that this person may review now, unchanged since they saw them."""
    row = session.get(Referral, (shift.branch.id, referral_id))
    if row is None:
        raise unknown_referral()
    if row.undone_at:
        raise RefusedError(
            msg("This referral has been taken back by whoever logged it."),
            remedy=msg("There is nothing left to review."),
            code="referral_undone",
        )
    moves = signatures(session, shift, row.day_id, staff_names(session, shift))
    if moves and moves[-1].move == SIGNED:
        raise RefusedError(
            msg("The review of this day is signed."),
            remedy=msg("To change it, take the signature off, with a second person."),
            code="review_signed",
        )
    _must_be_somebody_elses(session, shift, row)
    mark = mark_of(session, shift, referral_id)
    if sight and (row.version, mark.version if mark else 0) != (sight.referral, sight.mark):
        raise RefusedError(
            msg("No. {number} has changed since you looked at it.", number=row.number),
            remedy=msg("Look at it again, then decide."),
            code="changed_meanwhile",
        )
    return row, mark


def _must_be_somebody_elses(session: Session, shift: Shift, row: Referral) -> None:
    """Nobody reviews what they noticed themselves, unless there is nobody else to do it."""
    if row.identified_by != shift.person.id:
        return
    others = session.exec(
        select(Staff.name).where(
            col(Staff.branch_id) == shift.branch.id,
            col(Staff.role) == Role.SUPERVISOR.value,
            col(Staff.active).is_(True),
            col(Staff.id) != shift.person.id,
        )
    ).all()
    if others:
        raise NotAllowedError(
            msg("You noticed this customer yourself, and do not review it."),
            remedy=msg("Ask {name} to look at it.", name=others[0]),
            code="own_referral",
        )


def _recipient(session: Session, shift: Shift, row: Referral, whom: Whom | str) -> uuid.UUID:
    """Who is told. Raises RefusedError for the field `whom`."""
    if whom not in list(Whom):
        raise RefusedError(
            msg("There is no “{name}”.", name=str(whom)),
            remedy=msg("Choose identifier or manager."),
            field="whom",
            code="unknown_recipient",
        )
    found = row.identified_by if whom == Whom.IDENTIFIER else row.manager_id
    person = session.get(Staff, (shift.branch.id, found)) if found else None
    if person is None or not person.active or person.id == shift.person.id:
        raise RefusedError(
            msg("There is nobody else at work here who could be told."),
            remedy=msg("Choose the other person, or approve it."),
            field="whom",
            code="no_recipient",
        )
    return person.id


def _said(
    shift: Shift,
    row: Referral,
    mark: ReviewMark | None,
    decision: Decision,
    note: str = "",
    asked_of: uuid.UUID | None = None,
) -> ReviewMark:
    """The mark with something said anew; who and when is set by `_saved`."""
    if mark is None:
        mark = ReviewMark(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=row.day_id,
            referral_id=row.id,
            decision=decision.value,
            version=0,
            by=shift.person.id,
            at=shift.now(),
        )
    mark.decision, mark.note, mark.asked_of = decision.value, note, asked_of
    mark.answer, mark.answered_at = "", None
    return mark


def _saved(writing: Writing, shift: Shift, row: Referral, mark: ReviewMark) -> MarkView:
    mark.by, mark.at = shift.person.id, shift.now()
    mark.version += 1
    writing.session.add(mark)
    writing.record(f"review_{mark.decision}", f"referral:{row.id}", number=row.number)
    writing.session.flush()
    return mark_view(mark, row, staff_names(writing.session, shift))
