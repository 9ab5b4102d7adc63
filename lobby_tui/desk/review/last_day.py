"""The last business day, of all or within a span."""

from datetime import date

from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay


def last_day(shift: Shift) -> date:
    """The last business day that the branch worked on; today where there is none. Raises NotAllowedError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        row = last_of(session, shift)
        return row.date if row else shift.today()


def last_of(session: Session, shift: Shift, span: Span | None = None) -> BusinessDay | None:
    """The last business day, within `span` where one is given."""
    on = col(BusinessDay.date)
    query = select(BusinessDay).where(BusinessDay.branch_id == shift.branch.id)
    if span is not None:
        query = query.where(on.between(span.first, span.last))
    return session.exec(query.order_by(on.desc()).limit(1)).first()
