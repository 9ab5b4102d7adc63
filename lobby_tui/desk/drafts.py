"""Drafts: what somebody has typed and not yet saved, kept through interruptions, crashes and power cuts."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, and_, col, or_, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.draft import Draft
from lobby_tui.models.enums import VisitState
from lobby_tui.models.visit import Visit

# Characters of JSON; the table has this limit too, and what people type stays far below it.
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class DraftView:
    """A half-filled form of this person's."""

    kind: str
    visit_id: uuid.UUID | None
    fields: Mapping[str, Any]
    changed_at: datetime


def keep(shift: Shift, kind: str, fields: Mapping[str, Any], visit_id: uuid.UUID | None = None) -> None:
    """Keep a draft in place of the one before. Raises StoreError."""
    with shift.store.scribbling() as session:
        row = _row(session, shift, kind, visit_id)
        if row is None:
            row = Draft(
                branch_id=shift.branch.id,
                id=shift.ids.new(),
                staff_id=shift.person.id,
                visit_id=visit_id,
                kind=kind,
                fields={},
                changed_at=shift.now(),
            )
        row.fields = _fitting(fields)
        row.changed_at = shift.now()
        session.add(row)


def drop(shift: Shift, kind: str, visit_id: uuid.UUID | None = None) -> None:
    """Throw a draft away, if there is one."""
    with shift.store.scribbling() as session:
        row = _row(session, shift, kind, visit_id)
        if row:
            session.delete(row)


def drop_with(session: Session, shift: Shift, kind: str | None) -> None:
    """Throw a draft away in the transaction that saves what it was a draft of, so that neither outlives the other.

    None where what is saved was no draft.
    """
    row = _row(session, shift, kind, None) if kind else None
    if row:
        session.delete(row)


def kept(shift: Shift, kind: str, visit_id: uuid.UUID | None = None) -> DraftView | None:
    """This person's draft of one form."""
    with shift.reading() as session:
        row = _row(session, shift, kind, visit_id)
        return _view(row) if row else None


def mine(shift: Shift) -> tuple[DraftView, ...]:
    """This person's drafts, the latest first: offered at sign-in. One of a visit that has ended comes back with it."""
    with shift.reading() as session:
        of_visit = and_(col(Visit.branch_id) == col(Draft.branch_id), col(Visit.id) == col(Draft.visit_id))
        still_here = col(Visit.state) == VisitState.IN_LOBBY.value
        rows = session.exec(
            select(Draft)
            .outerjoin(Visit, of_visit)
            .where(Draft.branch_id == shift.branch.id, Draft.staff_id == shift.person.id)
            .where(or_(col(Draft.visit_id).is_(None), still_here))
            .order_by(col(Draft.changed_at).desc())
        ).all()
        return tuple(map(_view, rows))


def _fitting(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as far as a draft can hold them. Only a text that no field takes is cut."""
    kept = dict(fields)
    while len(json.dumps(kept)) > LONGEST:
        longest = max(kept, key=lambda name: len(str(kept[name])))
        kept[longest] = str(kept[longest])[: len(str(kept[longest])) // 2]
    return kept


def _row(session: Session, shift: Shift, kind: str, visit_id: uuid.UUID | None) -> Draft | None:
    return session.exec(
        select(Draft).where(
            col(Draft.branch_id) == shift.branch.id,
            col(Draft.staff_id) == shift.person.id,
            col(Draft.kind) == kind,
            col(Draft.visit_id) == visit_id,
        )
    ).one_or_none()


def _view(row: Draft) -> DraftView:
    return DraftView(row.kind, row.visit_id, dict(row.fields), row.changed_at)
