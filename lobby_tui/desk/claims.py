"""Two staff claim one customer on one day: the first claim stands, the second is shown beside it.

The supervisor may share the credit with the second one. Which one is the first is settled in `claiming`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col

from lobby_tui.desk.answer.rows import saved, standing
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.claiming import rows_of, seconds_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.referral import Referral


@dataclass(frozen=True, slots=True)
class Claim:
    """Another claim to the same customer on the same day. `shared` speaks of the second one of the two."""

    id: uuid.UUID
    number: int
    identified_by: StaffName
    at: datetime
    first: bool
    shared: bool | None


def share(shift: Shift, referral_id: uuid.UUID, shared: bool, version: int | None = None) -> AnswerView:
    """The supervisor shares the credit for a customer with the second claim, or leaves it with the first alone.

    Raises NotAllowedError, RefusedError for a referral that is not a second claim.
    """
    shift.require(Action.SHARE_CREDIT)
    with shift.writing() as writing:
        row = standing(writing.session, shift, referral_id, version)
        if row.second_to is None:
            raise RefusedError(
                msg("No. {number} is not a second claim to a customer.", number=row.number),
                remedy=msg("Choose the later one of the two."),
                code="not_second",
            )
        row.credit_shared = shared
        writing.record("credit_shared" if shared else "credit_not_shared", f"referral:{row.id}", number=row.number)
        return saved(writing, shift, row)


def beside(session: Session, shift: Shift, referral_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Claim, ...]]:
    """The other claims to the customers of some referrals: the first one of a second, the seconds of a first."""
    asked = rows_of(session, shift, col(Referral.id).in_(referral_ids)) if referral_ids else []
    if not asked:
        return {}
    days = {row.day_id for row in asked}
    # By the day, which has an index: claims to one customer are of one day.
    same = seconds_of(session, shift, days, {row.second_to or row.id for row in asked})
    firsts = rows_of(session, shift, col(Referral.id).in_({row.second_to for row in same if row.second_to}))
    people = staff_names(session, shift)
    found: dict[uuid.UUID, tuple[Claim, ...]] = {}
    for row in asked:
        first_id = row.second_to or row.id
        others = [one for one in (*firsts, *same) if first_id in (one.id, one.second_to) and one.id != row.id]
        if others:
            found[row.id] = tuple(
                Claim(
                    one.id,
                    one.number,
                    people[one.identified_by],
                    one.created_at,
                    one.second_to is None,
                    (row if one.second_to is None else one).credit_shared,
                )
                for one in sorted(others, key=lambda one: one.number)
            )
    return found
