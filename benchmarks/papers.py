"""The papers of a full day: the referral record form in every format, and the whole pack."""

from typing import Any

from sqlmodel import text

from benchmarks import big_store
from benchmarks.branch import folder, set_up, signed_in
from benchmarks.measure import Result, in_turns, median
from lobby_tui.desk import checklists, complaints, faults, forms, meetings
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import MeetingKind
from lobby_tui.papers.apart import render_all
from lobby_tui.papers.render import FORMATS, render

REFERRALS = 300


def run() -> list[Result]:
    """Gathering the records and setting them: the form in all formats in this process, the pack as it is exported."""
    with folder() as home:
        settings = set_up(home / "home")
        big_store.fill(settings, REFERRALS, REFERRALS)
        with signed_in(settings, "101") as shift:
            _fill(shift)
            day = shift.today()

            def all_formats() -> None:
                paper = forms.paper(shift, day)
                assert len(paper.rows) == REFERRALS
                for name in FORMATS:
                    render(paper, name)

            def pack() -> None:
                whole = forms.pack(shift, day)
                assert len(whole.papers) == len(forms.PAPERS)
                render_all([(whole, "pdf")])

            took = in_turns(5, {"all": all_formats, "pack": pack}, warm=1)
    return [
        Result(f"form of {REFERRALS} referrals, {', '.join(FORMATS)}", median(took["all"]), 1000),
        Result(f"day pack of {REFERRALS} referrals, pdf", median(took["pack"]), 2000),
    ]


def _fill(shift: Shift) -> None:
    """Answers and results to most of the referrals, and something on every other paper."""
    with shift.store.engine.begin() as connection:
        _answer(connection)
    for plan in shift.playbook.checklists:
        for item in plan.items:
            checklists.tick(shift, plan.code, item.code)
    kinds, devices = shift.playbook.complaint_kinds, shift.playbook.devices
    for n in range(5):
        complaints.register(shift, ComplaintEntry(kinds[n % len(kinds)].code, "等候时间太长", customer="王小明"))
        faults.report(shift, NewFault(devices[n % len(devices)].code, "不出票", ticket=f"BX-{n}"))
    for kind in MeetingKind:
        questions = shift.playbook.meeting(kind.value).questions
        meetings.hold(shift, kind, {one.code: "多问一句，少等一分钟。" for one in questions}, 8)


def _answer(connection: Any) -> None:
    found = connection.execute(text("SELECT branch_id, id, day_id, manager_id, created_at FROM referral")).all()
    for number, (branch, referral, day, manager, at) in enumerate(found):
        values = {"branch": branch, "id": f"{number:032x}", "referral": referral, "day": day, "by": manager, "at": at}
        if number % 8:
            connection.execute(text(CONFIRMATION), values)
            connection.execute(text(ANSWER), values)
        if number % 4 > 1:
            connection.execute(text(RESULT), values)
            connection.execute(text(PRODUCT), values)
            connection.execute(text(OUTCOME), values)


CONFIRMATION = (
    'INSERT INTO confirmation (branch_id, id, referral_id, day_id, decision, note, "by", at) '
    "VALUES (:branch, :id, :referral, :day, 'accepted', '', :by, :at)"
)
ANSWER = "UPDATE referral SET answer = 'accepted', answered_at = :at, answered_by = :by WHERE id = :referral"
RESULT = (
    'INSERT INTO result (branch_id, id, referral_id, day_id, opened, note, source, version, "by", at) '
    "VALUES (:branch, :id, :referral, :day, 1, '', 'entered', 1, :by, :at)"
)
PRODUCT = (
    "INSERT INTO result_product (branch_id, id, result_id, product, quantity) VALUES (:branch, :id, :id, 'fund', 2)"
)
OUTCOME = "UPDATE referral SET outcome = 'success', outcome_at = :at WHERE id = :referral"
