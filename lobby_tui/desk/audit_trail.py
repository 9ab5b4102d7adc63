"""The audit trail to look at: who did what when, terminal after terminal, the newest first.

An event has no index but its place in the chain, and a filter may fit none of a million: so one question looks through
`STRIDE` events at most, says where it stopped, and the next one goes on from there.
"""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from lobby_tui.desk.audit.wanted import Wanted, chains, conditions
from lobby_tui.desk.audit.words import action_text, detail_text, subject_text
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Renderable
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.masking import mask_text

PAGE: Final = 200
STRIDE: Final = 50_000
"""How many events one question looks through at most: some 40 ms."""

_COLUMNS: Final = (
    col(AuditEvent.chain),
    col(AuditEvent.seq),
    col(AuditEvent.at),
    col(AuditEvent.staff_id),
    col(AuditEvent.action),
    col(AuditEvent.subject),
    col(AuditEvent.detail),
    col(AuditEvent.hash),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look on: at this event of this terminal's chain, and at what is older."""

    chain: uuid.UUID
    seq: int


@dataclass(frozen=True, slots=True)
class EventView:
    """One event. `person` is None where nobody was signed in, as at setting up; `head` is its link in the chain."""

    chain: uuid.UUID
    seq: int
    at: datetime
    person: StaffName | None
    action: str
    what: Renderable
    subject: str
    about: Renderable
    detail: Mapping[str, Any]
    head: str

    @property
    def details(self) -> str:
        """The details on one line."""
        return detail_text(self.detail)


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some events, the newest first; `further` is where to look on, None at the end; `looked` counts all looked at.

    A page may be short, or empty, although there are more: then `STRIDE` events were looked through.
    """

    events: tuple[EventView, ...]
    further: Place | None
    looked: int


def page(shift: Shift, wanted: Wanted | None = None, place: Place | None = None, limit: int = PAGE) -> TrailPage:
    """The next events that fit, from `place` on. Raises RefusedError for a filter that cannot be, NotAllowedError."""
    shift.require(Action.SEE_AUDIT)
    wanted = wanted or Wanted()
    with shift.reading() as session:
        fitting = conditions(session, shift, wanted)
        people = staff_names(session, shift)
        starts = _starts(session, shift, wanted, place)
        found: list[EventView] = []
        looked = 0
        for number, start in enumerate(starts):
            least = max(1, start.seq - (STRIDE - looked) + 1)
            rows = _rows(session, shift, start, least, fitting, limit - len(found))
            found += [_view(row, people) for row in rows]
            full = len(found) >= limit
            stopped = found[-1].seq if full else least
            looked += start.seq - stopped + 1
            if full or looked >= STRIDE:
                following = [Place(start.chain, stopped - 1)] if stopped > 1 else starts[number + 1 :]
                return TrailPage(tuple(found), next(iter(following), None), looked)
        return TrailPage(tuple(found), None, looked)


def _starts(session: Session, shift: Shift, wanted: Wanted, place: Place | None) -> list[Place]:
    """Where each chain begins to be looked at: at its last event; the first one at `place`."""
    starts = [Place(chain, seq) for chain, seq in chains(session, shift, wanted)]
    names = [one.chain for one in starts]
    if place is None or place.chain not in names:
        return starts
    return [place, *starts[names.index(place.chain) + 1 :]]


def _rows(
    session: Session, shift: Shift, start: Place, least: int, fitting: list[ColumnElement[bool]], limit: int
) -> list[Any]:
    query = (
        select(*_COLUMNS)  # type: ignore[call-overload]
        .where(
            col(AuditEvent.branch_id) == shift.branch.id,
            col(AuditEvent.chain) == start.chain,
            col(AuditEvent.seq).between(least, start.seq),
            *fitting,
        )
        .order_by(col(AuditEvent.seq).desc())
        .limit(limit)
    )
    return list(session.exec(query).all())


def _view(row: Any, people: People) -> EventView:
    chain, seq, at, staff_id, action, subject, detail, link = row
    return EventView(
        chain=chain,
        seq=seq,
        at=at,
        person=people.get(staff_id),
        action=action,
        what=action_text(action),
        subject=subject,
        about=_about(subject, detail, people),
        # A reason is the one thing in it that somebody typed.
        detail={**detail, "reason": mask_text(str(detail["reason"]))} if "reason" in detail else detail,
        head=link.hex(),
    )


def _about(subject: str, detail: Mapping[str, Any], people: People) -> Renderable:
    kind, _, one = subject.partition(":")
    if kind == "staff":
        with suppress(ValueError, KeyError):  # an id that is none, or of somebody who is not here
            person = people[uuid.UUID(one)]
            return f"{person.name} {person.no}"
    return subject_text(subject, detail)
