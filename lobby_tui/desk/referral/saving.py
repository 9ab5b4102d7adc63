"""What was typed of a referral as the columns of its row: for a new row, and for one that is changed."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column
from sqlmodel import col, select

from lobby_tui.desk.claiming import first_of
from lobby_tui.desk.days import entered_into
from lobby_tui.desk.referral.entry import Checked, ReferralEntry
from lobby_tui.desk.referral.views import People
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Allocation, ReferralStatus, Role
from lobby_tui.models.identifiers import Identifier, tail
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import fold
from lobby_tui.models.visit import Visit
from lobby_tui.store.prepared import Prepared
from lobby_tui.store.store import Writing

_HIGHEST = select(func.max(Referral.number)).where(
    col(Referral.branch_id) == bindparam("branch"), col(Referral.day_id) == col(BusinessDay.id)
)
# The state is spelled out: the index of the open day serves only a condition that names it.
_OPEN_DAY = Prepared(
    select(BusinessDay.id, BusinessDay.date, _HIGHEST.scalar_subquery()).where(  # type: ignore[call-overload]
        col(BusinessDay.branch_id) == bindparam("branch"), col(BusinessDay.state) == literal_column("'open'")
    )
)


def new_row(
    shift: Shift, writing: Writing, entry: ReferralEntry, checked: Checked, people: People
) -> tuple[Referral, date]:
    """A new row with the next number of its business day, ready for `writing.insert`; and that day's date."""
    day_id, day, highest = _day(shift, writing)
    now = shift.now()
    values = typed(shift, writing, entry, checked, people)
    row = Referral.model_construct(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        day_id=day_id,
        number=highest + 1,
        key=entry.key,
        visit_id=entry.visit_id,
        logged_by=shift.person.id,
        created_at=now,
        changed_at=now,
        second_to=first_of(
            writing.connection,
            shift,
            day_id,
            values["identifier_index"],
            values["contact_index"],
            checked.customer,
        ),
        **values,
    )
    return row, day


def typed(
    shift: Shift,
    writing: Writing,
    entry: ReferralEntry,
    checked: Checked,
    people: People,
    before: Referral | None = None,
) -> dict[str, Any]:
    """The columns that hold what was typed: of a new row, or of the row as it was `before` a change.

    Raises RefusedError for a person whom the branch does not know, or who manages no customers.
    """
    identified_by = before.identified_by if before else shift.person.id
    if entry.identified_by:
        identified_by = _person(shift, writing, people, entry.identified_by, "identified_by")
    contact = checked.contact.value if checked.contact else None
    # The moment of consent is the first one; an edit that keeps it does not renew it.
    agreed = (before.consent_at if before else None) or shift.now()
    return {
        "status": checked.status.value,
        "customer": checked.customer,
        "reasons": " ".join(checked.signals),
        "identified_by": identified_by,
        **_owner(shift, writing, entry, checked, people, before),
        **identifier_columns(shift, checked.identifier, before),
        "contact": contact,
        "contact_index": shift.blind(contact),
        "best_time": checked.best_time,
        "consent_at": agreed if entry.consent else None,
        "need": shift.playbook.need(entry.need).code if entry.need else None,
        "override_reason": checked.override_reason,
        "remarks": checked.remarks,
        "home_branch": checked.home_branch,
    }


def _day(shift: Shift, writing: Writing) -> tuple[uuid.UUID, date, int]:
    """The day that the entry goes into, its date, and the highest number that it has given so far."""
    found = _OPEN_DAY.first(writing.connection, branch=shift.branch.id)
    if found:
        day_id, day, highest = found
        return day_id, day, highest or 0
    begun = entered_into(shift, writing)
    return begun.id, begun.date, 0


def _person(shift: Shift, writing: Writing, people: People, no: str, field: str) -> uuid.UUID:
    number = fold(no).strip()
    known = [staff_id for staff_id, person in people.items() if person.no == number]
    return known[0] if known else find_staff(writing.session, shift, no, field).id


def _manager(shift: Shift, writing: Writing, people: People, no: str) -> uuid.UUID | None:
    if not no:
        return None
    staff_id = _person(shift, writing, people, no, "manager")
    person = people[staff_id]
    if person.role != Role.CUSTOMER_MANAGER or not person.active:
        raise RefusedError(
            msg("{no} is not a customer manager at work in this branch.", no=person.no),
            remedy=msg("Choose one of the customer managers in the list."),
            field="manager",
            code="not_a_manager",
        )
    return staff_id


def _owner(
    shift: Shift, writing: Writing, entry: ReferralEntry, checked: Checked, people: People, before: Referral | None
) -> dict[str, Any]:
    """Whose customer it is, and how that was decided.

    Whoever was named took the customer over; to follow up, whoever's card the customer got, else whom the branch's
    rule names [ICBC 3]. A change that names nobody else leaves the referral with whom it is, and with another status
    too, once they have answered it.
    """
    named = _manager(shift, writing, people, entry.manager_no)
    status = checked.status.value
    same = before and (before.status == status or before.answer)
    if before and same and before.manager_id and named in (None, before.manager_id):
        return {"manager_id": before.manager_id, "allocation": before.allocation or Allocation.CHOSEN.value}
    if before and before.answer and named != before.manager_id:
        raise RefusedError(
            msg("The customer manager has answered this referral."),
            remedy=msg("They, or the supervisor, can pass it on to somebody else."),
            field="manager",
            code="answered_already",
        )
    if checked.status is ReferralStatus.INTRODUCED:
        return {"manager_id": named, "allocation": Allocation.CHOSEN.value}
    # Here and not above: customers are introduced more often than not, and the first screen waits for every import.
    from lobby_tui.desk.allocation import decide

    segment = _segment(shift, writing, entry.visit_id)
    allocated = decide(writing.session, shift, card=named, need=entry.need, segment=segment)
    return {"manager_id": allocated.manager_id, "allocation": allocated.how.value}


def _segment(shift: Shift, writing: Writing, visit_id: uuid.UUID | None) -> str | None:
    visit = writing.session.get(Visit, (shift.branch.id, visit_id)) if visit_id else None
    return visit.segment if visit else None


def identifier_columns(shift: Shift, identifier: Identifier | None, before: Referral | None) -> dict[str, Any]:
    """As much of an identifier as the playbook asks for; the blind index is made of all of it."""
    if identifier is None:
        return {"identifier_kind": None, "identifier": None, "identifier_index": None}
    if before and before.identifier == identifier.value:
        return {}  # a change that left it alone, where only the last digits are kept and shown
    whole = shift.playbook.identifiers.keep[identifier.kind] == "full"
    return {
        "identifier_kind": identifier.kind,
        "identifier": identifier.value if whole else tail(identifier),
        "identifier_index": shift.blind(identifier.value),
    }
