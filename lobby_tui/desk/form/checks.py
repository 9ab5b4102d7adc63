"""The checklists that were gone through and the devices out of order, gathered [ICBC 3, BOCOM]."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import or_
from sqlmodel import col, select

from lobby_tui.desk.checklist_views import ChecklistView, ItemView, day_views
from lobby_tui.desk.checklists import PATROL
from lobby_tui.desk.faults import device_name
from lobby_tui.desk.form.look import Look
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.masking import mask_text
from lobby_tui.papers.checklist_record import CODE, Check, CheckLine, FaultLine, checklist_record
from lobby_tui.papers.content import Paper

_LOOK_BACK: Final = 60  # days, for faults that were repaired on a later day than that on which they were reported


def paper(look: Look) -> Paper:
    """The paper of a day's checks; a machine stands on it on every day on which it was out of order."""
    checks = [_check(look, one) for one in day_views(look.session, look.shift, look.day.id, look.day.date)]
    found = [_fault(look, one) for one in faults(look)]
    return checklist_record(look.sheet, look.shift.playbook.paper(CODE).title, checks, found)


def _check(look: Look, one: ChecklistView) -> Check:
    name = look.t.render(one.name)
    title = look.t("{checklist}, round {number}", checklist=name, number=one.round) if one.code == PATROL else name
    return Check(title, tuple(_item(look, item) for item in one.items))


def _item(look: Look, item: ItemView) -> CheckLine:
    name, tick = look.t.render(item.name), item.tick
    if tick is None:
        return CheckLine(name)
    return CheckLine(name, tick.in_order, tick.by.name, look.clock(tick.at), tick.note)


def faults(look: Look) -> Sequence[DeviceFault]:
    """Reported on the day; or before it, and repaired on it or later, or not yet."""
    branch, day = look.shift.branch.id, look.day
    recent = select(BusinessDay.id).where(
        col(BusinessDay.branch_id) == branch,
        col(BusinessDay.date).between(day.date - timedelta(days=_LOOK_BACK), day.date),
    )
    out_on_the_day = or_(
        col(DeviceFault.day_id) == day.id,
        col(DeviceFault.fixed_at).is_(None),
        col(DeviceFault.fixed_at) >= day.opened_at,
    )
    near = look.session.exec(
        select(DeviceFault).where(
            col(DeviceFault.branch_id) == branch, col(DeviceFault.day_id).in_(recent), out_on_the_day
        )
    ).all()
    # A machine that was given up long ago is still on the list of what is open, which is short.
    old = look.session.exec(
        select(DeviceFault).where(
            col(DeviceFault.branch_id) == branch,
            col(DeviceFault.fixed_at).is_(None),
            col(DeviceFault.reported_at) < day.opened_at,
        )
    ).all()
    return sorted({one.id: one for one in (*near, *old)}.values(), key=lambda one: one.number)


def _fault(look: Look, row: DeviceFault) -> FaultLine:
    people, t = look.people, look.t
    device = t.render(device_name(look.shift, row.device))
    fixed = f"{look.at(row.fixed_at)} {people[row.fixed_by].name}" if row.fixed_at and row.fixed_by else ""
    return FaultLine(
        number=row.number,
        device=f"{device} {mask_text(row.label)}".rstrip(),
        what=mask_text(row.what),
        ticket=row.ticket,
        reported=f"{look.at(row.reported_at)} {people[row.reported_by].name}",
        fixed=fixed or t("not yet"),
        out_of_service=_duration(look, row),
        note=mask_text(row.fixed_note),
    )


def _duration(look: Look, row: DeviceFault) -> str:
    """How long it was out of service, until now where it still is."""
    end = row.fixed_at or look.shift.now()
    minutes = max(0, int((end - row.reported_at).total_seconds() // 60))
    return look.t("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
