"""Visits, and the signals seen on them."""

import uuid
from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Visit(BranchRow, table=True):
    """One customer in the lobby, from greeting to leaving. Nothing here says who they are."""

    __tablename__ = "visit"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    number: int
    key: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    state: str
    step: str
    arrived_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    staff_id: uuid.UUID = Field(sa_type=Uuid)
    addressee: str | None = None
    assistance: str | None = None
    need: str | None = None
    amount_fen: int | None = None
    segment: str | None = None
    zone: str | None = None
    suggested_zone: str | None = None
    zone_reason: str | None = None
    not_referred_reason: str | None = None
    leave_reason: str | None = None


class VisitSignal(BranchRow, table=True):
    """A signal seen on a visit: a code, who saw it, when. A look is never described in words."""

    __tablename__ = "visit_signal"

    visit_id: uuid.UUID = Field(sa_type=Uuid)
    code: str
    suggested: bool
    seen_by: uuid.UUID = Field(sa_type=Uuid)
    seen_at: datetime = Field(sa_type=Instant)
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)
