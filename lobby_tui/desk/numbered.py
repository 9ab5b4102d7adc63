"""What complaints, incidents and device faults have in common: a number through the branch's years, and a key."""

import uuid
from typing import TypeVar

from sqlmodel import Session, col, func, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.incident import Incident

T = TypeVar("T", Complaint, DeviceFault, Incident)


def by_key(session: Session, shift: Shift, table: type[T], key: uuid.UUID | None) -> T | None:
    """The row that was entered with this `key` already; None for a new one, or without a key."""
    if key is None:
        return None
    return session.exec(
        select(table).where(col(table.branch_id) == shift.branch.id, col(table.key) == key)
    ).one_or_none()


def next_number(session: Session, shift: Shift, table: type[T]) -> int:
    """The number of the next row: papers quote it, so that it goes on through the branch's years."""
    return (session.exec(select(func.max(table.number)).where(col(table.branch_id) == shift.branch.id)).one() or 0) + 1
