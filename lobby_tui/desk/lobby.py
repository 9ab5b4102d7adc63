"""Who is in the lobby: the open visits, as everybody at the desk sees them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.enums import Step, VisitState
from lobby_tui.models.visit import Visit, VisitSignal


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit. `amount_fen` and `signals` are for the step that needs them, and for nobody looking on."""

    id: uuid.UUID
    number: int
    state: VisitState
    step: Step
    arrived_at: datetime
    ended_at: datetime | None
    addressee: str | None
    assistance: str | None
    need: str | None
    amount_fen: int | None
    segment: str | None
    zone: str | None
    suggested_zone: str | None
    signals: tuple[str, ...]
    suggested_signals: tuple[str, ...]

    def waited(self, now: datetime) -> int:
        """Seconds from arrival to the end of the visit, or to `now`; never negative, whatever the clock did."""
        return max(0, int(((self.ended_at or now) - self.arrived_at).total_seconds()))


def in_lobby(shift: Shift) -> tuple[VisitView, ...]:
    """The open visits, the longest waiting first."""
    shift.require(Action.VISIT)
    with shift.reading() as session:
        rows = session.exec(
            select(Visit)
            .where(Visit.branch_id == shift.branch.id, Visit.state == VisitState.IN_LOBBY.value)
            .order_by(col(Visit.arrived_at), col(Visit.number))
        ).all()
        return views(session, rows)


def one(shift: Shift, visit_id: uuid.UUID) -> VisitView:
    """A visit by its id. Raises RefusedError."""
    shift.require(Action.VISIT)
    with shift.reading() as session:
        return views(session, [find(session, shift, visit_id)])[0]


def find(session: Session, shift: Shift, visit_id: uuid.UUID) -> Visit:
    """The row of a visit. Raises RefusedError."""
    row = session.get(Visit, (shift.branch.id, visit_id))
    if row is None:
        raise RefusedError(
            msg("This visit is not in the store."),
            remedy=msg("Go back to the desk and choose the customer again."),
            code="unknown_visit",
        )
    return row


def still_in_lobby(session: Session, shift: Shift) -> int:
    """How many visits are open."""
    query = select(func.count()).where(
        col(Visit.branch_id) == shift.branch.id, col(Visit.state) == VisitState.IN_LOBBY.value
    )
    return session.exec(query).one()


def signal_rows(session: Session, visits: Sequence[Visit]) -> list[VisitSignal]:
    """The signals seen on these visits, and not taken back."""
    if not visits:
        return []
    return list(
        session.exec(
            select(VisitSignal)
            .where(
                col(VisitSignal.branch_id) == visits[0].branch_id,
                col(VisitSignal.visit_id).in_([visit.id for visit in visits]),
                col(VisitSignal.dropped_at).is_(None),
            )
            .order_by(col(VisitSignal.code))
        ).all()
    )


def views(session: Session, rows: Sequence[Visit]) -> tuple[VisitView, ...]:
    """Rows as others see them, with their signals, in two queries however many there are."""
    signals = signal_rows(session, rows)
    return tuple(view(row, [signal for signal in signals if signal.visit_id == row.id]) for row in rows)


def view(row: Visit, signals: Sequence[VisitSignal]) -> VisitView:
    """A row as others see it."""
    return VisitView(
        id=row.id,
        number=row.number,
        state=VisitState(row.state),
        step=Step(row.step),
        arrived_at=row.arrived_at,
        ended_at=row.ended_at,
        addressee=row.addressee,
        assistance=row.assistance,
        need=row.need,
        amount_fen=row.amount_fen,
        segment=row.segment,
        zone=row.zone,
        suggested_zone=row.suggested_zone,
        signals=tuple(signal.code for signal in signals),
        suggested_signals=tuple(signal.code for signal in signals if signal.suggested),
    )
