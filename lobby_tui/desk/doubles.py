"""Likely doubles: the same customer entered twice. They are shown while somebody types, and never block."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, literal_column
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral_views import ReferralView, views
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.contacts import Contact, parse_contact
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.identifiers import Identifier, parse_identifier
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import clean

LOOK_BACK: Final = timedelta(days=90)
SHOWN: Final = 5

_STANDING = (col(Referral.branch_id) == bindparam("branch"), col(Referral.undone_at).is_(None))
_THESE = select(Referral).where(
    col(Referral.branch_id) == bindparam("branch"), col(Referral.id).in_(bindparam("ids", expanding=True))
)


def _with(column: Any) -> Any:
    """Asks for the referrals of the last weeks that have one blind index."""
    return (
        select(Referral.id)
        .where(*_STANDING, column == bindparam("index"), col(Referral.created_at) >= bindparam("since"))
        .order_by(col(Referral.created_at).desc())
        .limit(SHOWN + 1)
    )


# Built once, and asking for ids only: most customers are no doubles, and whole rows cost thrice as much. One query
# an index: with an OR between them SQLite reads all referrals instead.
_SAME_IDENTIFIER = _with(col(Referral.identifier_index))
_SAME_CONTACT = _with(col(Referral.contact_index))
# Not in any order: it would lead SQLite away from the index of customers, to reading the whole day.
_SAME_NAME = (
    select(Referral.id)
    .join(
        BusinessDay,
        (col(BusinessDay.branch_id) == col(Referral.branch_id)) & (col(BusinessDay.id) == col(Referral.day_id)),
    )
    .where(
        *_STANDING,
        col(BusinessDay.state) == literal_column("'open'"),
        col(Referral.customer) == bindparam("customer"),
    )
    .limit(SHOWN + 1)
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
        return likely(session, shift, name, _parsed_identifier(identifier), _parsed_contact(contact), besides)


def likely(
    session: Session,
    shift: Shift,
    customer: str,
    identifier: Identifier | None,
    contact: Contact | None,
    besides: uuid.UUID | None = None,
) -> tuple[Double, ...]:
    """The same identifier or contact within 90 days, or the same name on the open day."""
    ids: list[uuid.UUID] = []
    for query, given in ((_SAME_IDENTIFIER, identifier), (_SAME_CONTACT, contact)):
        if given:
            since = shift.now() - LOOK_BACK
            known = {"branch": shift.branch.id, "index": shift.blind(given.value), "since": since}
            ids += session.exec(query, params=known).all()
    if len(customer) > 1:
        ids += session.exec(_SAME_NAME, params={"branch": shift.branch.id, "customer": customer}).all()
    ids = [one for one in dict.fromkeys(ids) if one != besides][:SHOWN]
    if not ids:
        return ()
    found = {row.id: row for row in session.exec(_THESE, params={"branch": shift.branch.id, "ids": ids})}
    shown = views(session, shift, [found[one] for one in ids])
    return tuple(Double(one, _message(shift, found[one.id], one, customer)) for one in shown)


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
