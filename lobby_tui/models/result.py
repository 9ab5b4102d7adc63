"""What came of referrals: accounts opened, products sold, or why nothing."""

import uuid
from datetime import datetime

from sqlalchemy import Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant


class Result(BranchRow, table=True):
    """The result of one referral [ICBC 3, column 10]. Either `opened` or products, or a reason for nothing."""

    __tablename__ = "result"

    referral_id: uuid.UUID = Field(sa_type=Uuid)
    day_id: uuid.UUID = Field(sa_type=Uuid)
    opened: int = 0
    no_result_reason: str | None = None
    note: str = ""
    source: str = "entered"
    version: int = 1
    by: uuid.UUID = Field(sa_type=Uuid)
    at: datetime = Field(sa_type=Instant)


class ResultProduct(BranchRow, table=True):
    """A product of a result, by its code in the playbook, and how many of it.

    A `quantity` of 0 was taken back when the result was amended: no row that the audit chain speaks of goes away.
    """

    __tablename__ = "result_product"

    result_id: uuid.UUID = Field(sa_type=Uuid)
    product: str
    quantity: int
