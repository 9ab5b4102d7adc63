"""The referrals of a span as “what works” counts them: how many, and how far they came.

Counted in SQL by the columns that matter, so that two years cost a tenth of a second.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, Outcome
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit

UNVISITED: Final[ColumnElement[bool]] = col(Referral.visit_id).is_(None)
"""Entered without a visit, as at the counter: whoever identified the customer saw the signals there."""


@dataclass(frozen=True, slots=True)
class Fate:
    """How many referrals there were, and how far they came. `waiting` have neither a result nor a refusal yet."""

    referred: int = 0
    confirmed: int = 0
    succeeded: int = 0
    waiting: int = 0

    def __add__(self, other: "Fate") -> "Fate":
        return Fate(
            self.referred + other.referred,
            self.confirmed + other.confirmed,
            self.succeeded + other.succeeded,
            self.waiting + other.waiting,
        )


def standing(shift: Shift, span: Span) -> tuple[ColumnElement[bool], ...]:
    """What makes a referral one of those that stand, of a business day in the span."""
    days = select(BusinessDay.id).where(
        col(BusinessDay.branch_id) == shift.branch.id,
        col(BusinessDay.date) >= span.first,
        col(BusinessDay.date) <= span.last,
    )
    return (
        col(Referral.branch_id) == shift.branch.id,
        col(Referral.day_id).in_(days),
        col(Referral.undone_at).is_(None),
    )


def fates(session: Session, shift: Shift, span: Span, *by: Any) -> list[tuple[tuple[Any, ...], Fate]]:
    """The referrals of a span, by the values of some columns of theirs or of their visit."""
    return _counted(session, _fates(*by).where(*standing(shift, span)).group_by(*by))


def fates_with_visits(session: Session, shift: Shift, span: Span, *by: Any) -> list[tuple[tuple[Any, ...], Fate]]:
    """The same where a column is one of the visit's, which a referral may have none of."""
    same = (col(Visit.branch_id) == col(Referral.branch_id)) & (col(Visit.id) == col(Referral.visit_id))
    query = _fates(*by).select_from(Referral).outerjoin(Visit, same)
    return _counted(session, query.where(*standing(shift, span)).group_by(*by))


def fates_by_hour(session: Session, shift: Shift, span: Span) -> list[tuple[tuple[Any, ...], Fate]]:
    """The same by whether there was a visit, and the branch's own hour in which they were entered, "09"."""
    query = select(
        UNVISITED, Referral.created_at, Referral.answer, Referral.outcome,
    ).where(*standing(shift, span))  # fmt: skip
    counts = Counter((alone, f"{shift.local(at):%H}", *fate) for alone, at, *fate in session.exec(query))
    found: dict[tuple[bool, str], Fate] = {}
    for (alone, hour, answer, outcome), n in counts.items():
        accepted = answer == Answer.ACCEPTED
        waiting = outcome is None and (answer is None or accepted)
        fate = Fate(n, n * accepted, n * (outcome == Outcome.SUCCESS), n * waiting)
        found[alone, hour] = found.get((alone, hour), Fate()) + fate
    return list(found.items())


def together(fates_: Iterable[Fate]) -> Fate:
    """Several groups as one."""
    return sum(fates_, Fate())


def _fates(*by: Any) -> Select[Any]:
    answer, outcome = col(Referral.answer), col(Referral.outcome)
    accepted = answer == Answer.ACCEPTED.value
    return select_columns(
        *by,
        func.count(),
        func.count().filter(accepted),
        func.count().filter(outcome == Outcome.SUCCESS.value),
        func.count().filter(outcome.is_(None) & (answer.is_(None) | accepted)),
    )


def _counted(session: Session, query: Select[Any]) -> list[tuple[tuple[Any, ...], Fate]]:
    return [(tuple(row[:-4]), Fate(*row[-4:])) for row in session.connection().execute(query)]
