"""Staff members."""

from datetime import datetime

from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Staff(BranchRow, table=True):
    """A person who works in the branch. Their password lives in a key slot, never in a row."""

    __tablename__ = "staff"

    no: str
    name: str
    role: str
    active: bool = True
    created_at: datetime = Field(sa_type=Instant)
