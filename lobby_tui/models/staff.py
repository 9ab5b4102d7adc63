"""Staff members."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Staff(BranchRow, table=True):
    """A person who works in the branch. Their password lives in a key slot, never in a row."""

    __tablename__ = "staff"
    ADDED: ClassVar[frozenset[str]] = frozenset({"pin"})

    no: str
    name: str
    role: str
    active: bool = True
    created_at: datetime = Field(sa_type=Instant)
    # A slot under a short PIN, which only unlocks a session that the password opened. Never outside the encrypted file.
    pin: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
