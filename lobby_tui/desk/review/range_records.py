"""The referrals behind a figure over several days.

Told apart by what the figures are counted by, so a figure over a span can be looked into as one of a day can. Bounded
by the span: its days are found first, then their referrals by the index on days.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, String, exists, func, literal, type_coerce
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.answer.words import ANSWERS, result_text
from lobby_tui.desk.day_rows import YES
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.record_lines import RecordLine
from lobby_tui.desk.referral.views import People, staff_names
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.works import NO_VISIT
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import STATUSES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.visit import Visit

PAGE: Final = 200
COLUMNS: Final[tuple[Message, ...]] = (
    msg("Date"), msg("No."), msg("Customer"), msg("By"), msg("Manager"), msg("Signal"), msg("Status"),
    msg("Answer"), msg("Result"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RangeBehind:
    """The referrals that stand, of the business days in `span`, whose keys have these codes, and which are in `ids`.

    Keys: `status`, `answer`, `outcome`, `result` (`YES` or empty), `opened` (`YES` or empty), `manager` and `staff` (a
    staff number), `role` of whoever identified the customer, `signal`, `need`, `hour` ("09", in which it was entered),
    `zone` (`works.NO_VISIT` where there was no visit). An empty code means: none of it.
    """

    span: Span
    where: tuple[tuple[str, str], ...] = ()
    ids: frozenset[uuid.UUID] | None = None

    def of(self, **codes: str) -> "RangeBehind":
        """Fewer of them: those with these codes as well."""
        return RangeBehind(self.span, (*self.where, *codes.items()), self.ids)


@dataclass(frozen=True, slots=True)
class RangePage:
    """Some of the referrals behind a figure, masked, in the order of days and numbers; `total` of them there are."""

    lines: tuple[RecordLine, ...]
    offset: int
    total: int


def page(shift: Shift, behind: RangeBehind, offset: int = 0, limit: int = PAGE) -> RangePage:
    """The referrals behind a figure, from `offset` on. Raises NotAllowedError, StoreError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        found = _ids(session, shift, behind)
        lines = tuple(_lines(session, shift, [uuid.UUID(one) for one in found[offset : offset + limit]]))
        return RangePage(lines, offset, len(found))


def _ids(session: Session, shift: Shift, behind: RangeBehind) -> list[str]:
    """The ids of all of them as they are kept; to make objects of two years' ids and moments takes most of the time."""
    rows: Sequence[Any] = session.connection().execute(_query(session, shift, behind)).all()
    if behind.ids is not None:
        wanted = {one.hex for one in behind.ids}
        rows = [row for row in rows if row[0] in wanted]
    for hour in _hours(behind):
        rows = [row for row in rows if f"{shift.local(datetime.fromisoformat(row[1])):%H}" == hour]
    return [row[0] for row in rows]


def _query(session: Session, shift: Shift, behind: RangeBehind) -> Any:
    """Ids, and moments where those matter; the branch's own hour is nothing that SQL can tell."""
    people = staff_names(session, shift)
    moment = (type_coerce(Referral.created_at, String),) if _hours(behind) else ()
    same = (col(Referral.branch_id) == BusinessDay.branch_id) & (col(Referral.day_id) == BusinessDay.id)
    return (
        select_columns(type_coerce(Referral.id, String), *moment)
        .select_from(BusinessDay)
        .join(Referral, same)
        .where(
            col(BusinessDay.branch_id) == shift.branch.id,
            col(BusinessDay.date).between(behind.span.first, behind.span.last),
            col(Referral.undone_at).is_(None),
            *(_CONDITIONS[key](people, code) for key, code in behind.where if key != "hour"),
        )
        .order_by(col(BusinessDay.date), col(Referral.number))
    )


def _hours(behind: RangeBehind) -> list[str]:
    return [code for key, code in behind.where if key == "hour"]


def _lines(session: Session, shift: Shift, found: Sequence[uuid.UUID]) -> Iterator[RecordLine]:
    places = {one: place for place, one in enumerate(found)}
    query = select(Referral).where(col(Referral.branch_id) == shift.branch.id, col(Referral.id).in_(found))
    rows = sorted(session.exec(query).all(), key=lambda row: places[row.id]) if found else ()
    for view in answer_views(session, shift, rows):
        yield RecordLine(view.id, _cells(view, shift))


def _cells(view: AnswerView, shift: Shift) -> tuple[Renderable, ...]:
    one = view.referral
    return (
        f"{one.day:%y-%m-%d}",
        str(one.number),
        one.customer,
        one.identified_by.name,
        one.manager.name if one.manager else "-",
        " ".join(one.signals),
        STATUSES[one.status],
        ANSWERS[view.answer] if view.answer else "-",
        result_text(view.result, shift.playbook) if view.result else "-",
    )


_Condition = Callable[[People, str], ColumnElement[bool]]


def _equals(column: Any) -> _Condition:
    return lambda _, code: col(column) == code if code else col(column).is_(None)


def _there(column: Any) -> _Condition:
    return lambda _, code: col(column).is_not(None) if code == YES else col(column).is_(None)


def _person(column: Any) -> _Condition:
    def condition(people: People, no: str) -> ColumnElement[bool]:
        return col(column).in_([key for key, one in people.items() if one.no == no]) if no else col(column).is_(None)

    return condition


def _role(people: People, role: str) -> ColumnElement[bool]:
    return col(Referral.identified_by).in_([key for key, one in people.items() if one.role == role])


def _signal(_: People, code: str) -> ColumnElement[bool]:
    if not code:
        return col(Referral.reasons) == ""
    # Codes stand parted by single spaces. Not `LIKE`: to that, `_` is any character, and `a01` is `A01`.
    return func.instr(literal(" ") + col(Referral.reasons) + " ", f" {code} ") > 0


def _zone(_: People, zone: str) -> ColumnElement[bool]:
    if zone == NO_VISIT:
        return col(Referral.visit_id).is_(None)
    same = (col(Visit.branch_id) == Referral.branch_id, col(Visit.id) == Referral.visit_id)
    return exists().where(*same, col(Visit.zone) == zone if zone else col(Visit.zone).is_(None))


def _opened(_: People, code: str) -> ColumnElement[bool]:
    same = (col(Result.branch_id) == Referral.branch_id, col(Result.referral_id) == Referral.id)
    found = exists().where(*same, col(Result.opened) > 0)
    return found if code == YES else ~found


_CONDITIONS: Mapping[str, _Condition] = MappingProxyType(
    {
        "status": _equals(Referral.status),
        "answer": _equals(Referral.answer),
        "outcome": _equals(Referral.outcome),
        "result": _there(Referral.outcome),
        "opened": _opened,
        "manager": _person(Referral.manager_id),
        "staff": _person(Referral.identified_by),
        "role": _role,
        "signal": _signal,
        "need": _equals(Referral.need),
        "zone": _zone,
    }
)
