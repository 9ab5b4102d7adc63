"""Incidents: what disturbs or endangers the branch."""

import uuid
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Incident(BranchRow, table=True):
    """One incident with the fields of a branch incident report; open until `closed_at`."""

    __tablename__ = "incident"
    ADDED: ClassVar[frozenset[str]] = frozenset({"erased_at"})

    day_id: uuid.UUID = Field(sa_type=Uuid)
    number: int
    key: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    kind: str
    happened_at: datetime = Field(sa_type=Instant)
    place: str
    what: str
    people_involved: int = 0
    injured: int = 0
    loss_fen: int = 0
    measures: str = ""
    reported_to: str = ""
    reported_to_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = ""
    recorded_by: uuid.UUID = Field(sa_type=Uuid)
    recorded_at: datetime = Field(sa_type=Instant)
    closed_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    erased_at: datetime | None = Field(default=None, sa_type=Instant)
