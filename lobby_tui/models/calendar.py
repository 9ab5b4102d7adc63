"""The branch's own calendar, over the public holidays."""

import uuid
from datetime import date, datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class CalendarDay(BranchRow, table=True):
    """A date on which the branch works although it is a holiday, or does not although it is none.

    A row that was taken out again stays, with `dropped_at`: no audited row is ever deleted.
    """

    __tablename__ = "calendar_day"

    date: date
    works: bool
    note: str = ""
    set_by: uuid.UUID = Field(sa_type=Uuid)
    set_at: datetime = Field(sa_type=Instant)
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)
