"""Business days, how they were closed, signed and reopened, and what was carried over."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class BusinessDay(BranchRow, table=True):
    """A day's work. It ends when it is closed, not at midnight; one may be open at a time."""

    __tablename__ = "business_day"
    ADDED: ClassVar[frozenset[str]] = frozenset({"signed_at", "signed_by"})

    date: date
    state: str
    opened_at: datetime = Field(sa_type=Instant)
    opened_by: uuid.UUID = Field(sa_type=Uuid)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    signed_at: datetime | None = Field(default=None, sa_type=Instant)
    signed_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)


class DayMove(BranchRow, table=True):
    """A day was closed, signed or reopened. `head` is the last link of the terminal's audit chain at that moment."""

    __tablename__ = "day_move"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    move: str
    reason: str = ""
    chain: uuid.UUID = Field(sa_type=Uuid)
    events: int
    head: str
    by: uuid.UUID = Field(sa_type=Uuid)
    second: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class CarriedGap(BranchRow, table=True):
    """Something that was missing at closing and was carried over with a reason: what kind, and of which record."""

    __tablename__ = "carried_gap"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    kind: str
    subject: uuid.UUID = Field(sa_type=Uuid)
    reason: str
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)
