"""What has to hold before a follow-up is written: whose it is, and that its referral goes on."""

import uuid

from sqlmodel import Session

from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Answer, FollowUpKind
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral


def must_be_theirs(session: Session, shift: Shift, owner: uuid.UUID | None) -> None:
    """Raise NotAllowedError unless this is this person's to do, or a colleague's for whom they stand in today.

    The supervisor may do anybody's.
    """
    if owner == shift.person.id or shift.may(Action.ANSWER_FOR_OTHERS):
        return
    if owner not in standing_in(session, shift):
        raise NotAllowedError(
            msg("This customer is a colleague's to follow up."),
            remedy=msg("It is for them to do, for whoever stands in for them, or for the supervisor."),
        )


def checked_kind(kind: str) -> FollowUpKind:
    """A kind of follow-up by its name. Raises RefusedError."""
    for known in FollowUpKind:
        if known == kind:
            return known
    raise RefusedError(
        msg("There is no “{name}”.", name=kind),
        remedy=msg("A follow-up is a contact or an appointment."),
        field="kind",
    )


def referral_row(session: Session, shift: Shift, referral_id: uuid.UUID) -> Referral:
    """The row of a referral that stands. Raises RefusedError."""
    row = session.get(Referral, (shift.branch.id, referral_id))
    if row is None or row.undone_at:
        raise RefusedError(
            msg("This referral is not in the store."),
            remedy=msg("Go back to the list and choose it again."),
            code="unknown_referral",
        )
    return row


def must_go_on(referral: Referral) -> None:
    """Raise RefusedError unless a referral is accepted and without an outcome, and its customer may be contacted."""
    if referral.answer != Answer.ACCEPTED:
        raise RefusedError(
            msg("Nobody has accepted this referral yet."),
            remedy=msg("Accept it first; then plan what comes next."),
            code="not_accepted",
        )
    if referral.outcome:
        raise RefusedError(
            msg("No. {number} has a result already.", number=referral.number),
            remedy=msg("Nothing is left to do about it."),
            code="has_result",
        )
    if referral.consent_withdrawn_at:
        raise RefusedError(
            msg("The customer of no. {number} wants to be contacted no more.", number=referral.number),
            remedy=msg("Should they come again and agree anew, change the referral."),
            code="consent_withdrawn",
        )


def open_row(session: Session, shift: Shift, follow_up_id: uuid.UUID) -> FollowUp:
    """The row of a follow-up that is this person's and not settled. Raises NotAllowedError, RefusedError."""
    row = session.get(FollowUp, (shift.branch.id, follow_up_id))
    if row is None:
        raise RefusedError(
            msg("This follow-up is not in the store."),
            remedy=msg("Go back to the list and choose it again."),
            code="unknown_follow_up",
        )
    must_be_theirs(session, shift, row.owner_id)
    if row.done_at or row.dropped_at:
        raise RefusedError(
            msg("This follow-up is settled already; perhaps a colleague took care of it."),
            remedy=msg("Look at the list again."),
            code="follow_up_settled",
        )
    return row
