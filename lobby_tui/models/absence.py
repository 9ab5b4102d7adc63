"""Absences of staff, and who stands in for them."""

import uuid
from datetime import date, datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Absence(BranchRow, table=True):
    """Somebody is away from `first_on` to `last_on`, both included; the hand-over note is for whoever stands in."""

    __tablename__ = "absence"

    staff_id: uuid.UUID = Field(sa_type=Uuid)
    first_on: date
    last_on: date
    stand_in_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    note: str = ""
    created_by: uuid.UUID = Field(sa_type=Uuid)
    created_at: datetime = Field(sa_type=Instant)
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)
