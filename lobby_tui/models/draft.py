"""Drafts: what has been typed and not yet saved."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Draft(BranchRow, table=True):
    """A half-filled form of one person, on a visit or on its own. Scratch paper: no audit event is written."""

    __tablename__ = "draft"

    staff_id: uuid.UUID = Field(sa_type=Uuid)
    visit_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    kind: str
    fields: dict[str, Any] = Field(sa_type=JSON)
    changed_at: datetime = Field(sa_type=Instant)
