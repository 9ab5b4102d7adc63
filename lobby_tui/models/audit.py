"""The audit trail: one event for every writing transaction, chained per terminal."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import Instant, Row


class AuditChain(Row, table=True):
    """One terminal's chain and its key of the day. The first key is sealed for the supervisors."""

    __tablename__ = "audit_chain"

    branch_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    chain: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    sealed_first_key: bytes = Field(sa_type=LargeBinary)
    key_number: int
    key_date: str
    day_key: bytes = Field(sa_type=LargeBinary)


class AuditEvent(Row, table=True):
    """Who did what when. `rows` holds a keyed digest of each row the transaction wrote."""

    __tablename__ = "audit_event"

    branch_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    chain: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    staff_id: uuid.UUID | None = Field(sa_type=Uuid)
    action: str
    subject: str
    detail: dict[str, Any] = Field(sa_type=JSON)
    rows: dict[str, str] = Field(sa_type=JSON)
    key_number: int
    prev: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)
