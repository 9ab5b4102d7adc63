"""Who is at work on a day, and what they have entered of it so far."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from lobby_tui.desk.absences import away_on, present
from lobby_tui.desk.day_rows import DayLook
from lobby_tui.desk.referral.views import StaffName
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.incident import Incident
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit


@dataclass(frozen=True, slots=True)
class AtWork:
    """A member of staff on a day. `referrals` are those they identified, `entries` all records they made, `last` when.

    `stand_in` does their work while they are `away`, if anybody does.
    """

    person: StaffName
    away: bool
    stand_in: StaffName | None
    referrals: int
    entries: int
    last: datetime | None

    @property
    def quiet(self) -> bool:
        """At work, and nothing entered yet."""
        return not self.away and not self.entries


def of_day(look: DayLook) -> tuple[AtWork, ...]:
    """Everybody of the branch by their staff number: comparing people by referrals is not what this is for."""
    away = away_on(look.session, look.shift, look.day.date)
    referrals = Counter(one.identified_by for one in look.referrals)
    entries: Counter[uuid.UUID] = Counter()
    last: dict[uuid.UUID, datetime] = {}
    for staff_id, count, at in _entered(look):
        entries[staff_id] += count
        last[staff_id] = max(at, last.get(staff_id, at))
    found = []
    for staff_id, person in look.people.items():
        if person.active or entries[staff_id]:
            deputy = present(away, staff_id) if staff_id in away else None
            found.append(
                AtWork(
                    person,
                    staff_id in away,
                    look.people[deputy] if deputy else None,
                    referrals[staff_id],
                    entries[staff_id],
                    last.get(staff_id),
                )
            )
    return tuple(sorted(found, key=lambda one: one.person.no))


def _entered(look: DayLook) -> Iterator[tuple[uuid.UUID, int, datetime]]:
    """Who made how many records of each kind on the day, and the last one when."""
    for table, by, at in (
        (Visit, Visit.staff_id, Visit.arrived_at),
        (Referral, Referral.logged_by, Referral.created_at),
        (Confirmation, Confirmation.by, Confirmation.at),
        (ChecklistTick, ChecklistTick.by, ChecklistTick.at),
        (Complaint, Complaint.recorded_by, Complaint.recorded_at),
        (DeviceFault, DeviceFault.reported_by, DeviceFault.reported_at),
        (Incident, Incident.recorded_by, Incident.recorded_at),
    ):
        here = (col(table.branch_id) == look.shift.branch.id, col(table.day_id) == look.day.id)
        yield from look.session.exec(select(by, func.count(), func.max(at)).where(*here).group_by(col(by)))
