"""The branch: one row a store, and what it has chosen."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import Instant, Row


class Branch(Row, table=True):
    """An outlet, the text of its playbook, and its choices over that playbook."""

    __tablename__ = "branch"

    branch_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    name: str
    playbook: str
    playbook_text: str
    language: str
    time_zone: str
    settings: dict[str, Any] = Field(sa_type=JSON)
    audit_public_key: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=Instant)
