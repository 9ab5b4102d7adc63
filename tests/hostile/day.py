"""A day full of hostile texts: typed at the desk, or put into the store by somebody who went round it."""

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from lobby_tui.desk import checklists, crowding, faults, incidents, meetings, referrals
from lobby_tui.desk import complaints as complaint_register
from lobby_tui.desk.complaint import steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.absence import Absence
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.crowding import Crowding
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff
from tests.hostile.places import Bench
from tests.hostile.texts import expected

RAW: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Referral, ("customer", "best_time", "remarks", "home_branch")), (Complaint, ("customer", "what", "wish")),
    (ComplaintStep, ("note",)), (Incident, ("what", "place", "measures", "reported_to", "outcome")),
    (DeviceFault, ("label", "what", "ticket", "fixed_note")), (ChecklistTick, ("note",)), (Crowding, ("note",)),
    (Meeting, ("note",)), (FollowUp, ("note",)), (Absence, ("note",)), (Staff, ("name",)),
)  # fmt: skip
"""Where the texts of people stand in the tables."""


def fitting(texts: Sequence[str], limit: int) -> list[str]:
    """The texts that a needed field of this length takes."""
    return [text for text in texts if expected(text, limit=limit, needed=True) is not None]


def type_day(shift: Shift, texts: Sequence[str]) -> None:
    """Enter each text where it fits: referrals, complaints, incidents, faults, ticks, a crowded lobby, a meeting."""
    names = fitting(texts, 60)
    for place, text in enumerate(fitting(texts, 500)):
        name = names[place % len(names)]
        log_one(shift, name, text)
    for text in fitting(texts, 200):
        one = complaint_register.register(shift, ComplaintEntry("fees", text, customer="王小明", wish=text))
        steps.take(shift, one.id, StepEntry("noted", text))
        incidents.report(shift, IncidentEntry("fire", text, measures=text))
        faults.report(shift, NewFault("atm", text))
        checklists.tick(shift, "opening", "folder", in_order=False, note=text)
        crowding.record(shift, "comfort", text)
        questions = shift.playbook.meeting("morning").questions
        meetings.hold(shift, MeetingKind.MORNING, {questions[0].code: text}, 3, text)


def log_one(shift: Shift, customer: str, remarks: str) -> None:
    """Log an introduction."""
    referrals.log(shift, ReferralEntry(customer, ["A01"], manager_no="301", remarks=remarks, best_time=customer[:20]))


def write_raw(bench: Bench, texts: Sequence[str]) -> int:
    """Put texts into the rows past every check, as another program or an old version might; how many there were.

    A half of a pair is not among them: no database takes it.
    """
    turn = 0
    texts = [f"王{text}"[:39] for text in texts if not re.search("[\ud800-\udfff]", text)]
    with bench.lobby.writing() as writing:
        for table, fields in RAW:
            row: Any
            for row in writing.session.exec(select(table).order_by(col(table.id))):  # type: ignore[attr-defined]
                for field in fields:
                    setattr(row, field, texts[turn % len(texts)])
                    turn += 1
                writing.session.add(row)
        writing.record("raw", "test")
    return turn
