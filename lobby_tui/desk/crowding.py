"""A lobby that is too full: when to ask for more hands, and what was done about it [ICBC 6]."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import Session, col, select

from lobby_tui.desk.days import entered_into
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.crowding import Crowding
from lobby_tui.models.enums import VisitState
from lobby_tui.models.masking import mask_text
from lobby_tui.models.text import said
from lobby_tui.models.visit import Visit
from lobby_tui.playbook.errors import UnknownCodeError

if TYPE_CHECKING:
    from lobby_tui.desk.lobby import VisitView

MOST_WAITING = 999


@dataclass(frozen=True, slots=True)
class CrowdingView:
    """A record that the lobby was full: how many waited, the longest wait in seconds, what was done."""

    id: uuid.UUID
    waiting: int
    longest_wait: int
    measure: str
    name: Renderable
    note: str
    by: StaffName
    at: datetime


def alert(shift: Shift, waiting: "Sequence[VisitView]") -> Message | None:
    """What the desk says while the lobby is over one of the branch's limits, else None. Asks the store nothing."""
    limits, now = shift.playbook.crowding, shift.now()
    minutes = max((visit.waited(now) for visit in waiting), default=0) // 60
    if len(waiting) >= limits.waiting:
        return msg(
            "The lobby is full: {count} waiting, the longest {minutes} min. Call for more staff.",
            count=len(waiting),
            minutes=minutes,
        )
    if minutes >= limits.wait_minutes:
        return msg("Somebody has waited {minutes} min. See to them, or call for more staff.", minutes=minutes)
    return None


def record(shift: Shift, measure: str, note: str = "", waiting: int | None = None) -> CrowdingView:
    """Record that the lobby is full, and what was done about it; `measure` is a code of the playbook.

    `waiting` is how many people there are, as somebody counted them: a full lobby holds more than were greeted. If
    None, it is how many were. Raises RefusedError.
    """
    shift.require(Action.VISIT)
    chosen = shift.playbook.crowding_measure(measure)
    note = said(note, limit=200, field="note")
    if waiting is not None and not 0 <= waiting <= MOST_WAITING:
        raise RefusedError(
            msg("{count} people cannot be waiting here.", count=waiting),
            remedy=msg("Enter a number from 0 to {most}.", most=MOST_WAITING),
            field="waiting",
        )
    with shift.writing() as writing:
        greeted, longest = _now(writing.session, shift)
        day = entered_into(shift, writing)
        row = Crowding(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            waiting=greeted if waiting is None else waiting,
            longest_wait=longest,
            measure=chosen.code,
            note=note,
            by=shift.person.id,
            at=shift.now(),
        )
        writing.session.add(row)
        writing.record("crowding_recorded", f"crowding:{row.id}", measure=row.measure, waiting=row.waiting)
        writing.session.flush()
        return _view(shift, row, staff_names(writing.session, shift)[row.by])


def on_day(session: Session, shift: Shift, day_id: uuid.UUID) -> tuple[CrowdingView, ...]:
    """The records of a day, the first one first."""
    query = select(Crowding).where(col(Crowding.branch_id) == shift.branch.id, col(Crowding.day_id) == day_id)
    rows = session.exec(query.order_by(col(Crowding.at), col(Crowding.id))).all()
    people = staff_names(session, shift) if rows else {}
    return tuple(_view(shift, row, people[row.by]) for row in rows)


def _now(session: Session, shift: Shift) -> tuple[int, int]:
    """How many greeted customers are in the lobby, and the longest wait in seconds."""
    query = select(func.count(), func.min(Visit.arrived_at)).where(
        col(Visit.branch_id) == shift.branch.id, col(Visit.state) == VisitState.IN_LOBBY.value
    )
    count, first = session.exec(query).one()
    return count, max(0, int((shift.now() - first).total_seconds())) if first else 0


def _view(shift: Shift, row: Crowding, by: StaffName) -> CrowdingView:
    name = measure_name(shift, row.measure)
    return CrowdingView(row.id, row.waiting, row.longest_wait, row.measure, name, mask_text(row.note), by, row.at)


def measure_name(shift: Shift, code: str) -> Renderable:
    """What the playbook calls a measure; an old record may name one that has gone from it since."""
    try:
        return shift.playbook.crowding_measure(code).name
    except UnknownCodeError:
        return code
