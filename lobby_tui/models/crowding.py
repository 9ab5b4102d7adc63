"""Times when the lobby was too full."""

import uuid
from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Crowding(BranchRow, table=True):
    """The lobby was full: how many waited, the longest wait in seconds, and what was done about it [ICBC 6]."""

    __tablename__ = "crowding"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    waiting: int
    longest_wait: int
    measure: str
    note: str = ""
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)
