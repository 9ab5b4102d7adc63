"""The referrals of a span as the rules look at them: what names a customer is read, compared, and left behind."""

import uuid
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from lobby_tui.desk.review.odd_edits import Edit, Stretch, edits
from lobby_tui.desk.review.odd_rules import Entry
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, DayState
from lobby_tui.models.referral import Referral

_OPEN = (DayState.OPEN, DayState.REOPENED)


class _Row(NamedTuple):
    """A referral that stands, and its day."""

    id: uuid.UUID
    number: int
    created_at: datetime
    changed_at: datetime
    identified_by: uuid.UUID
    customer: str
    identifier_index: bytes | None
    contact_index: bytes | None
    remarks: str
    reasons: str
    answer: str | None
    answered_by: uuid.UUID | None
    answered_at: datetime | None
    day: date
    state: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The entries of the span; before them those with a contact that stands in the span too; the changes by entry."""

    entries: tuple[Entry, ...]
    earlier: tuple[Entry, ...]
    edits: Mapping[uuid.UUID, tuple[Edit, ...]]


def read(session: Session, shift: Shift, span: Span, back: int) -> Rows:
    """The referrals of the business days in `span`, and of `back` days before it those with the same contacts."""
    rows = _rows(session, shift, span)
    contacts = {row.contact_index for row in rows} - {None}
    before: list[_Row] = []
    if back and contacts:
        earlier = Span(span.first - timedelta(days=back), span.first - timedelta(days=1))
        with_contact = col(Referral.contact_index).is_not(None)
        before = [row for row in _rows(session, shift, earlier, with_contact) if row.contact_index in contacts]
    customers = _customers([*before, *rows])
    changes = edits(session, shift, dict(_changeable(shift, rows)))

    def entry(row: _Row) -> Entry:
        confirmed = row.answer == Answer.ACCEPTED
        return Entry(
            id=row.id,
            number=row.number,
            day=row.day,
            at=shift.local(row.created_at),
            identified_by=row.identified_by,
            customer=customers.get(row.id, row.id),
            contact=row.contact_index,
            remarks=row.remarks,
            reasons=tuple(row.reasons.split()),
            confirmed_by=row.answered_by if confirmed else None,
            confirmed_at=row.answered_at if confirmed else None,
            edits=tuple(edit.at for edit in changes.get(row.id, ())),
        )

    return Rows(tuple(map(entry, rows)), tuple(map(entry, before)), changes)


def _rows(session: Session, shift: Shift, span: Span, *more: Any) -> list[_Row]:
    query = (
        select(  # type: ignore[call-overload, misc]
            Referral.id, Referral.number, Referral.created_at, Referral.changed_at, Referral.identified_by,
            Referral.customer, Referral.identifier_index, Referral.contact_index, Referral.remarks, Referral.reasons,
            Referral.answer, Referral.answered_by, Referral.answered_at,
            BusinessDay.date, BusinessDay.state, BusinessDay.closed_at,
        )
        .join(BusinessDay, (col(BusinessDay.branch_id) == Referral.branch_id) & (BusinessDay.id == Referral.day_id))
        .where(
            col(BusinessDay.branch_id) == shift.branch.id,
            col(BusinessDay.date).between(span.first, span.last),
            col(Referral.undone_at).is_(None),
            *more,
        )
    )  # fmt: skip
    return [_Row(*row) for row in session.exec(query)]


def _customers(rows: Iterable[_Row]) -> dict[uuid.UUID, Hashable]:
    """Whose referral it is, where several share a contact: one customer has one name, or one account or ID number.

    Told within a contact only, as two people may well have one name.
    """
    by_contact: dict[bytes, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.contact_index is not None:
            by_contact[row.contact_index].append(row)
    found: dict[uuid.UUID, Hashable] = {}
    for group in by_contact.values():
        for number, same in enumerate(_same(group) if len(group) > 1 else [group]):
            found |= {row.id: (row.contact_index, number) for row in same}
    return found


def _same(rows: Iterable[_Row]) -> list[list[_Row]]:
    """The rows of each customer together."""
    groups: list[tuple[set[Hashable], list[_Row]]] = []
    for row in rows:
        marks: set[Hashable] = {row.customer.casefold()}
        if row.identifier_index is not None:
            marks.add(row.identifier_index)
        mine = [row]
        others = []
        for group in groups:
            if group[0] & marks:
                marks |= group[0]
                mine = [*group[1], *mine]
            else:
                others.append(group)
        groups = [*others, (marks, mine)]
    return [same for _, same in groups]


def _changeable(shift: Shift, rows: Iterable[_Row]) -> Iterable[tuple[uuid.UUID, Stretch]]:
    """The referrals that may have been changed after they were confirmed, and when: their day still took corrections.

    A result, too, counts as a change of its row; of what was changed, only the audit trail can tell.
    """
    for row in rows:
        if row.answer == Answer.ACCEPTED and row.answered_at and row.changed_at > row.answered_at:
            end = shift.now() if row.state in _OPEN or row.closed_at is None else row.closed_at
            last = min(row.changed_at, end)
            if last > row.answered_at:
                yield row.id, Stretch(row.answered_at, last)
