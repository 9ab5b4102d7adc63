"""Business days."""

import uuid
from datetime import date, datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class BusinessDay(BranchRow, table=True):
    """A day's work. It ends when it is closed, not at midnight; one may be open at a time."""

    __tablename__ = "business_day"

    date: date
    state: str
    opened_at: datetime = Field(sa_type=Instant)
    opened_by: uuid.UUID = Field(sa_type=Uuid)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
