"""Two staff claim one customer on one day: the first claim stands, the second is shown beside it.

A claim is first by identifier, or by contact and name: two partial unique indexes see to it that there is only one.
Another row is made a second one (`second_to`) before it is written, and the supervisor may share the credit with it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.answer_rows import saved, standing
from lobby_tui.desk.answer_views import AnswerView
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral_views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.referral import Referral
from lobby_tui.store.prepared import Prepared
from lobby_tui.store.store import Writing

# Word for word the conditions of the two unique indexes: SQLite uses an index of some rows for nothing else.
_FIRST: Final = (
    col(Referral.branch_id) == bindparam("branch"),
    col(Referral.day_id) == bindparam("day"),
    col(Referral.undone_at).is_(None),
    col(Referral.second_to).is_(None),
    col(Referral.allocation).is_not(None),
)
# Every referral that is logged asks them.
_BY_IDENTIFIER: Final = Prepared(
    select(Referral.id, Referral.number).where(
        *_FIRST,
        col(Referral.identifier_index) == bindparam("identifier"),
        col(Referral.identifier_index).is_not(None),
    )
)
_BY_CONTACT: Final = Prepared(
    select(Referral.id, Referral.number).where(
        *_FIRST,
        col(Referral.contact_index) == bindparam("contact"),
        col(Referral.contact_index).is_not(None),
        col(Referral.customer) == bindparam("customer"),
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Another claim to the same customer on the same day. `shared` speaks of the second one of the two."""

    id: uuid.UUID
    number: int
    identified_by: StaffName
    at: datetime
    first: bool
    shared: bool | None


def first_of(
    connection: Connection,
    shift: Shift,
    day_id: uuid.UUID,
    identifier_index: bytes | None,
    contact_index: bytes | None,
    customer: str,
    besides: uuid.UUID | None = None,
) -> uuid.UUID | None:
    """The claim that stands for this customer on this day, if there is one other than `besides`.

    Where an identifier and a contact lead to two different ones, the earlier of them.
    """
    day = {"branch": shift.branch.id, "day": day_id}
    found: list[tuple[int, uuid.UUID]] = []
    if identifier_index is not None:
        rows = _BY_IDENTIFIER.rows(connection, **day, identifier=identifier_index)
        found += [(number, referral_id) for referral_id, number in rows]
    if contact_index is not None:
        rows = _BY_CONTACT.rows(connection, **day, contact=contact_index, customer=customer)
        found += [(number, referral_id) for referral_id, number in rows]
    return min((one for one in found if one[1] != besides), default=(0, None))[1]


def settle(writing: Writing, shift: Shift, row: Referral) -> None:
    """Make a new or changed row, not yet flushed, a first claim or a second one; then settle those beside it.

    A claim that stands already is not pushed aside by a change of another row.
    """
    before = row.second_to
    row.second_to = first_of(
        writing.connection, shift, row.day_id, row.identifier_index, row.contact_index, row.customer, row.id
    )
    if row.second_to != before:
        row.credit_shared = None
    writing.session.add(row)
    writing.session.flush()
    _settle_seconds(writing, shift, row)


def promote_after_undo(writing: Writing, shift: Shift, row: Referral) -> None:
    """After a first claim was taken back (`undone_at` is set): the earliest second one becomes the first."""
    writing.session.add(row)
    writing.session.flush()
    _settle_seconds(writing, shift, row)


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
    asked = _rows(session, shift, col(Referral.id).in_(referral_ids)) if referral_ids else []
    if not asked:
        return {}
    days = {row.day_id for row in asked}
    # By the day, which has an index: claims to one customer are of one day.
    same = _seconds(session, shift, days, {row.second_to or row.id for row in asked})
    firsts = _rows(session, shift, col(Referral.id).in_({row.second_to for row in same if row.second_to}))
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


def _settle_seconds(writing: Writing, shift: Shift, row: Referral) -> None:
    """Ask anew, in the order of their numbers, of whom the claims behind `row` are the second."""
    session = writing.session
    for second in _seconds(session, shift, {row.day_id}, {row.id}):
        first = first_of(
            writing.connection,
            shift,
            second.day_id,
            second.identifier_index,
            second.contact_index,
            second.customer,
            second.id,
        )
        if first != second.second_to:
            second.second_to, second.credit_shared = first, None
            second.version += 1
            second.changed_at = shift.now()
            session.add(second)
            session.flush()


def _seconds(session: Session, shift: Shift, days: set[uuid.UUID], firsts: set[uuid.UUID]) -> list[Referral]:
    return _rows(session, shift, col(Referral.day_id).in_(days), col(Referral.second_to).in_(firsts))


def _rows(session: Session, shift: Shift, *wanted: ColumnElement[bool]) -> list[Referral]:
    query = select(Referral).where(
        col(Referral.branch_id) == shift.branch.id, col(Referral.undone_at).is_(None), *wanted
    )
    return list(session.exec(query.order_by(col(Referral.number))).all())
