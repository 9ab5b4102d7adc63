"""What was gone through on a day: before opening, on patrol, at closing."""

import uuid
from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class ChecklistTick(BranchRow, table=True):
    """An item of a checklist, gone through by somebody. `round` counts the patrols of a day from 1."""

    __tablename__ = "checklist_tick"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    checklist: str
    round: int
    item: str
    in_order: bool
    note: str = ""
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)
