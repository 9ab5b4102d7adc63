"""The rows behind an answer: finding the referral, saying who may answer it, writing the act down."""

import uuid

from sqlmodel import Session

from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.customer.erased import erased
from lobby_tui.desk.days import entered_into
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.enums import Decision
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import said
from lobby_tui.store.store import Writing

OTHER = "other"
"""The reason that says nothing by itself, in every list of reasons: it needs a note."""


def standing(session: Session, shift: Shift, referral_id: uuid.UUID, version: int | None) -> Referral:
    """The row of a referral, unchanged since `version` was read. Raises RefusedError."""
    row = session.get(Referral, (shift.branch.id, referral_id))
    if row is None:
        raise unknown_referral()
    if row.undone_at:
        raise RefusedError(
            msg("This referral has been taken back by whoever logged it."),
            remedy=msg("There is nothing left to answer."),
            code="referral_undone",
        )
    if row.erased_at:
        raise erased(row.number)
    if version is not None and row.version != version:
        raise RefusedError(
            msg("A colleague has changed this referral in the meantime."),
            remedy=msg("Look at it again in the list, then answer."),
            code="changed_meanwhile",
        )
    return row


def answerable(session: Session, shift: Shift, referral_id: uuid.UUID, version: int | None) -> Referral:
    """A row that this person may answer: given to them, or to whom they stand in for; the supervisor any.

    Raises NotAllowedError, RefusedError.
    """
    row = standing(session, shift, referral_id, version)
    if shift.may(Action.ANSWER_FOR_OTHERS) or row.manager_id == shift.person.id:
        return row
    if row.manager_id not in standing_in(session, shift):
        raise NotAllowedError(
            msg("This referral was given to a colleague."),
            remedy=msg("It is for them to answer, for whoever stands in for them, or for the supervisor."),
        )
    return row


def act(
    writing: Writing,
    shift: Shift,
    row: Referral,
    decision: Decision,
    reason: str | None = None,
    note: str = "",
    to_manager: uuid.UUID | None = None,
) -> Confirmation:
    """Write one act of answering down, on the open business day. Its moment is the one that the row has to name."""
    day = entered_into(shift, writing)
    writing.session.flush()  # the day may be new, and has to be there before what belongs to it
    done = Confirmation(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        referral_id=row.id,
        day_id=day.id,
        decision=decision.value,
        reason=reason,
        note=note,
        from_manager=row.manager_id,
        to_manager=to_manager,
        by=shift.person.id,
        at=shift.now(),
    )
    writing.session.add(done)
    return done


def saved(writing: Writing, shift: Shift, row: Referral) -> AnswerView:
    """Count the change, write it, and show the referral as it now stands."""
    row.version += 1
    row.changed_at = shift.now()
    writing.session.add(row)
    writing.session.flush()
    return answer_views(writing.session, shift, [row])[0]


def checked_note(raw: str, limit: int = 200) -> str:
    """A note: one line, nothing secret. Raises RefusedError for the field `note`."""
    return said(raw, limit=limit, field="note")


def note_for(reason: str, raw: str) -> str:
    """The note beside a reason; “other” says nothing without one. Raises RefusedError for the field `note`."""
    note = checked_note(raw)
    if reason == OTHER and not note:
        raise RefusedError(
            msg("“Another reason” needs a word on which one."),
            remedy=msg("Add a short note."),
            field="note",
            code="note_missing",
        )
    return note


def unknown_referral(number: int | None = None) -> RefusedError:
    """There is no such referral."""
    if number is None:
        message = msg("This referral is not in the store.")
    else:
        message = msg("There is no referral no. {number} on this day.", number=number)
    return RefusedError(
        message, remedy=msg("Go back to the list and choose it again."), field="number", code="unknown_referral"
    )
