"""Copying customers into the bank's CRM, and taking results over from a file of the core system."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class CrmExport(BranchRow, table=True):
    """One copy into the CRM: how many rows, and the SHA-256 of each file, by format."""

    __tablename__ = "crm_export"

    rows: int
    digests: dict[str, str] = Field(sa_type=JSON)
    again: bool
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class ResultImport(BranchRow, table=True):
    """One file of results that was read. The same file (by its digest) is not read twice."""

    __tablename__ = "result_import"

    file: str
    sha256: str
    lines: int
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class ImportLine(BranchRow, table=True):
    """A line whose match is weak: it waits until a person says whose result it is, or that it is nobody's."""

    __tablename__ = "import_line"

    import_id: uuid.UUID = Field(sa_type=Uuid)
    line: int
    state: str
    fields: dict[str, Any] = Field(sa_type=JSON)
    why: str
    referral_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    decided_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
