"""Follow-ups: what a customer manager has to do about a referral, and by when."""

import uuid
from datetime import date, datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class FollowUp(BranchRow, table=True):
    """A contact attempt or an appointment: planned for `due_on`, done once `done_at` is set, with its outcome."""

    __tablename__ = "follow_up"

    referral_id: uuid.UUID = Field(sa_type=Uuid)
    day_id: uuid.UUID = Field(sa_type=Uuid)
    owner_id: uuid.UUID = Field(sa_type=Uuid)
    kind: str
    due_on: date
    appointment_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str | None = None
    note: str = ""
    created_by: uuid.UUID = Field(sa_type=Uuid)
    created_at: datetime = Field(sa_type=Instant)
    done_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)
