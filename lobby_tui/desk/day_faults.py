"""The machines that were out of order on a day."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from lobby_tui.desk.day_rows import DayLook
from lobby_tui.models.day import DayMove
from lobby_tui.models.enums import DayMoveKind, DayState
from lobby_tui.models.fault import DeviceFault


def open_faults(look: DayLook) -> Sequence[DeviceFault]:
    """The faults that were not fixed when the day ended, reported on it or before; for an open day those of now.

    What an open day needs is in an index of what is broken now. A closed day also has what was fixed since, and
    looks through the branch's faults: some hundreds in ten years.
    """
    query = select(DeviceFault).where(col(DeviceFault.branch_id) == look.shift.branch.id)
    ended = _ended(look)
    if look.day.state == DayState.OPEN or ended is None:
        query = query.where(col(DeviceFault.fixed_at).is_(None))
    else:
        since = or_(col(DeviceFault.fixed_at).is_(None), col(DeviceFault.fixed_at) > ended)
        query = query.where(col(DeviceFault.reported_at) <= ended, since)
    return look.session.exec(query.order_by(col(DeviceFault.number))).all()


def _ended(look: DayLook) -> datetime | None:
    """When the day ended: at its first closing. One that was reopened and closed again ended no later for that."""
    first = (
        select(DayMove.at)
        .where(
            col(DayMove.branch_id) == look.shift.branch.id,
            col(DayMove.day_id) == look.day.id,
            col(DayMove.move) == DayMoveKind.CLOSED.value,
        )
        .order_by(col(DayMove.events))
        .limit(1)
    )
    return look.session.exec(first).first() or look.day.closed_at  # before moves were kept


def reported_faults(look: DayLook) -> Sequence[DeviceFault]:
    """The faults that were reported on the day."""
    of_the_day = (col(DeviceFault.branch_id) == look.shift.branch.id, col(DeviceFault.day_id) == look.day.id)
    return look.session.exec(select(DeviceFault).where(*of_the_day).order_by(col(DeviceFault.number))).all()
