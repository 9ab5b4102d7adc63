"""Withdrawing the consent to be contacted: as easy as it was given [PIPL 15], at any time, without a reason.

The referral stays, as it was lawful when it was made; what only the consent allowed goes: the contact, the best time,
what was planned. When it was given and when it was withdrawn both stay in the row.
"""

import uuid

from lobby_tui.desk.customer.wiping import forget_contact
from lobby_tui.desk.follow_up.rows import end as end_follow_ups
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.views import ReferralView, views
from lobby_tui.desk.referrals import _visible_row as visible_row
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.referral import Referral


def withdraw(shift: Shift, referral_id: uuid.UUID) -> ReferralView:
    """Note that the customer wants to be contacted no more, and forget how they could be.

    Raises NotAllowedError for a colleague's referral, RefusedError where there is no consent to withdraw.
    """
    shift.require(Action.WITHDRAW_CONSENT)
    with shift.writing() as writing:
        row = visible_row(writing.session, shift, referral_id)
        _must_have_consent(row)
        before = referral_search.terms_of(row)
        forget_contact(row)
        row.consent_withdrawn_at = row.changed_at = shift.now()
        row.version += 1
        writing.session.add(row)
        referral_search.index(writing.connection, row, before)
        end_follow_ups(writing, shift, row.id)
        writing.record("consent_withdrawn", f"referral:{row.id}", number=row.number)
        writing.session.flush()
        return views(writing.session, shift, [row])[0]


def _must_have_consent(row: Referral) -> None:
    if row.erased_at or row.undone_at:
        raise RefusedError(
            msg("This referral says nothing about a customer any more, or was taken back."),
            remedy=msg("There is no consent left to withdraw."),
            code="nothing_to_withdraw",
        )
    if row.consent_withdrawn_at:
        raise RefusedError(
            msg("The consent of no. {number} was withdrawn already.", number=row.number),
            remedy=msg("Nothing is left to do."),
            code="withdrawn_already",
        )
    if row.consent_at is None and row.contact is None:
        raise RefusedError(
            msg("No. {number} has no consent to be contacted, and no contact.", number=row.number),
            remedy=msg("Nothing has to be withdrawn."),
            code="no_consent",
        )
