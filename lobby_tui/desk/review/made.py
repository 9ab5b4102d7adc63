"""The referrals of a span, counted in SQL by a column or several: how many, and how far they came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, ReferralStatus
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result


@dataclass(frozen=True, slots=True)
class Made:
    """Referrals that stand, as the figures of a day count them; `with_result` are those of which it is known what
    came of them, be it nothing.
    """

    referrals: int = 0
    introduced: int = 0
    to_follow_up: int = 0
    confirmed: int = 0
    returned: int = 0
    with_result: int = 0

    def __add__(self, other: "Made") -> "Made":
        """Both together."""
        return Made(
            self.referrals + other.referrals,
            self.introduced + other.introduced,
            self.to_follow_up + other.to_follow_up,
            self.confirmed + other.confirmed,
            self.returned + other.returned,
            self.with_result + other.with_result,
        )


def made(session: Session, shift: Shift, span: Span, *by: Any) -> list[tuple[tuple[Any, ...], Made]]:
    """The referrals of the business days in `span`, by the values of some columns of theirs or of their day."""
    status, answer = col(Referral.status), col(Referral.answer)
    counted = (
        func.count(),
        func.count().filter(status == ReferralStatus.INTRODUCED.value),
        func.count().filter(status == ReferralStatus.TO_FOLLOW_UP.value),
        func.count().filter(answer == Answer.ACCEPTED.value),
        func.count().filter(answer == Answer.RETURNED.value),
        func.count(col(Referral.outcome)),
    )
    query = _of_days(shift, span, *by, *counted).group_by(*by)
    rows = session.connection().execute(query).all()
    # Without a column to tell them apart by there is one row, also of nothing.
    return [(tuple(row[: len(by)]), Made(*row[len(by) :])) for row in rows if row[len(by)]]


def whole(groups: Iterable[tuple[Any, Made]]) -> Made:
    """Several groups as one."""
    return sum((one for _, one in groups), Made())


def opened(session: Session, shift: Shift, span: Span) -> dict[date, int]:
    """The wealth accounts that the referrals of each business day in `span` led to, where there are any."""
    same = (col(Result.branch_id) == Referral.branch_id) & (col(Result.referral_id) == Referral.id)
    query = _of_days(shift, span, BusinessDay.date, func.sum(Result.opened)).join(Result, same)
    rows = session.connection().execute(query.where(col(Result.opened) > 0).group_by(col(BusinessDay.date)))
    return {day: int(number) for day, number in rows}


def _of_days(shift: Shift, span: Span, *columns: Any) -> Any:
    # The days first: SQLite keeps no statistics here, and would else begin with all referrals there ever were.
    same = (col(Referral.branch_id) == BusinessDay.branch_id) & (col(Referral.day_id) == BusinessDay.id)
    return (
        select_columns(*columns)
        .select_from(BusinessDay)
        .join(Referral, same)
        .where(
            col(BusinessDay.branch_id) == shift.branch.id,
            col(BusinessDay.date).between(span.first, span.last),
            col(Referral.undone_at).is_(None),
        )
    )
