"""What customer managers answer to referrals: every acceptance, return and reassignment, in order."""

import uuid
from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Confirmation(BranchRow, table=True):
    """One answer to a referral [ICBC 3, column 9]. The latest one also stands in the referral's own row.

    `day_id` is the business day on which it was given, which may be later than the referral's.
    """

    __tablename__ = "confirmation"

    referral_id: uuid.UUID = Field(sa_type=Uuid)
    day_id: uuid.UUID = Field(sa_type=Uuid)
    decision: str
    reason: str | None = None
    note: str = ""
    from_manager: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    to_manager: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)
