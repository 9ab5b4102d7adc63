"""Which claim to a customer is the first one of a day, settled while referrals are saved, changed and taken back.

A claim is first by identifier, or by contact and name: two partial unique indexes see to it that there is only one.
Another row is made a second one (`second_to`) before it is written.
"""

import uuid
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
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


def _settle_seconds(writing: Writing, shift: Shift, row: Referral) -> None:
    """Ask anew, in the order of their numbers, of whom the claims behind `row` are the second."""
    session = writing.session
    for second in seconds_of(session, shift, {row.day_id}, {row.id}):
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


def seconds_of(session: Session, shift: Shift, days: set[uuid.UUID], firsts: set[uuid.UUID]) -> list[Referral]:
    """The second claims behind some first ones of some days, in the order of their numbers."""
    return rows_of(session, shift, col(Referral.day_id).in_(days), col(Referral.second_to).in_(firsts))


def rows_of(session: Session, shift: Shift, *wanted: ColumnElement[bool]) -> list[Referral]:
    """Referrals that stand and fulfil `wanted`, in the order of their numbers."""
    query = select(Referral).where(
        col(Referral.branch_id) == shift.branch.id, col(Referral.undone_at).is_(None), *wanted
    )
    return list(session.exec(query.order_by(col(Referral.number))).all())
