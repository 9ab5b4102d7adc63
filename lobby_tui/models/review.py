"""The branch head's review: what they said of a referral, whether they signed, coaching, goals."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class ReviewMark(BranchRow, table=True):
    """What the reviewer says of a referral: approved, asked back, coached, or taken back. One for each referral.

    What was asked goes to `asked_of`, who answers on their desk; the reviewer then approves it, or asks again.
    """

    __tablename__ = "review_mark"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    referral_id: uuid.UUID = Field(sa_type=Uuid)
    decision: str
    note: str = ""
    asked_of: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class ReviewMove(BranchRow, table=True):
    """A day's review was signed, or by two people unsigned. `seed` is that of a drawn sample, None for every row."""

    __tablename__ = "review_move"

    day_id: uuid.UUID = Field(sa_type=Uuid)
    move: str
    reason: str = ""
    seed: int | None = None
    to_review: int = 0
    reviewed: int = 0
    by: uuid.UUID = Field(sa_type=Uuid)
    second: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class Coaching(BranchRow, table=True):
    """A coaching talk: whom, which of the day's two, the answers to the playbook's three questions by code [BOCOM]."""

    __tablename__ = "coaching"

    staff_id: uuid.UUID = Field(sa_type=Uuid)
    on_date: date
    part: str
    answers: dict[str, Any] = Field(sa_type=JSON)
    note: str = ""
    version: int = 1
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class Goal(BranchRow, table=True):
    """What the branch wants to reach in a month, "2026-11", by one measure."""

    __tablename__ = "goal"

    month: str
    measure: str
    target: int
    version: int = 1
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)
