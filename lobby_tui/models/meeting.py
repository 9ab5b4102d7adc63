"""Morning and evening meetings."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Meeting(BranchRow, table=True):
    """The meeting sheet of a day, one in the morning and one in the evening [BOCOM].

    `answers` are the answers to the playbook's questions, by code. What the sheet says of the records is not kept:
    it is read from them.
    """

    __tablename__ = "meeting"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    kind: str
    answers: dict[str, Any] = Field(sa_type=JSON)
    present: int = 0
    note: str = ""
    version: int = 1
    held_by: uuid.UUID = Field(sa_type=Uuid)
    held_at: datetime = Field(sa_type=Instant)
