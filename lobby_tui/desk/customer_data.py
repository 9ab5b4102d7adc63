"""What a customer may ask of the branch: to see what it knows of them, to have it put right, to have it erased.

Personal Information Protection Law, articles 44 to 47. The supervisor does it, with the reason; the audit trail keeps
that it happened, and the words of the reason without the customer's name and numbers, never the data itself.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from lobby_tui.desk.customer.elsewhere import backups_since, events_naming
from lobby_tui.desk.customer.known import Record, records
from lobby_tui.desk.customer.needle import Needle, needle
from lobby_tui.desk.customer.person import Person, made_at, people_by, person_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.names import mask_name
from lobby_tui.models.text import said


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer, masked. `id` is that of their newest record, and leads back to them."""

    id: uuid.UUID
    names: tuple[str, ...]
    contacts: tuple[str, ...]
    referrals: int
    complaints: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where more about a customer may be than in the records, none of which can be changed from here."""

    backups: tuple[str, ...]
    """Files that were made since the first record; they go with the rotation of the backups."""
    copied_to_crm: int
    """Referrals whose details are in the bank's CRM as well."""
    events: int
    """Audit events in which somebody named them in the reason for a look; these are never changed."""


@dataclass(frozen=True, slots=True)
class CustomerData:
    """Everything that is known of one customer; masked unless it was asked for in full."""

    customer: Candidate
    records: tuple[Record, ...]
    elsewhere: Elsewhere


def find(shift: Shift, text: str) -> tuple[Candidate, ...]:
    """The customers whom a name, its beginning, a contact or a number may mean; the latest first.

    Raises NotAllowedError.
    """
    shift.require(Action.CUSTOMER_RIGHTS)
    with shift.reading() as session:
        return tuple(_candidate(shift, one) for one in people_by(session, shift, text))


def known(shift: Shift, record: uuid.UUID, also: Sequence[str] = ()) -> CustomerData:
    """Everything of the customer of one record, masked; `also` are other names and numbers to look for in texts.

    Raises NotAllowedError, RefusedError.
    """
    shift.require(Action.CUSTOMER_RIGHTS)
    with shift.reading() as session:
        return of(session, shift, record, also, full=False)


def known_in_full(shift: Shift, record: uuid.UUID, reason: str, also: Sequence[str] = ()) -> CustomerData:
    """The same with nothing masked. The look leaves an audit event with its reason.

    Raises NotAllowedError, RefusedError without a reason.
    """
    shift.require(Action.CUSTOMER_RIGHTS)
    words = checked_reason(reason)
    with shift.writing() as writing:
        found = of(writing.session, shift, record, also, full=True)
        person = the_person(writing.session, shift, record)
        detail = {"records": len(found.records), "reason": known_by(person, also).starred(words)}
        writing.record("customer_revealed", subject(person), **detail)
        return found


def of(session: Session, shift: Shift, record: uuid.UUID, also: Sequence[str], *, full: bool) -> CustomerData:
    """Everything of the customer of one record. The caller has asked for leave. Raises RefusedError."""
    person = the_person(session, shift, record)
    by = known_by(person, also)
    found = records(session, shift, person, by, full=full)
    return CustomerData(_candidate(shift, person), found, elsewhere(session, shift, person, by))


def elsewhere(session: Session, shift: Shift, person: Person, by: Needle) -> Elsewhere:
    """Where else a customer's data may be."""
    copied = sum(row.crm_export_id is not None for row in person.referrals)
    return Elsewhere(backups_since(shift, person.since), copied, events_naming(session, shift, by))


def the_person(session: Session, shift: Shift, record: uuid.UUID) -> Person:
    """The customer of one record. Raises RefusedError where it is nobody's."""
    person = person_of(session, shift, record)
    if person is None:
        raise RefusedError(
            msg("This record is not in the store, or was erased."),
            remedy=msg("Search for the customer again."),
            field="customer",
            code="unknown_customer",
        )
    return person


def known_by(person: Person, also: Sequence[str]) -> Needle:
    """What a customer is known by, with what else they are known by."""
    own, more = person.needle, [one.strip() for one in also]
    numbers = {one for one in more if any(character.isdigit() for character in one)}
    return Needle(own.names | needle(set(more) - numbers, ()).names, own.numbers | needle((), numbers).numbers)


def checked_reason(raw: str) -> str:
    """Why it is done. Raises RefusedError for the field `reason`."""
    return said(raw, limit=100, field="reason", needed=True)


def subject(person: Person) -> str:
    """How an audit event names a customer: by a record that was theirs, which says nothing of them once erased."""
    return f"{person.rows[0].__tablename__}:{person.id}"


def _candidate(shift: Shift, person: Person) -> Candidate:
    moments: list[datetime] = [made_at(row) for row in person.rows]
    return Candidate(
        id=person.id,
        names=tuple(dict.fromkeys(mask_name(one) for one in person.names)),
        contacts=tuple(dict.fromkeys(mask_contact(one) for one in person.contacts)),
        referrals=len(person.referrals),
        complaints=len(person.complaints),
        first=shift.local(min(moments)).date(),
        last=shift.local(max(moments)).date(),
    )
