"""Likely doubles: the same customer entered twice. They are shown while somebody types, and never block."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import or_
from sqlmodel import Session, col, select

from lobby_tui.desk.days import day_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral_views import ReferralView, views
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.contacts import Contact, parse_contact
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState
from lobby_tui.models.identifiers import Identifier, parse_identifier
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import clean

LOOK_BACK: Final = timedelta(days=90)


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
    same_number = [
        column == shift.blind(value)
        for column, value in (
            (col(Referral.identifier_index), identifier.value if identifier else ""),
            (col(Referral.contact_index), contact.value if contact else ""),
        )
        if value
    ]
    found: dict[uuid.UUID, Referral] = {}
    base = [col(Referral.branch_id) == shift.branch.id, col(Referral.undone_at).is_(None)]
    if same_number:
        since = col(Referral.created_at) >= shift.now() - LOOK_BACK
        rows = session.exec(
            select(Referral).where(*base, or_(*same_number), since).order_by(col(Referral.created_at).desc()).limit(5)
        ).all()
        found |= {row.id: row for row in rows}
    for row in _same_name_today(session, shift, customer):
        found.setdefault(row.id, row)
    found.pop(besides, None) if besides else None
    shown = views(session, shift, list(found.values())[:5])
    return tuple(Double(one, _message(shift, found[one.id], one, customer)) for one in shown)


def _same_name_today(session: Session, shift: Shift, customer: str) -> list[Referral]:
    if len(customer) < 2:
        return []
    day = session.exec(
        select(BusinessDay).where(
            BusinessDay.branch_id == shift.branch.id, BusinessDay.state == DayState.OPEN.value
        )
    ).one_or_none()
    if day is None:
        return []
    return list(
        session.exec(
            select(Referral).where(
                col(Referral.branch_id) == shift.branch.id,
                col(Referral.day_id) == day_of(shift, day).id,
                col(Referral.customer) == customer,
                col(Referral.undone_at).is_(None),
            )
        ).all()
    )


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
