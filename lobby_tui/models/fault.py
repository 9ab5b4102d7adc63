"""Machines that are out of order."""

import uuid
from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class DeviceFault(BranchRow, table=True):
    """A device is out of service from `reported_at` until `fixed_at` [ICBC 3]. `label` tells one from the others."""

    __tablename__ = "device_fault"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    number: int
    key: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    device: str
    label: str = ""
    what: str
    ticket: str = ""
    reported_by: uuid.UUID = Field(sa_type=Uuid)
    reported_at: datetime = Field(sa_type=Instant)
    fixed_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    fixed_at: datetime | None = Field(default=None, sa_type=Instant)
    fixed_note: str = ""
