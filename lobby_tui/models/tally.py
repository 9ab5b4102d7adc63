"""The counts of a day that is over, kept so that two years are read as two thousand rows and not as 200,000 visits."""

import uuid

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import Row


class DayTally(Row, table=True):
    """How many visits of a day had one value of one key: `kind` "hour", `key` "09". Computed from the visits again
    whenever the day is closed, so it is not audited.

    `waited` are the seconds that those with a known wait (`timed`) waited together, `longest` the longest of them.
    """

    __tablename__ = "day_tally"

    branch_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    day_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    count: int
    timed: int = 0
    waited: int = 0
    longest: int = 0
