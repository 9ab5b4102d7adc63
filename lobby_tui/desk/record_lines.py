"""The records behind a figure as lines of a table: masked, with the names of the people, a column for what counts."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import col, select

from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.answer.words import answer_text
from lobby_tui.desk.behind import Behind, Kind, Measure, amounts_behind
from lobby_tui.desk.complaint.words import COMPLAINT_STATES
from lobby_tui.desk.day_rows import DayLook, Made, Seen
from lobby_tui.desk.gap.kinds import GAP_KINDS, reason_text
from lobby_tui.desk.words import STATUSES, VISIT_STATES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import CarriedGap
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.incident import Incident
from lobby_tui.models.masking import mask_text
from lobby_tui.models.names import mask_name
from lobby_tui.models.referral import Referral
from lobby_tui.playbook.texts import Coded


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record: a cell for each column, and what it adds to the figure: 1, an amount, or seconds of waiting."""

    id: uuid.UUID
    cells: tuple[Renderable, ...]
    amount: int = 1


_AMOUNTS: Mapping[Measure, Message] = MappingProxyType(
    {Measure.OPENED: msg("Accounts opened"), Measure.SOLD: msg("Quantity")}
)
_COLUMNS: Mapping[Kind, tuple[Message, ...]] = MappingProxyType(
    {
        Kind.VISITS: (msg("No."), msg("Time"), msg("Need"), msg("Zone"), msg("State"), msg("Waited"), msg("Reason")),
        Kind.REFERRALS: (
            msg("No."), msg("Time"), msg("Customer"), msg("Status"), msg("By"), msg("Manager"), msg("What came of it"),
        ),
        Kind.COMPLAINTS: (msg("No."), msg("Time"), msg("Kind"), msg("Channel"), msg("Customer"), msg("State")),
        Kind.FAULTS: (msg("No."), msg("Time"), msg("Device"), msg("What"), msg("Ticket"), msg("Fixed")),
        Kind.INCIDENTS: (msg("No."), msg("Time"), msg("Kind"), msg("Place"), msg("State")),
        Kind.CARRIED: (msg("No."), msg("What is missing"), msg("Reason"), msg("Carried over by"), msg("Time")),
    }
)  # fmt: skip


def columns(behind: Behind) -> tuple[Message, ...]:
    """The titles of the columns; a sum has its amounts in a last one."""
    extra = _AMOUNTS.get(behind.measure)
    return (*_COLUMNS[behind.kind], *((extra,) if extra else ()))


def lines(look: DayLook, behind: Behind, found: Sequence[Any]) -> tuple[RecordLine, ...]:
    """One line for each record, in the same order."""
    return tuple(_MAKERS[behind.kind](look, behind, found))


def clock_text(seconds: int) -> str:
    """A wait in minutes and seconds: `12:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def name_in(items: Sequence[Coded], code: str | None) -> Renderable:
    """The name of a code; the code itself where an old record holds one that has gone from the playbook."""
    return next((item.name for item in items if item.code == code), code or "")


def _at(look: DayLook, moment: datetime) -> str:
    """The time of day, with the date where it is not the business day's."""
    local = look.shift.local(moment)
    return local.strftime("%H:%M" if local.date() == look.day.date else "%m-%d %H:%M")


def _visits(look: DayLook, behind: Behind, found: Sequence[Seen]) -> Iterator[RecordLine]:
    playbook, now = look.shift.playbook, look.shift.now()
    reasons = (*playbook.leave_reasons, *playbook.not_referred_reasons)
    for visit in found:
        waited = visit.waited(now)
        cells = (
            str(visit.number),
            _at(look, visit.arrived_at),
            next((need.short for need in playbook.needs if need.code == visit.need), visit.need or "-"),
            next((zone.short for zone in playbook.zones if zone.code == visit.zone), visit.zone or "-"),
            VISIT_STATES[visit.state],
            clock_text(waited) if visit.timed else "-",
            name_in(reasons, visit.leave_reason or visit.not_referred_reason),
        )
        yield RecordLine(visit.id, cells, 1 if behind.measure is Measure.COUNT else waited)


def _referrals(look: DayLook, behind: Behind, found: Sequence[Made]) -> Iterator[RecordLine]:
    if not found:
        return
    ids = [one.id for one in found]
    of_branch = select(Referral).where(col(Referral.branch_id) == look.shift.branch.id)
    rows = look.session.exec(of_branch.where(col(Referral.id).in_(ids)).order_by(col(Referral.number))).all()
    amounts = amounts_behind(look, behind)
    for view in answer_views(look.session, look.shift, rows):
        cells = _referral_cells(look, view)
        if amounts is None:
            yield RecordLine(view.id, cells)
        else:
            yield RecordLine(view.id, (*cells, str(amounts[view.id])), amounts[view.id])


def _referral_cells(look: DayLook, view: AnswerView) -> tuple[Renderable, ...]:
    one = view.referral
    came = answer_text(view, look.shift.playbook)
    return (
        str(one.number),
        _at(look, one.created_at),
        one.customer,
        STATUSES[one.status],
        one.identified_by.name,
        one.manager.name if one.manager else "-",
        msg("second claim; {text}", text=came) if view.second_to else came,
    )


def _complaints(look: DayLook, _behind: Behind, found: Sequence[Complaint]) -> Iterator[RecordLine]:
    playbook = look.shift.playbook
    for row in found:
        kind, channel = name_in(playbook.complaint_kinds, row.kind), name_in(playbook.complaint_channels, row.channel)
        cells = (str(row.number), _at(look, row.received_at), kind, channel, mask_name(row.customer))
        yield RecordLine(row.id, (*cells, COMPLAINT_STATES[row.state]))


def _faults(look: DayLook, _behind: Behind, found: Sequence[DeviceFault]) -> Iterator[RecordLine]:
    for row in found:
        device = name_in(look.shift.playbook.devices, row.device)
        named = msg("{device} {label}", device=device, label=mask_text(row.label)) if row.label else device
        fixed = _at(look, row.fixed_at) if row.fixed_at else msg("not yet")
        yield RecordLine(
            row.id, (str(row.number), _at(look, row.reported_at), named, mask_text(row.what), row.ticket, fixed)
        )


def _incidents(look: DayLook, _behind: Behind, found: Sequence[Incident]) -> Iterator[RecordLine]:
    for row in found:
        kind = name_in(look.shift.playbook.incident_kinds, row.kind)
        state = msg("dealt with") if row.closed_at else msg("not yet closed")
        yield RecordLine(row.id, (str(row.number), _at(look, row.happened_at), kind, mask_text(row.place), state))


def _carried(look: DayLook, _behind: Behind, found: Sequence[CarriedGap]) -> Iterator[RecordLine]:
    numbers = _numbers_of(look, [row.subject for row in found])
    for row in found:
        what, reason = GAP_KINDS.get(row.kind, row.kind), reason_text(row.reason)
        cells = (numbers.get(row.subject, "-"), what, reason, look.people[row.by].name, _at(look, row.at))
        yield RecordLine(row.id, cells)


def _numbers_of(look: DayLook, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The numbers of what is missing something, whichever table it is in; items of a checklist have none."""
    if not subjects:
        return {}
    found: dict[uuid.UUID, str] = {}
    for table in (Referral, Complaint, Incident, DeviceFault):
        query = select(table.id, table.number).where(table.branch_id == look.shift.branch.id)
        found |= {key: str(number) for key, number in look.session.exec(query.where(col(table.id).in_(subjects)))}
    return found


_MAKERS: Mapping[Kind, Callable[[DayLook, Behind, Sequence[Any]], Iterator[RecordLine]]] = MappingProxyType(
    {
        Kind.VISITS: _visits,
        Kind.REFERRALS: _referrals,
        Kind.COMPLAINTS: _complaints,
        Kind.FAULTS: _faults,
        Kind.INCIDENTS: _incidents,
        Kind.CARRIED: _carried,
    }
)
