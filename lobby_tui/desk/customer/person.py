"""One customer across the records. There is no table of customers: who is the same is told by number and name.

Two records are the same customer's where they have the same full number (account, ID card), or the same name and the
same contact or number. The same name alone says nothing, nor does a contact alone: families share a phone.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from lobby_tui.desk.customer.needle import Needle, needle
from lobby_tui.desk.keeping.due import mark_of, settings_of
from lobby_tui.desk.keeping.kinds import Kind
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.contacts import parse_contact
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.identifiers import parse_identifier
from lobby_tui.models.names import normalise_query, search_terms
from lobby_tui.models.referral import Referral, SearchTerm

MOST = 200
_LEAST_IDENTIFIER = 5
"""Characters from which on a number is one person's; the last four digits of a card are not."""


@dataclass
class Person:
    """A customer: the records that are theirs."""

    referrals: list[Referral] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def rows(self) -> list[Referral | Complaint]:
        """All of them, the newest first."""
        return sorted([*self.referrals, *self.complaints], key=lambda row: row.id, reverse=True)

    @property
    def id(self) -> uuid.UUID:
        """The newest record's: it leads back to the customer as long as it is theirs."""
        return self.rows[0].id

    @property
    def names(self) -> list[str]:
        """Every way in which they were written, the newest first."""
        return list(dict.fromkeys(row.customer for row in self.rows if row.customer))

    @property
    def contacts(self) -> list[str]:
        """Every contact, the newest first."""
        return list(dict.fromkeys(row.contact for row in self.rows if row.contact))

    @property
    def since(self) -> datetime:
        """When the first of the records was made."""
        return min(made_at(row) for row in self.rows)

    @property
    def needle(self) -> Needle:
        """What they are known by in free text."""
        return needle(self.names, [*self.contacts, *(row.identifier for row in self.referrals)])


def made_at(row: Referral | Complaint) -> datetime:
    """When a record was made."""
    return row.created_at if isinstance(row, Referral) else row.recorded_at


def people_by(session: Session, shift: Shift, text: str) -> list[Person]:
    """The customers whom a name, a contact or a number may mean, the latest first."""
    hits = _hits(session, shift, text)
    wanted = {row.id for row in hits}
    return [one for one in _grouped(shift, _expanded(session, shift, hits)) if wanted & {row.id for row in one.rows}]


def person_of(session: Session, shift: Shift, record: uuid.UUID) -> Person | None:
    """The customer of one record; None where there is none, or the record is nobody's."""
    key = shift.branch.id, record
    row = session.get(Referral, key) or session.get(Complaint, key)
    if row is None or row.erased_at:
        return None
    groups = _grouped(shift, _expanded(session, shift, [row]))
    return next(one for one in groups if record in {found.id for found in one.rows})


def _hits(session: Session, shift: Shift, text: str) -> list[Referral | Complaint]:
    """The records that the text leads to by itself."""
    contact, identifier, name = _contact(shift, text), _identifier(shift, text), normalise_query(text)
    if not name:
        return []
    terms = select(SearchTerm.referral_id).where(
        col(SearchTerm.branch_id) == shift.branch.id, col(SearchTerm.term) == name
    )
    by_name = session.exec(_referrals(shift).where(col(Referral.id).in_(terms))).all()
    undone = [row for row in _undone(session, shift) if name in search_terms(row.customer, row.contact, row.identifier)]
    by_number = _sharing(session, shift, {contact} if contact else set(), {identifier} if identifier else set())
    complaints = [row for row in session.exec(_complaints(shift)).all() if name == normalise_query(row.customer)]
    found = {row.id: row for row in [*by_name, *undone, *by_number, *complaints]}
    return sorted(found.values(), key=lambda row: row.id, reverse=True)[:MOST]


def _expanded(session: Session, shift: Shift, rows: Sequence[Referral | Complaint]) -> list[Referral | Complaint]:
    """These records and all that share a number with them, and so on."""
    found = {row.id: row for row in rows}
    contacts: set[bytes] = set()
    identifiers: set[bytes] = set()
    while True:
        more_contacts = {row.contact_index for row in found.values() if row.contact_index} - contacts
        more_identifiers = {one for row in found.values() if (one := _identifier_index(row))} - identifiers
        if not more_contacts and not more_identifiers:
            return list(found.values())
        contacts, identifiers = contacts | more_contacts, identifiers | more_identifiers
        found |= {row.id: row for row in _sharing(session, shift, more_contacts, more_identifiers)}


def _sharing(
    session: Session, shift: Shift, contacts: set[bytes], identifiers: set[bytes]
) -> list[Referral | Complaint]:
    """The records that have one of these blind indexes."""
    standing = _referrals(shift).where(col(Referral.undone_at).is_(None))
    found: list[Referral | Complaint] = []
    # Word for word the conditions of the two indexes; with an OR between them SQLite reads all referrals instead.
    for column, wanted in ((col(Referral.contact_index), contacts), (col(Referral.identifier_index), identifiers)):
        if wanted:
            found += session.exec(standing.where(column.in_(wanted), column.is_not(None))).all()
    found += [
        row for row in _undone(session, shift) if row.contact_index in contacts or row.identifier_index in identifiers
    ]
    found += session.exec(_complaints(shift).where(col(Complaint.contact_index).in_(contacts))).all()
    return found


def _undone(session: Session, shift: Shift) -> list[Referral]:
    """Those that were taken back and are not erased yet: of the days since that was last done, as no index has them."""
    mark = mark_of(settings_of(session.connection(), shift), Kind.UNDONE)
    days = select(BusinessDay.id).where(col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date) > mark)
    query = _referrals(shift).where(col(Referral.day_id).in_(days), col(Referral.undone_at).is_not(None))
    return list(session.exec(query).all())


def _grouped(shift: Shift, rows: Iterable[Referral | Complaint]) -> list[Person]:
    """The records of each customer together, whoever came last first."""
    groups: list[tuple[set[tuple[object, ...]], list[Referral | Complaint]]] = []
    for row in rows:
        marks, members = _marks(shift, row), [row]
        for group in [one for one in groups if one[0] & marks]:
            groups.remove(group)
            marks, members = marks | group[0], [*group[1], *members]
        groups.append((marks, members))
    people = [
        Person(
            [row for row in members if isinstance(row, Referral)],
            [row for row in members if isinstance(row, Complaint)],
        )
        for _, members in groups
    ]
    return sorted(people, key=lambda one: one.id, reverse=True)


def _marks(shift: Shift, row: Referral | Complaint) -> set[tuple[object, ...]]:
    """What makes two records one customer's: each of these alone."""
    name, identifier = normalise_query(row.customer), _identifier_index(row)
    marks: set[tuple[object, ...]] = {("row", row.id)}
    if row.contact_index:
        marks.add(("contact", row.contact_index, name))
    if identifier:
        # Often only the last digits are kept, and the index is of all of it; unless no more was ever typed.
        typed = row.identifier if isinstance(row, Referral) else None
        full = len(typed or "") >= _LEAST_IDENTIFIER or identifier != shift.blind(typed)
        marks.add(("number", identifier) if full else ("tail", identifier, name))
    return marks


def _identifier_index(row: Referral | Complaint) -> bytes | None:
    return row.identifier_index if isinstance(row, Referral) else None


def _referrals(shift: Shift):  # type: ignore[no-untyped-def] # SQLAlchemy's own affair
    return select(Referral).where(col(Referral.branch_id) == shift.branch.id, col(Referral.erased_at).is_(None))


def _complaints(shift: Shift):  # type: ignore[no-untyped-def]
    return select(Complaint).where(col(Complaint.branch_id) == shift.branch.id, col(Complaint.erased_at).is_(None))


def _contact(shift: Shift, text: str) -> bytes | None:
    try:
        found = parse_contact(text)
    except RefusedError:
        return None
    return shift.blind(found.value) if found else None


def _identifier(shift: Shift, text: str) -> bytes | None:
    try:
        found = parse_identifier(text)
    except RefusedError:
        return None
    return shift.blind(found.value) if found else None
