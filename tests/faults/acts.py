"""Everything that staff can do and that writes, each as one call that can be done in a busy branch."""

from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

from lobby_tui.desk import (
    absences,
    answers,
    branch_settings,
    calendar,
    checklists,
    claims,
    complaints,
    crm,
    crowding,
    drafts,
    faults,
    follow_ups,
    forms,
    import_review,
    incidents,
    meetings,
    referrals,
    result_import,
    results,
    safekeeping,
    signing,
    staff,
    visit_endings,
    visits,
)
from lobby_tui.desk import closing as day_closing
from lobby_tui.desk.answer import undoing
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.complaint import steps
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import MeetingKind, Step
from tests.conftest import PASSWORD, beside
from tests.faults.act import Act
from tests.faults.acts_of_trust import ACTS as OF_TRUST
from tests.faults.busy import COMPLAINT, HOLIDAY, INCIDENT, NOW, PHONE, Known, at_work, entry, results_file

CHOICES: Final = BranchChoices({"cash": "60000"}, frozenset({"A02"}), False)
RESULT: Final = ResultEntry(1, {"fund": 2})
INVESTIGATED: Final = StepEntry("investigated", "已核实")
_HOURS: Final = count(1)
LINE: Final = f",{PHONE.format(3)},王小明3,基金,2,2026-11-23"


def _nobody_waits(shift: Shift, known: Known, _: Path) -> object:
    return [visit_endings.leave(shift, known[name], "comes_back") for name in ("here", "asked", "seen")]


def _sign_in(shift: Shift, known: Known, _: Path) -> object:
    clock = FixedClock(NOW)
    clock.advance(next(_HOURS) * 3600)  # whoever has failed before waits that long
    with closing(at_work(shift.store.path.parent, clock)) as desk:
        return desk.sign_in(shift.person.no, PASSWORD).person


def _changed_incident(shift: Shift, known: Known, _: Path) -> object:
    before = incidents.entry_of(shift, incidents.by_number(shift, 1))
    return incidents.change(shift, known["incident"], replace(before, measures="已断电"), before)


def _export(shift: Shift, known: Known, out: Path) -> object:
    return forms.export(shift, shift.today(), ["csv", "txt"], out)


def _reopen(shift: Shift, known: Known, _: Path) -> object:
    return signing.reopen(shift, None, "改正笔误", beside(shift))


def _read_results(shift: Shift, known: Known, out: Path) -> object:
    return result_import.read(shift, results_file(out / "new.csv", LINE))


def _change(shift: Shift, known: Known, _: Path) -> object:
    return referrals.change(shift, known["waiting"], entry(2, remarks="下午再来"), 1)


ACTS: Final[dict[str, Act]] = {
    "count": Act("101", "visits_counted", lambda s, k, _: visits.count(s, "cash_small", number=2)),
    "greet": Act("101", "visit_greeted", lambda s, k, _: visits.greet(s, "madam", "elderly")),
    "describe": Act("101", "visit_described", lambda s, k, _: visits.describe(s, k["here"], "sir", "elderly")),
    "ask": Act("101", "visit_asked", lambda s, k, _: visits.ask(s, k["here"], "wealth")),
    "see": Act("101", "signal_seen", lambda s, k, _: visits.see(s, k["seen"], "A02")),
    "go_to": Act("101", "visit_step", lambda s, k, _: visits.go_to(s, k["here"], Step.ASK)),
    "send": Act("101", "visit_routed", lambda s, k, _: visit_endings.send(s, k["asked"])),
    "leave": Act("101", "visit_left", lambda s, k, _: visit_endings.leave(s, k["here"], "comes_back")),
    "undo_visit": Act("101", "visit_undone", lambda s, k, _: visit_endings.undo_last(s)),
    "refer": Act("101", "referral_logged", lambda s, k, _: referrals.log(s, entry(20))),
    "refer_visit": Act(
        "101", "referral_logged", lambda s, k, _: referrals.log(s, entry(21, visit_id=k["seen"]))
    ),
    "change": Act("101", "referral_changed", _change),
    "undo": Act("101", "referral_undone", lambda s, k, _: referrals.undo(s, k["undoable"])),
    "reveal": Act("101", "referral_revealed", lambda s, k, _: referrals.reveal(s, k["waiting"], "致电客户")),
    "accept": Act("301", "referral_accepted", lambda s, k, _: answers.accept(s, k["waiting"])),
    "return": Act("301", "referral_returned", lambda s, k, _: answers.return_(s, k["waiting"], "unreachable")),
    "reassign": Act("301", "referral_reassigned", lambda s, k, _: answers.reassign(s, k["accepted"], "302")),
    "assign": Act("101", "referral_reassigned", lambda s, k, _: answers.assign(s, k["waiting"], "302")),
    "take_back": Act("301", "answer_taken_back", lambda s, k, _: undoing.take_back(s)),
    "result": Act("301", "result_recorded", lambda s, k, _: results.record(s, k["accepted"], RESULT)),
    "share": Act("001", "credit_shared", lambda s, k, _: claims.share(s, k["second"], True)),
    "plan_follow_up": Act("301", "follow_up_planned", lambda s, k, _: follow_ups.plan(s, k["copied"])),
    "follow_up_done": Act("301", "follow_up_done", lambda s, k, _: follow_ups.done(s, k["planned"], "no_answer")),
    "drop_follow_up": Act("301", "follow_up_dropped", lambda s, k, _: follow_ups.drop(s, k["planned"])),
    "copy_to_crm": Act("301", "customers_copied", lambda s, k, out: crm.copy(s, out, ["csv"], second=beside(s)), 0.02),
    "read_results": Act("001", "results_imported", _read_results),
    "take_line": Act("001", "import_line_taken", lambda s, k, _: import_review.take(s, k["line"], k["accepted"])),
    "refuse_line": Act("001", "import_line_refused", lambda s, k, _: import_review.refuse(s, k["line"])),
    "complain": Act("101", "complaint_registered", lambda s, k, _: complaints.register(s, COMPLAINT)),
    "change_complaint": Act(
        "101", "complaint_changed", lambda s, k, _: complaints.change(s, k["complaint"], COMPLAINT, 2)
    ),
    "reveal_complaint": Act(
        "101", "complaint_revealed", lambda s, k, _: complaints.reveal(s, k["complaint"], "致电客户")
    ),
    "investigate": Act(
        "101", "complaint_investigated", lambda s, k, _: steps.take(s, k["complaint"], INVESTIGATED)
    ),
    "extend": Act(
        "001", "complaint_extended",
        lambda s, k, _: steps.take(s, k["complaint"], StepEntry("extended", "等待总行", told=True)),
    ),
    "report_incident": Act("101", "incident_reported", lambda s, k, _: incidents.report(s, INCIDENT)),
    "change_incident": Act(
        "101", "incident_changed", _changed_incident
    ),
    "close_incident": Act("101", "incident_closed", lambda s, k, _: incidents.close(s, k["incident"], "已更换插座")),
    "tick": Act("101", "checklist_ticked", lambda s, k, _: checklists.tick(s, "opening", "care")),
    "untick": Act("101", "checklist_tick_undone", lambda s, k, _: checklists.undo(s, "opening", "folder")),
    "report_fault": Act("101", "fault_reported", lambda s, k, _: faults.report(s, NewFault("atm", "黑屏"))),
    "ticket": Act("101", "fault_ticket", lambda s, k, _: faults.set_ticket(s, 1, "R-1")),
    "fixed": Act("101", "fault_fixed", lambda s, k, _: faults.fixed(s, 1, "已换")),
    "not_fixed": Act("101", "fault_fixed_undone", lambda s, k, _: faults.undo_fixed(s, 2)),
    "crowding": Act("101", "crowding_recorded", lambda s, k, _: crowding.record(s, "comfort")),
    "meet": Act("101", "meeting_held", lambda s, k, _: meetings.hold(s, MeetingKind.MORNING, {}, 3)),
    "away": Act("301", "absence_planned", lambda s, k, _: absences.plan(s, "301", HOLIDAY, HOLIDAY)),
    "not_away": Act("001", "absence_dropped", lambda s, k, _: absences.drop(s, k["absence"])),
    "set_day": Act("001", "calendar_day_set", lambda s, k, _: calendar.set_day(s, s.today(), works=True)),
    "unset_day": Act("001", "calendar_day_unset", lambda s, k, _: calendar.unset(s, HOLIDAY)),
    "branch_settings": Act("001", "branch_settings_changed", lambda s, k, _: branch_settings.change(s, CHOICES)),
    "add_staff": Act("001", "staff_added", lambda s, k, _: staff.add(s, "303", "高原", "guide", PASSWORD), 0.05),
    "disable_staff": Act("001", "staff_disabled", lambda s, k, _: staff.disable(s, "302"), 0.02),
    "reset_staff": Act("001", "password_reset", lambda s, k, _: staff.reset(s, "302", PASSWORD), 0.05),
    "sign_in": Act("102", "signed_in", _sign_in, 0.02),
    "close": Act(
        "101", "day_closed", lambda s, k, _: day_closing.close(s, carry_over="next_day"), 0.012, first=_nobody_waits
    ),
    "sign": Act("001", "day_signed", lambda s, k, _: signing.sign(s)),
    "reopen": Act("001", "day_reopened", _reopen, 0.05),
    "export": Act("101", "paper_exported", _export, 0.08),
    "back_up": Act("001", "backup_made", lambda s, k, out: safekeeping.back_up(s, out / "copy.db"), 0.05, traced=True),
    "keep_draft": Act("101", "", lambda s, k, _: drafts.keep(s, "quick", {"customer": "李四"})),
    "drop_draft": Act("101", "", lambda s, k, _: drafts.drop(s, "referral", k["seen"])),
    **OF_TRUST,
}  # fmt: skip
