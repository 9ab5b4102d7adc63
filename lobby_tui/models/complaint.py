"""Complaints, and everything that happens to one. [ICBC 6, BOC, BOCOM; CBIRC Order 2020-3]"""

import uuid
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import LargeBinary, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Complaint(BranchRow, table=True):
    """A complaint as it was registered, and where it stands. `received_on` is a calendar date of the branch."""

    __tablename__ = "complaint"
    ADDED: ClassVar[frozenset[str]] = frozenset({"erased_at"})

    day_id: uuid.UUID = Field(sa_type=Uuid)
    number: int
    key: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    state: str
    kind: str
    channel: str
    received_on: date
    received_at: datetime = Field(sa_type=Instant)
    customer: str
    contact: str | None = None
    contact_index: bytes | None = Field(default=None, sa_type=LargeBinary)
    what: str
    wish: str = ""
    about_staff: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    handler_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    people: int = 1
    representatives: int = 0
    face_to_face: bool = False
    major: bool = False
    complex: bool = False
    recorded_by: uuid.UUID = Field(sa_type=Uuid)
    recorded_at: datetime = Field(sa_type=Instant)
    due_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class ComplaintStep(BranchRow, table=True):
    """Something that happened to a complaint: a step taken, the clock stopped or started anew, a notice given.

    `on_date` is the calendar date in the branch, by which deadlines are counted.
    """

    __tablename__ = "complaint_step"

    complaint_id: uuid.UUID = Field(sa_type=Uuid)
    day_id: uuid.UUID = Field(sa_type=Uuid)
    seq: int
    step: str
    on_date: date
    choice: str | None = None
    note: str = ""
    approved_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)
