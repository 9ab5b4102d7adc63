"""What a customer manager answers to a referral: accepted, returned, passed on.

Whose it is to answer: the manager whom it was given to, whoever stands in for them today, the supervisor. What has
nobody, was returned, or still waits, the lobby manager gives to a manager with `assign`.
"""

import uuid

from lobby_tui.desk.answer.rows import act, answerable, checked_note, note_for, saved, standing
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.follow_up import rows as follow_up_rows
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Allocation, Answer, Decision, Role
from lobby_tui.models.referral import Referral
from lobby_tui.store.store import Writing


def accept(shift: Shift, referral_id: uuid.UUID, note: str = "", version: int | None = None) -> AnswerView:
    """The customer manager takes the customer over: column 9 of the form [ICBC 3].

    Raises NotAllowedError for what was given to somebody else; RefusedError where it is accepted already, has no
    manager, or has changed since `version` was read.
    """
    shift.require(Action.ANSWER)
    note = checked_note(note)
    with shift.writing() as writing:
        row = answerable(writing.session, shift, referral_id, version)
        must_have_manager(row)
        _must_differ(row, Answer.ACCEPTED)
        take_over(writing, shift, row, note)
        follow_up_rows.begin(writing, shift, row)
        writing.record("referral_accepted", f"referral:{row.id}", number=row.number)
        return saved(writing, shift, row)


def return_(
    shift: Shift, referral_id: uuid.UUID, reason: str, note: str = "", version: int | None = None
) -> AnswerView:
    """Give a referral back to whoever identified the customer, with a reason of the playbook.

    Raises what `accept` raises; RefusedError where the reason is not in the playbook (field `return_reason`), says
    “other” without a note (field `note`), or where a result stands already.
    """
    shift.require(Action.ANSWER)
    code = shift.playbook.return_reason(reason).code
    note = note_for(code, note)
    with shift.writing() as writing:
        row = answerable(writing.session, shift, referral_id, version)
        must_have_manager(row)
        _must_differ(row, Answer.RETURNED)
        _must_have_no_result(row)
        done = act(writing, shift, row, Decision.RETURNED, code, note)
        row.answer, row.answered_at, row.answered_by = Answer.RETURNED.value, done.at, done.by
        follow_up_rows.end(writing, shift, row.id)
        writing.record("referral_returned", f"referral:{row.id}", number=row.number, reason=code)
        return saved(writing, shift, row)


def reassign(
    shift: Shift, referral_id: uuid.UUID, manager_no: str, note: str = "", version: int | None = None
) -> AnswerView:
    """Pass a referral on to another customer manager, who is asked anew; the note is for them.

    Raises what `accept` raises; RefusedError for the field `manager` where that is nobody who could take it.
    """
    shift.require(Action.ANSWER)
    note = checked_note(note)
    with shift.writing() as writing:
        row = answerable(writing.session, shift, referral_id, version)
        return _pass_on(writing, shift, row, manager_no, note)


def assign(
    shift: Shift, referral_id: uuid.UUID, manager_no: str, note: str = "", version: int | None = None
) -> AnswerView:
    """Give a referral that nobody has accepted to a customer manager: from the red tray, returned, or left waiting.

    Raises NotAllowedError, and RefusedError as `reassign`.
    """
    shift.require(Action.ALLOCATE)
    note = checked_note(note)
    with shift.writing() as writing:
        row = standing(writing.session, shift, referral_id, version)
        if row.answer == Answer.ACCEPTED and not shift.may(Action.ANSWER_FOR_OTHERS):
            raise RefusedError(
                msg("A customer manager has accepted this referral."),
                remedy=msg("Ask them, or the supervisor, to pass it on."),
                code="answered_already",
            )
        return _pass_on(writing, shift, row, manager_no, note)


def take_over(writing: Writing, shift: Shift, row: Referral, note: str = "") -> None:
    """Write an acceptance into a row that the caller saves."""
    done = act(writing, shift, row, Decision.ACCEPTED, note=note)
    row.answer, row.answered_at, row.answered_by = Answer.ACCEPTED.value, done.at, done.by


def must_have_manager(row: Referral) -> None:
    """Raise RefusedError where a referral is nobody's yet."""
    if row.manager_id is None:
        raise RefusedError(
            msg("This referral has no customer manager yet."),
            remedy=msg("Give it to one first; then it can be answered."),
            field="manager",
            code="no_manager",
        )


def _pass_on(writing: Writing, shift: Shift, row: Referral, manager_no: str, note: str) -> AnswerView:
    manager = find_staff(writing.session, shift, manager_no, "manager")
    if manager.role != Role.CUSTOMER_MANAGER or not manager.active:
        raise RefusedError(
            msg("{no} is not a customer manager at work in this branch.", no=manager.no),
            remedy=msg("Choose one of the customer managers in the list."),
            field="manager",
            code="not_a_manager",
        )
    if manager.id == row.manager_id and row.answer != Answer.RETURNED:
        raise RefusedError(
            msg("{name} has this referral already.", name=manager.name),
            remedy=msg("Choose another customer manager."),
            field="manager",
            code="same_manager",
        )
    _must_have_no_result(row)
    act(writing, shift, row, Decision.REASSIGNED, note=note, to_manager=manager.id)
    row.manager_id, row.allocation = manager.id, Allocation.REASSIGNED.value
    row.answer = row.answered_at = row.answered_by = None
    move_follow_ups(writing, shift, row)
    writing.record("referral_reassigned", f"referral:{row.id}", number=row.number, manager=manager.no)
    return saved(writing, shift, row)


def move_follow_ups(writing: Writing, shift: Shift, row: Referral) -> None:
    """What is still to be done about a customer goes with the referral."""
    if row.manager_id is None:
        return
    for one in follow_up_rows.left(writing.session, shift, row.id):
        one.owner_id = row.manager_id
        writing.session.add(one)


def _must_differ(row: Referral, answer: Answer) -> None:
    if row.answer != answer:
        return
    raise RefusedError(
        msg("This referral is accepted already.")
        if answer is Answer.ACCEPTED
        else msg("This referral is returned already."),
        remedy=msg("Look at it again in the list, then answer."),
        code="answered_already",
    )


def _must_have_no_result(row: Referral) -> None:
    if row.outcome:
        raise RefusedError(
            msg("No. {number} has a result already.", number=row.number),
            remedy=msg("Change the result, should it be wrong."),
            code="has_result",
        )
