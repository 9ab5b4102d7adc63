"""Referrals, the reasons for them, and the terms by which they are found."""

import uuid
from datetime import datetime
from typing import ClassVar

from sqlalchemy import LargeBinary, Uuid
from sqlmodel import Field

from lobby_tui.models.columns import BranchRow, Instant, Row


class Referral(BranchRow, table=True):
    """A customer recommended to a customer manager: a row of the referral record form [ICBC 3]."""

    __tablename__ = "referral"
    ADDED: ClassVar[frozenset[str]] = frozenset(
        {"home_branch", "allocation", "answer", "answered_at", "answered_by", "outcome", "outcome_at",
         "second_to", "credit_shared", "crm_export_id", "consent_withdrawn_at", "erased_at"}
    )  # fmt: skip

    day_id: uuid.UUID = Field(sa_type=Uuid)
    number: int
    key: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    visit_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    status: str
    customer: str
    reasons: str
    identified_by: uuid.UUID = Field(sa_type=Uuid)
    logged_by: uuid.UUID = Field(sa_type=Uuid)
    manager_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    identifier_kind: str | None = None
    identifier: str | None = None
    identifier_index: bytes | None = Field(default=None, sa_type=LargeBinary)
    contact: str | None = None
    contact_index: bytes | None = Field(default=None, sa_type=LargeBinary)
    best_time: str | None = None
    consent_at: datetime | None = Field(default=None, sa_type=Instant)
    need: str | None = None
    override_reason: str | None = None
    remarks: str = ""
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
    # Where the customer's accounts are kept, when that is another branch; the working branch is `branch_id`.
    home_branch: str | None = None
    # How `manager_id` was decided: chosen, card, a rule of the playbook, reassigned; "none" stands in the red tray.
    allocation: str | None = None
    answer: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_by: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    outcome: str | None = None
    outcome_at: datetime | None = Field(default=None, sa_type=Instant)
    # The referral of the same customer on the same day that was first; it has the credit unless that is shared.
    second_to: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    credit_shared: bool | None = None
    crm_export_id: uuid.UUID | None = Field(default=None, sa_type=Uuid)
    consent_withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    # Since then the row says nothing about a person: its time was over, or the customer asked for it [PIPL 47].
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class SearchTerm(Row, table=True):
    """A word by which a referral is found. Looked up whole, so that a million rows cost what a thousand do."""

    __tablename__ = "search_term"

    branch_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
    term: str = Field(primary_key=True)
    referral_id: uuid.UUID = Field(sa_type=Uuid, primary_key=True)
