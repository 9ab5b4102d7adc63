"""Likely doubles: the same customer entered twice. They are shown while somebody types, and never block."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, literal_column
from sqlmodel import col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, ReferralView, everybody, view
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.contacts import Contact, parse_contact
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.identifiers import Identifier, parse_identifier
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import clean
from lobby_tui.store.prepared import Prepared, at_most

LOOK_BACK: Final = timedelta(days=90)
SHOWN: Final = 5

_OF_ITS_DAY = (col(BusinessDay.branch_id) == col(Referral.branch_id)) & (col(BusinessDay.id) == col(Referral.day_id))
_STANDING = (col(Referral.branch_id) == bindparam("branch"), col(Referral.undone_at).is_(None))
_COLUMNS = tuple(Referral.model_fields)
_ONE = Prepared(
    select(*(getattr(Referral, name) for name in _COLUMNS), BusinessDay.date)  # type: ignore[call-overload]
    .join(BusinessDay, _OF_ITS_DAY)
    .where(col(Referral.branch_id) == bindparam("branch"), col(Referral.id) == bindparam("id"))
)


def _with(column: Any) -> Prepared:
    """Asks for the referrals of the last weeks that have one blind index."""
    return Prepared(
        select(Referral.id)
        .where(*_STANDING, column == bindparam("index"), col(Referral.created_at) >= bindparam("since"))
        .order_by(col(Referral.created_at).desc())
        .suffix_with(at_most(SHOWN + 1))
    )


# Asking for ids only: most customers are no doubles, and whole rows cost thrice as much. One query
# an index: with an OR between them SQLite reads all referrals instead.
_SAME_IDENTIFIER = _with(col(Referral.identifier_index))
_SAME_CONTACT = _with(col(Referral.contact_index))
# Not in any order: it would lead SQLite away from the index of customers, to reading the whole day.
_SAME_NAME = Prepared(
    select(Referral.id)
    .join(BusinessDay, _OF_ITS_DAY)
    .where(
        *_STANDING,
        col(BusinessDay.state) == literal_column("'open'"),
        col(Referral.customer) == bindparam("customer"),
    )
    .suffix_with(at_most(SHOWN + 1))
)


@dataclass(frozen=True, slots=True)
class Double:
    """A referral that is likely the same customer's, and how one knows."""

    referral: ReferralView
    message: Message


def while_typing(
    shift: Shift, customer: str, identifier: str, contact: str, besides: uuid.UUID | None = None
) -> tuple[Double, ...]:
    """Likely doubles of what has been typed so far. Half-typed numbers match nothing yet."""
    shift.require(Action.REFER)
    try:
        name = clean(customer, limit=60, field="customer")
    except RefusedError:
        name = ""
    with shift.reading() as session:
        return likely(
            session.connection(), shift, name, _parsed_identifier(identifier), _parsed_contact(contact), besides
        )


def likely(
    connection: Connection,
    shift: Shift,
    customer: str,
    identifier: Identifier | None,
    contact: Contact | None,
    besides: uuid.UUID | None = None,
) -> tuple[Double, ...]:
    """The same identifier or contact within 90 days, or the same name on the open day."""
    here, since = shift.branch.id, shift.now() - LOOK_BACK
    rows: list[tuple[uuid.UUID]] = []
    for query, given in ((_SAME_IDENTIFIER, identifier), (_SAME_CONTACT, contact)):
        if given:
            rows += query.rows(connection, branch=here, index=shift.blind(given.value), since=since)
    if len(customer) > 1:
        rows += _SAME_NAME.rows(connection, branch=here, customer=customer)
    ids = [one for (one,) in dict.fromkeys(rows) if one != besides][:SHOWN]
    if not ids:
        return ()
    people = everybody(connection, shift)
    return tuple(_double(connection, shift, people, customer, one) for one in ids)


def _double(connection: Connection, shift: Shift, people: People, customer: str, referral_id: uuid.UUID) -> Double:
    found = _ONE.first(connection, branch=shift.branch.id, id=referral_id)
    assert found, "its id was found in this very transaction"
    *values, day = found
    row = Referral.model_construct(**dict(zip(_COLUMNS, values, strict=True)))
    shown = view(row, people, day)
    return Double(shown, _message(shift, row, shown, customer))


def _message(shift: Shift, row: Referral, shown: ReferralView, customer: str) -> Message:
    at = shift.local(row.created_at).strftime("%m-%d %H:%M")
    places = {"number": shown.number, "customer": shown.customer, "who": shown.identified_by.name, "at": at}
    if row.customer == customer:
        return msg("Perhaps entered already: no. {number}, {customer}, by {who}, {at}.", **places)
    return msg("The same number, another name: no. {number}, {customer}, by {who}, {at}.", **places)


def _parsed_identifier(raw: str) -> Identifier | None:
    try:
        return parse_identifier(raw)
    except RefusedError:
        return None


def _parsed_contact(raw: str) -> Contact | None:
    try:
        return parse_contact(raw)
    except RefusedError:
        return None
