"""Referrals as others see them: masked, with the names of the people."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Connection, bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import ReferralStatus
from lobby_tui.models.identifiers import Identifier, mask_identifier
from lobby_tui.models.masking import mask_text
from lobby_tui.models.names import mask_name
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff
from lobby_tui.store.prepared import Prepared

_STAFF = Prepared(
    select(Staff.id, Staff.no, Staff.name, Staff.role, Staff.active).where(  # type: ignore[call-overload]
        col(Staff.branch_id) == bindparam("branch")
    )
)
# Built once: a query takes longer to build than to run.
_DATES = select(BusinessDay.id, col(BusinessDay.date)).where(
    col(BusinessDay.branch_id) == bindparam("branch"),
    col(BusinessDay.id).in_(bindparam("days", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class StaffName:
    """A member of staff in a list."""

    no: str
    name: str
    role: str
    active: bool = True


People: TypeAlias = dict[uuid.UUID, StaffName]


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral, masked: name, identifier and contact never stand here in full, nor numbers in what was remarked."""

    id: uuid.UUID
    number: int
    day: date
    status: ReferralStatus
    customer: str
    identified_by: StaffName
    logged_by: StaffName
    manager: StaffName | None
    signals: tuple[str, ...]
    masked_identifier: str
    masked_contact: str
    best_time: str | None
    consent: bool
    need: str | None
    remarks: str
    home_branch: str | None
    version: int
    created_at: datetime
    changed_at: datetime
    undone: bool
    visit_id: uuid.UUID | None
    withdrawn: bool = False
    """The customer took their consent to be contacted back."""
    erased: bool = False
    """Nothing in it says any longer who the customer was."""


@dataclass(frozen=True, slots=True)
class ReferralDetails:
    """A referral in full, for whoever edits it or needs the number. Made by `referrals.reveal` only."""

    view: ReferralView
    customer: str
    identifier: str
    contact: str
    override_reason: str | None
    best_time: str
    remarks: str
    home_branch: str
    notes: tuple[str, ...]
    """What the answer, the result and the follow-ups say, where something in it is masked elsewhere."""


def identifier_of(row: Referral) -> Identifier | None:
    """The identifier of a row, with its kind."""
    if row.identifier is None or row.identifier_kind is None:
        return None
    return Identifier(row.identifier_kind, row.identifier)  # type: ignore[arg-type]


def views(session: Session, shift: Shift, rows: Sequence[Referral]) -> tuple[ReferralView, ...]:
    """Rows as others see them, in two queries however many there are."""
    if not rows:
        return ()
    people = staff_names(session, shift)
    days = _dates(session, shift, {row.day_id for row in rows})
    return tuple(view(row, people, days[row.day_id]) for row in rows)


def view(row: Referral, people: People, day: date) -> ReferralView:
    """A row as others see it."""
    identifier = identifier_of(row)
    return ReferralView(
        id=row.id,
        number=row.number,
        day=day,
        status=ReferralStatus(row.status),
        customer=mask_name(row.customer),
        identified_by=people[row.identified_by],
        logged_by=people[row.logged_by],
        manager=people[row.manager_id] if row.manager_id else None,
        signals=tuple(row.reasons.split(" ")),
        masked_identifier=mask_identifier(identifier) if identifier else "",
        masked_contact=mask_contact(row.contact) if row.contact else "",
        best_time=mask_text(row.best_time) if row.best_time else None,
        consent=row.consent_at is not None and row.consent_withdrawn_at is None,
        need=row.need,
        remarks=mask_text(row.remarks, row.customer),
        home_branch=mask_text(row.home_branch) if row.home_branch else None,
        version=row.version,
        created_at=row.created_at,
        changed_at=row.changed_at,
        undone=row.undone_at is not None,
        visit_id=row.visit_id,
        withdrawn=row.consent_withdrawn_at is not None,
        erased=row.erased_at is not None,
    )


def staff_names(session: Session, shift: Shift) -> People:
    """Everybody's name, by id."""
    return everybody(session.connection(), shift)


def everybody(connection: Connection, shift: Shift) -> People:
    """Everybody's name, by id. A branch has tens of people, so all of them cost one small query."""
    return {staff_id: StaffName(*rest) for staff_id, *rest in _STAFF.rows(connection, branch=shift.branch.id)}


def _dates(session: Session, shift: Shift, day_ids: set[uuid.UUID]) -> dict[uuid.UUID, date]:
    rows = session.exec(_DATES, params={"branch": shift.branch.id, "days": list(day_ids)}).all()
    return dict(rows)
