"""Finding referrals: a page of one day's, and any by name, pinyin initials or the last digits of a number."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, or_
from sqlmodel import Session, col, select

from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.days import by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import ReferralView, views
from lobby_tui.desk.shift import Shift
from lobby_tui.models.names import normalise_query, search_terms
from lobby_tui.models.referral import Referral, SearchTerm
from lobby_tui.store.prepared import Prepared, inserting

# A Textual table measures every row on the event loop: 200 rows 83 ms, 10,000 rows 1.2 s.
PAGE: Final = 200

_DELETE = Prepared(
    delete(SearchTerm).where(
        col(SearchTerm.branch_id) == bindparam("branch_id"),
        col(SearchTerm.term) == bindparam("term"),
        col(SearchTerm.referral_id) == bindparam("referral_id"),
    )
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some referrals, and how many there are in all."""

    rows: tuple[ReferralView, ...]
    total: int


def of_day(
    shift: Shift,
    day: date,
    status: str | None = None,
    offset: int = 0,
    limit: int = PAGE,
    undone: bool = False,
) -> Page:
    """One day's referrals in the order of their numbers, those that this person may see.

    Raises RefusedError for a day that there is not.
    """
    with shift.reading() as session:
        row = by_date(session, shift, day)
        wanted: list[ColumnElement[bool]] = [
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.day_id) == row.id,
            *_visible(session, shift),
        ]
        if status:
            wanted.append(col(Referral.status) == status)
        if not undone:
            wanted.append(col(Referral.undone_at).is_(None))
        total = session.exec(select(func.count()).select_from(Referral).where(*wanted)).one()
        rows = session.exec(
            select(Referral).where(*wanted).order_by(col(Referral.number)).offset(offset).limit(limit)
        ).all()
        return Page(views(session, shift, rows), total)


def search(shift: Shift, text: str, limit: int = 50) -> tuple[ReferralView, ...]:
    """The newest referrals found by `text`: the beginning of a name, pinyin initials, or four last digits.

    One lookup in an index of whole terms, so its cost does not grow with the number of referrals.
    """
    query = normalise_query(text)
    if not query:
        return ()
    with shift.reading() as session:
        rows = session.exec(
            select(Referral)
            .join(
                SearchTerm,
                (col(SearchTerm.branch_id) == col(Referral.branch_id))
                & (col(SearchTerm.referral_id) == col(Referral.id)),
            )
            .where(
                col(SearchTerm.branch_id) == shift.branch.id,
                col(SearchTerm.term) == query,
                *_visible(session, shift),
            )
            .order_by(col(SearchTerm.referral_id).desc())
            .limit(limit)
        ).all()
        return views(session, shift, rows)


def terms_of(row: Referral) -> frozenset[str]:
    """The terms by which a referral is found. An index by referral would only repeat them, for three pages each."""
    return frozenset(search_terms(row.customer, row.contact, row.identifier))


def index(connection: Connection, row: Referral, before: frozenset[str] = frozenset()) -> None:
    """Write the terms of a referral; `before` are those that it had until now."""
    now = terms_of(row)
    inserting(SearchTerm).run_for_each(connection, _rows(row, now - before))
    _DELETE.run_for_each(connection, _rows(row, before - now))


def remove(connection: Connection, row: Referral) -> None:
    """Take the terms of a referral away; its name and numbers are still those that were indexed."""
    _DELETE.run_for_each(connection, _rows(row, terms_of(row)))


def _rows(row: Referral, terms: frozenset[str]) -> list[dict[str, Any]]:
    return [{"branch_id": row.branch_id, "term": term, "referral_id": row.id} for term in sorted(terms)]


def _visible(session: Session, shift: Shift) -> list[ColumnElement[bool]]:
    """What a person may see: everything, or what they identified, logged, or were given, or what was given to those
    for whom they stand in today.
    """
    if shift.may(Action.SEE_ALL_REFERRALS):
        return []
    me = shift.person.id
    return [
        or_(
            col(Referral.identified_by) == me,
            col(Referral.logged_by) == me,
            col(Referral.manager_id).in_([me, *standing_in(session, shift)]),
        )
    ]
