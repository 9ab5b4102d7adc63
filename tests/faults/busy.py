"""A branch in the middle of its day, in which everything that staff can do is there to be done."""

import shutil
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from lobby_tui.desk import (
    absences,
    answers,
    calendar,
    checklists,
    closing,
    complaints,
    drafts,
    faults,
    follow_ups,
    import_review,
    incidents,
    referrals,
    result_import,
    visits,
)
from lobby_tui.desk.complaint import steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.review import marks
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD

PHONE: Final = "1381234{:04d}"
YESTERDAY: Final = MORNING - timedelta(days=3)
NOW: Final = MORNING + timedelta(hours=2)
AWAY: Final = date(2026, 12, 7)
HOLIDAY: Final = date(2026, 12, 25)
INCIDENT: Final = IncidentEntry(kind="fire", what="插座冒烟")
COMPLAINT: Final = ComplaintEntry(kind="fees", what="收费未告知", customer="赵六", contact="13900000001")
RESULTS_HEAD: Final = "证件号码,联系方式,客户姓名,产品,数量,日期"
Known = dict[str, uuid.UUID]


def entry(number: int, **more: object) -> ReferralEntry:
    """A referral to follow up; each number is another customer."""
    return ReferralEntry(
        customer=f"王小明{number}",
        signals=["A01"],
        status="to_follow_up",
        manager_no="301",
        contact=PHONE.format(number),
        best_time="morning",
        consent=True,
        **more,  # type: ignore[arg-type]
    )


def results_file(path: Path, *lines: str) -> Path:
    """A file of results as the core system writes it."""
    path.write_text("\n".join([RESULTS_HEAD, *lines]), encoding="gb18030")
    return path


def at_work(home: Path, clock: FixedClock | None = None) -> Desk:
    """The desk of a busy branch, two hours after its morning."""
    return open_desk(Settings(home, "zh", CHEAP), clock or FixedClock(NOW))


def make(home: Path, folder: Path) -> Known:
    """Fill the branch in `home`: a day that is closed, and one in the middle. `folder` is for its files."""
    clock = FixedClock(YESTERDAY)
    desk = at_work(home, clock)
    try:
        lobby, head, manager = (desk.sign_in(no, PASSWORD) for no in ("101", "001", "301"))
        _yesterday(lobby)
        clock.set(MORNING)
        return _visits(lobby) | _referrals(clock, lobby, head, manager, folder) | _the_rest(lobby, head)
    finally:
        desk.close()


def copied(source: Path, target: Path) -> Path:
    """A copy of a branch that nobody has open."""
    shutil.copytree(source, target)
    return target


def _yesterday(lobby: Shift) -> None:
    visits.count(lobby, "cash_small")
    referrals.log(lobby, entry(1))
    closing.close(lobby, carry_over="next_day")


def _visits(lobby: Shift) -> Known:
    visits.count(lobby, "cash_small", number=3)
    here = visits.greet(lobby, "sir")
    asked = visits.ask(lobby, visits.greet(lobby).id, "cash_small")
    seen = visits.ask(lobby, visits.greet(lobby).id, "wealth")
    visits.see(lobby, seen.id, "A01")
    drafts.keep(lobby, "referral", {"customer": "李四"}, seen.id)
    return {"here": here.id, "asked": asked.id, "seen": seen.id}


def _referrals(clock: FixedClock, lobby: Shift, head: Shift, manager: Shift, folder: Path) -> Known:
    known = {}
    for number, name in enumerate(("waiting", "accepted", "copied", "undoable"), start=2):
        clock.advance(60)
        known[name] = referrals.log(lobby, entry(number)).referral.id
    # Somebody else has seen the same customer.
    known["second"] = referrals.log(head, entry(2)).referral.id
    for name in ("accepted", "copied"):
        clock.advance(60)
        answers.accept(manager, known[name])
    marks.ask(head, known["undoable"], "客户为何没有引荐？", "manager")
    follow_ups.plan(manager, known["accepted"])
    known["planned"] = follow_ups.plan(manager, known["accepted"], due_on=AWAY).follow_up.id
    path = results_file(folder / "results.csv", f",{PHONE.format(3)},王大明,基金,2,2026-11-23")
    assert result_import.read(head, path).waiting == 1
    known["line"] = import_review.waiting(head)[0].id
    return known


def _the_rest(lobby: Shift, head: Shift) -> Known:
    checklists.tick(lobby, "opening", "folder")
    faults.report(lobby, NewFault("atm", "吞卡"))
    faults.fixed(lobby, faults.report(lobby, NewFault("atm", "缺纸")).number)
    calendar.set_day(head, HOLIDAY, works=False)
    complaint = complaints.register(lobby, COMPLAINT)
    steps.take(lobby, complaint.id, StepEntry("made_complex", "涉及多个部门"))
    return {
        "complaint": complaint.id,
        "incident": incidents.report(lobby, INCIDENT).id,
        "absence": absences.plan(head, "302", AWAY, AWAY).absence.id,
    }
