"""Finding what is missing on a day. Every question is bound to the day by an index, and asks for columns, not rows."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import literal_column
from sqlmodel import Session, col, exists, select

from lobby_tui.desk import checklists
from lobby_tui.desk.gap.kinds import Gap, GapKind
from lobby_tui.desk.referral.views import People, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, ComplaintState, ComplaintStepKind, ReferralStatus
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.names import mask_name
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one day."""

    session: Session
    shift: Shift
    day: BusinessDay

    def of_day(self, table: type[Referral | Complaint | Incident | DeviceFault | Visit]):  # type: ignore[no-untyped-def]
        """The condition that binds a table to the day; its type is SQLAlchemy's own affair."""
        return (col(table.branch_id) == self.shift.branch.id) & (col(table.day_id) == self.day.id)


class _Row(NamedTuple):
    """What the gaps of a referral depend on."""

    id: uuid.UUID
    number: int
    status: str
    customer: str
    manager_id: uuid.UUID | None
    answer: str | None
    outcome: str | None
    reachable: bool
    withdrawn: bool
    planned: bool


_PLANNED = (
    exists()
    .where(
        col(FollowUp.branch_id) == col(Referral.branch_id),
        col(FollowUp.referral_id) == col(Referral.id),
        col(FollowUp.done_at).is_(None),
        col(FollowUp.dropped_at).is_(None),
    )
    .correlate(Referral)
)
_COLUMNS = select(  # type: ignore[call-overload]
    Referral.id,
    Referral.number,
    Referral.status,
    Referral.customer,
    Referral.manager_id,
    Referral.answer,
    Referral.outcome,
    col(Referral.contact).is_not(None),
    col(Referral.consent_withdrawn_at).is_not(None),
    _PLANNED,
)
_CALMED = (
    exists()
    .where(
        col(ComplaintStep.branch_id) == col(Complaint.branch_id),
        col(ComplaintStep.complaint_id) == col(Complaint.id),
        col(ComplaintStep.step).in_([ComplaintStepKind.CALMED.value, ComplaintStepKind.INVESTIGATED.value]),
    )
    .correlate(Complaint)
)


def _number(row: Any) -> int:
    """The second column. Sorted here: asked to sort by it, SQLite walks the numbers of all days."""
    number: int = row[1]
    return number


def in_lobby(look: Look) -> Iterator[Gap]:
    """Customers of the day who have been neither sent anywhere nor seen leaving."""
    waiting = select(Visit.id, Visit.number).where(
        # Spelled out: the index of those who wait serves only a condition that names it.
        col(Visit.branch_id) == look.shift.branch.id,
        col(Visit.state) == literal_column("'in_lobby'"),
        col(Visit.day_id) == look.day.id,
    )
    for visit_id, number in look.session.exec(waiting.order_by(col(Visit.number))):
        yield Gap(GapKind.IN_LOBBY, visit_id, number, msg("Customer no. {number} is still in the lobby", number=number))


def of_referrals(look: Look) -> Iterator[Gap]:
    """What is missing of the day's referrals, by number."""
    people = staff_names(look.session, look.shift)
    query = _COLUMNS.where(look.of_day(Referral), col(Referral.undone_at).is_(None)).order_by(col(Referral.number))
    for values in look.session.connection().execute(query):
        row = _Row(*values)
        for kind in _missing(row):
            yield Gap(kind, row.id, row.number, _said(kind, row, people))


def _missing(row: _Row) -> Iterator[GapKind]:
    """What a referral lacks [ICBC 3]: somebody to answer, the answer, the result or a way to go on."""
    follows = row.status == ReferralStatus.TO_FOLLOW_UP
    if row.answer == Answer.RETURNED:
        if row.outcome is None:
            yield GapKind.RETURNED
    elif row.manager_id is None:
        yield GapKind.WITHOUT_MANAGER
    elif row.answer is None:
        yield GapKind.UNCONFIRMED
    elif row.outcome is None and not follows:
        yield GapKind.WITHOUT_RESULT
    if row.withdrawn:
        return  # not to be contacted: nothing has to be planned
    if follows and row.outcome is None and row.answer == Answer.ACCEPTED and not row.planned:
        yield GapKind.NO_FOLLOW_UP
    if row.outcome is None and not row.reachable and (follows or row.planned):
        yield GapKind.NO_CONTACT


def _said(kind: GapKind, row: _Row, people: People) -> Message:
    customer = mask_name(row.customer)
    manager = people[row.manager_id].name if row.manager_id else ""
    number = row.number
    match kind:
        case GapKind.WITHOUT_MANAGER:
            return msg("No. {number} {customer}: with no customer manager", number=number, customer=customer)
        case GapKind.UNCONFIRMED:
            return msg(
                "No. {number} {customer}: {manager} has not answered",
                number=number,
                customer=customer,
                manager=manager,
            )
        case GapKind.RETURNED:
            return msg("No. {number} {customer}: returned, given to nobody since", number=number, customer=customer)
        case GapKind.WITHOUT_RESULT:
            return msg(
                "No. {number} {customer}: accepted by {manager}, no result yet",
                number=number,
                customer=customer,
                manager=manager,
            )
        case GapKind.NO_FOLLOW_UP:
            return msg("No. {number} {customer}: no follow-up is planned", number=number, customer=customer)
        case _:
            return msg("No. {number} {customer}: no contact to reach them by", number=number, customer=customer)


def of_complaints(look: Look) -> Iterator[Gap]:
    """The day's open complaints whose first steps are not done: nobody handles them, nobody has calmed the customer."""
    query = select(Complaint.id, Complaint.number, col(Complaint.handler_id).is_(None), _CALMED).where(
        look.of_day(Complaint), col(Complaint.state) == ComplaintState.OPEN.value
    )
    for complaint_id, number, unhandled, calmed in sorted(look.session.exec(query), key=_number):
        if unhandled:
            text = msg("Complaint no. {number}: nobody handles it", number=number)
            yield Gap(GapKind.COMPLAINT_HANDLER, complaint_id, number, text)
        if not calmed:
            text = msg("Complaint no. {number}: the first talk is not recorded", number=number)
            yield Gap(GapKind.COMPLAINT_CALMED, complaint_id, number, text)


def of_incidents(look: Look) -> Iterator[Gap]:
    """The day's incidents that are still open."""
    query = select(Incident.id, Incident.number).where(look.of_day(Incident), col(Incident.closed_at).is_(None))
    for incident_id, number in sorted(look.session.exec(query), key=_number):
        yield Gap(GapKind.INCIDENT, incident_id, number, msg("Incident no. {number}: not yet closed", number=number))


def of_faults(look: Look) -> Iterator[Gap]:
    """The day's faults for which no repair was asked [ICBC 3]; one that was mended needs no ticket any more."""
    query = select(DeviceFault.id, DeviceFault.number, DeviceFault.device).where(
        look.of_day(DeviceFault), col(DeviceFault.fixed_at).is_(None), col(DeviceFault.ticket) == ""
    )
    names: dict[str, Renderable] = {one.code: one.name for one in look.shift.playbook.devices}
    for fault_id, number, device in sorted(look.session.exec(query), key=_number):
        text = msg("Fault no. {number}, {device}: no repair ticket", number=number, device=names.get(device, device))
        yield Gap(GapKind.FAULT_TICKET, fault_id, number, text)


def of_checklists(look: Look) -> Iterator[Gap]:
    """Items before opening and at closing that nobody went through; a day without a patrol."""
    lists: dict[str, Renderable] = {one.code: one.name for one in look.shift.playbook.checklists}
    for one in checklists.missing(look.session, look.shift, look.day.id):
        name = lists[one.checklist]
        text = msg("{list}: {item}", list=name, item=one.name) if one.item else msg("{list}: none today", list=name)
        yield Gap(GapKind.CHECKLIST, one.subject, None, text)


FINDERS = (in_lobby, of_referrals, of_complaints, of_incidents, of_faults, of_checklists)
