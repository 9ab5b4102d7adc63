"""Who may do what: the whole table, and each desk function against it."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lobby_tui.desk import (
    absences,
    allocation,
    answers,
    audit_export,
    audit_trail,
    branch_settings,
    calendar,
    checklists,
    checkup,
    claims,
    closing,
    complaints,
    consent,
    crm,
    crowding,
    customer_changes,
    customer_data,
    customer_export,
    day_heads,
    doubles,
    faults,
    figures,
    follow_ups,
    forms,
    gaps,
    import_review,
    incidents,
    key_care,
    lobby,
    managers,
    meetings,
    outcomes,
    records,
    referrals,
    restoring,
    result_import,
    results,
    retention,
    safekeeping,
    signing,
    staff,
    summary,
    traffic,
    verifying,
    visit_endings,
    visits,
    worklist,
)
from lobby_tui.desk.answer import lookup as answer_lookup
from lobby_tui.desk.answer import undoing as answer_undoing
from lobby_tui.desk.audit.wanted import Wanted
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.customer_changes import Correction
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.permissions import ALLOWED, Action, allows
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.review import (
    achieved,
    asked,
    branches,
    changes,
    coaching,
    glance,
    goals,
    last_day,
    marks,
    odd,
    pack,
    people,
    range_days,
    range_records,
    take_away,
    tallies,
    trends,
    waiting_counts,
    works_look,
    works_tellers,
)  # fmt: skip
from lobby_tui.desk.review import rows as review_rows
from lobby_tui.desk.review import signing as review_signing
from lobby_tui.desk.review import summary as review_summary
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Unit, span_of
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import FRESH_SECONDS, Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import MeetingKind, Role, Step
from tests.conftest import MORNING, PASSWORD

# Written out once more by hand: a slip in the table must not pass because the test reads the same table.
ALL = {
    Action.REFER, Action.REVEAL, Action.REPORT_FAULT, Action.REGISTER_COMPLAINT, Action.REPORT_INCIDENT,
    Action.PLAN_ABSENCE, Action.PURGE, Action.ANSWER_REVIEW, Action.SEE_OWN_SCORE,
}  # fmt: skip
ONLY_THE_HEAD = {
    Action.MANAGE_STAFF, Action.SET_BRANCH, Action.BACK_UP, Action.SIGN_DAY, Action.REOPEN_DAY, Action.SHARE_CREDIT,
    Action.ANSWER_FOR_OTHERS, Action.IMPORT_RESULTS, Action.SET_CALENDAR, Action.APPROVE_COMPLAINT,
    Action.RESTORE, Action.MANAGE_KEYS, Action.SEE_AUDIT, Action.CUSTOMER_RIGHTS,
    Action.REVIEW,
}  # fmt: skip
ONLY_MANAGERS = {Action.ANSWER, Action.FOLLOW_UP, Action.COPY_TO_CRM}
EXPECTED = {
    Role.SUPERVISOR: set(Action),
    Role.LOBBY_MANAGER: set(Action) - ONLY_THE_HEAD - ONLY_MANAGERS,
    Role.GUIDE: ALL | {Action.VISIT, Action.SEE_DAY, Action.GO_THROUGH_CHECKLIST},
    Role.CASH_TELLER: ALL,
    Role.COUNTER_TELLER: ALL,
    Role.CUSTOMER_MANAGER: ALL | ONLY_MANAGERS | {Action.WITHDRAW_CONSENT},
}
NOBODY = uuid.UUID(int=7)
NUMBERS = {"001": Role.SUPERVISOR, "101": Role.LOBBY_MANAGER, "102": Role.GUIDE, "201": Role.CASH_TELLER,
           "202": Role.COUNTER_TELLER, "301": Role.CUSTOMER_MANAGER}  # fmt: skip
ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")
COMPLAINT = ComplaintEntry(kind="fees", what="收费未告知")
CALMED, EXTENDED = StepEntry("calmed"), StepEntry("extended", "等待总行", told=True)
RESULT = ResultEntry(opened=1)
INCIDENT = IncidentEntry(kind="fire", what="插座冒烟")
CHOICES = BranchChoices({}, frozenset(), False)
PAPER_KEY = key_care.PaperKey((), (), MORNING)
MONTH = span_of(Unit.MONTH, date(2026, 11, 1))
TABLE = ReviewTable("T", (), (ReviewColumn("A"),), (("b",),))
SECOND = SecondPerson(NOBODY, "101", "李娜", Role.LOBBY_MANAGER)
# Exports, closing, staff, settings, backups, keys, customers' rights: what was given ten minutes ago counts no more.
FRESH = {
    "audit_export", "back_up", "back_up_now", "branch", "close", "crm_copy", "customer_correct", "customer_erase",
    "customer_export", "device_secret", "export", "export_full", "keep_in", "may_back_up", "month_file",
    "pack_full", "paper_full", "paper_key", "paper_key_page", "purge_by_hand", "reopen", "restore", "retention_set",
    "review_copied", "review_pack_export", "review_sign", "review_take_away", "review_unsign", "sign", "staff_add",
    "staff_disable", "staff_reset", "staff_role",
}  # fmt: skip
FULL: Any = {"full": True, "second": SECOND}


def _export(shift: Shift, out: Path, full: bool = False) -> object:
    return forms.export(shift, shift.today(), ["txt"], out, full=full, second=SECOND)


def _trail(shift: Shift, out: Path) -> object:
    return audit_export.export(shift, Wanted(), ["txt"], out, second=SECOND)


def _page(shift: Shift, out: Path) -> object:
    return key_care.write_page(shift, PAPER_KEY, ["txt"], out, "en")


def _away(shift: Shift, no: str) -> object:
    return absences.plan(shift, no, shift.today(), shift.today())


CALLS: dict[str, tuple[Action, Callable[[Shift, Path], object]]] = {
    "count": (Action.VISIT, lambda shift, _: visits.count(shift, "cash_small")),
    "greet": (Action.VISIT, lambda shift, _: visits.greet(shift)),
    "describe": (Action.VISIT, lambda shift, _: visits.describe(shift, NOBODY, None, None)),
    "ask": (Action.VISIT, lambda shift, _: visits.ask(shift, NOBODY, "wealth")),
    "see": (Action.VISIT, lambda shift, _: visits.see(shift, NOBODY, "A01")),
    "go_to": (Action.VISIT, lambda shift, _: visits.go_to(shift, NOBODY, Step.SPOT)),
    "send": (Action.VISIT, lambda shift, _: visit_endings.send(shift, NOBODY, "vip_area")),
    "leave": (Action.VISIT, lambda shift, _: visit_endings.leave(shift, NOBODY, "other")),
    "undo_last": (Action.VISIT, lambda shift, _: visit_endings.undo_last(shift)),
    "in_lobby": (Action.VISIT, lambda shift, _: lobby.in_lobby(shift)),
    "one": (Action.VISIT, lambda shift, _: lobby.one(shift, NOBODY)),
    "log": (Action.REFER, lambda shift, _: referrals.log(shift, ENTRY)),
    "while_typing": (Action.REFER, lambda shift, _: doubles.while_typing(shift, "王", "", "")),
    "at_work": (Action.REFER, lambda shift, _: managers.at_work(shift)),
    "undo": (Action.REFER, lambda shift, _: referrals.undo(shift, NOBODY)),
    "change": (Action.REFER, lambda shift, _: referrals.change(shift, NOBODY, ENTRY, 1)),
    "reveal": (Action.REVEAL, lambda shift, _: referrals.reveal(shift, NOBODY, "look")),
    "of_day": (Action.SEE_DAY, lambda shift, _: summary.of_day(shift)),
    "figures": (Action.SEE_DAY, lambda shift, _: figures.of_day(shift, shift.today())),
    "records": (Action.SEE_DAY, lambda shift, _: records.page(shift, shift.today(), figures.VISITS)),
    "close": (Action.CLOSE_DAY, lambda shift, _: closing.close(shift, carry_over="next_day")),
    "gaps": (Action.CLOSE_DAY, lambda shift, _: gaps.of_day(shift, shift.today())),
    "history": (Action.CLOSE_DAY, lambda shift, _: signing.history(shift, shift.today())),
    "sign": (Action.SIGN_DAY, lambda shift, _: signing.sign(shift)),
    "reopen": (Action.REOPEN_DAY, lambda shift, _: signing.reopen(shift, None, "typo", SECOND)),
    "verify": (Action.CHECK_STORE, lambda shift, _: verifying.verify(shift, "0" * 64)),
    "paper": (Action.EXPORT, lambda shift, _: forms.paper(shift, shift.today())),
    "papers": (Action.EXPORT, lambda shift, _: forms.papers(shift, shift.today())),
    "pack": (Action.EXPORT, lambda shift, _: forms.pack(shift, shift.today())),
    "pack_full": (Action.EXPORT_FULL, lambda shift, _: forms.pack(shift, shift.today(), **FULL)),
    "paper_full": (Action.EXPORT_FULL, lambda shift, _: forms.paper(shift, shift.today(), **FULL)),
    "export": (Action.EXPORT, lambda shift, out: _export(shift, out)),
    "export_full": (Action.EXPORT_FULL, lambda shift, out: _export(shift, out, full=True)),
    "staff_add": (Action.MANAGE_STAFF, lambda shift, _: staff.add(shift, "9", "N", "guide", PASSWORD)),
    "staff_disable": (Action.MANAGE_STAFF, lambda shift, _: staff.disable(shift, "302")),
    "staff_role": (Action.MANAGE_STAFF, lambda shift, _: staff.change_role(shift, "302", "guide")),
    "staff_reset": (Action.MANAGE_STAFF, lambda shift, _: staff.reset(shift, "302", PASSWORD)),
    "branch": (Action.SET_BRANCH, lambda shift, _: branch_settings.change(shift, CHOICES)),
    "key_state": (Action.MANAGE_KEYS, lambda shift, _: key_care.state(shift)),
    "paper_key": (Action.MANAGE_KEYS, lambda shift, _: key_care.make_paper_key(shift)),
    "paper_key_page": (Action.MANAGE_KEYS, lambda shift, out: _page(shift, out)),
    "device_secret": (Action.MANAGE_KEYS, lambda shift, _: key_care.keep_device_secret_in(shift, "file")),
    "checklists": (Action.GO_THROUGH_CHECKLIST, lambda shift, _: checklists.of_day(shift)),
    "tick": (Action.GO_THROUGH_CHECKLIST, lambda shift, _: checklists.tick(shift, "opening", "folder")),
    "untick": (Action.GO_THROUGH_CHECKLIST, lambda shift, _: checklists.undo(shift, "opening", "folder")),
    "fault": (Action.REPORT_FAULT, lambda shift, _: faults.report(shift, NewFault("atm", "吞卡"))),
    "fault_ticket": (Action.REPORT_FAULT, lambda shift, _: faults.set_ticket(shift, 1, "R")),
    "fault_fixed": (Action.REPORT_FAULT, lambda shift, _: faults.fixed(shift, 1)),
    "fault_undo": (Action.REPORT_FAULT, lambda shift, _: faults.undo_fixed(shift, 1)),
    "faults": (Action.REPORT_FAULT, lambda shift, _: faults.open_faults(shift)),
    "faults_of_day": (Action.REPORT_FAULT, lambda shift, _: faults.of_day(shift)),
    "crowding": (Action.VISIT, lambda shift, _: crowding.record(shift, "comfort")),
    "traffic": (Action.SEE_DAY, lambda shift, _: traffic.of_day(shift)),
    "meeting": (Action.HOLD_MEETING, lambda shift, _: meetings.sheet(shift, None, MeetingKind.MORNING)),
    "hold": (Action.HOLD_MEETING, lambda shift, _: meetings.hold(shift, MeetingKind.MORNING, {}, 3)),
    "absence": (Action.PLAN_ABSENCE, lambda shift, _: _away(shift, shift.person.no)),
    "absence_of_others": (Action.PLAN_ABSENCE_OF_OTHERS, lambda shift, _: _away(shift, "302")),
    "absence_drop": (Action.PLAN_ABSENCE, lambda shift, _: absences.drop(shift, NOBODY)),
    "calendar_set": (Action.SET_CALENDAR, lambda shift, _: calendar.set_day(shift, shift.today(), works=False)),
    "calendar_unset": (Action.SET_CALENDAR, lambda shift, _: calendar.unset(shift, shift.today())),
    "accept": (Action.ANSWER, lambda shift, _: answers.accept(shift, NOBODY)),
    "return": (Action.ANSWER, lambda shift, _: answers.return_(shift, NOBODY, "unreachable")),
    "reassign": (Action.ANSWER, lambda shift, _: answers.reassign(shift, NOBODY, "302")),
    "result": (Action.ANSWER, lambda shift, _: results.record(shift, NOBODY, RESULT)),
    "assign": (Action.ALLOCATE, lambda shift, _: answers.assign(shift, NOBODY, "302")),
    "take_back": (Action.REFER, lambda shift, _: answer_undoing.take_back(shift)),
    "undo_last_answer": (Action.REFER, lambda shift, _: answer_undoing.undo_last(shift)),
    "answers_of": (Action.REFER, lambda shift, _: answer_lookup.of(shift, [NOBODY])),
    "by_number": (Action.REFER, lambda shift, _: answer_lookup.by_number(shift, 1)),
    "worklist": (Action.REFER, lambda shift, _: worklist.of_me(shift)),
    "waiting": (Action.REFER, lambda shift, _: worklist.waiting(shift)),
    "outcomes": (Action.REFER, lambda shift, _: outcomes.mine(shift)),
    "share": (Action.SHARE_CREDIT, lambda shift, _: claims.share(shift, NOBODY, True)),
    "tray": (Action.ALLOCATE, lambda shift, _: allocation.tray(shift)),
    "follow_ups": (Action.FOLLOW_UP, lambda shift, _: follow_ups.due(shift)),
    "follow_ups_of": (Action.FOLLOW_UP, lambda shift, _: follow_ups.of_referral(shift, NOBODY)),
    "follow_up_plan": (Action.FOLLOW_UP, lambda shift, _: follow_ups.plan(shift, NOBODY)),
    "follow_up_done": (Action.FOLLOW_UP, lambda shift, _: follow_ups.done(shift, NOBODY, "no_answer")),
    "follow_up_drop": (Action.FOLLOW_UP, lambda shift, _: follow_ups.drop(shift, NOBODY)),
    "crm_waiting": (Action.COPY_TO_CRM, lambda shift, _: crm.waiting(shift)),
    "crm_copy": (Action.COPY_TO_CRM, lambda shift, out: crm.copy(shift, out, second=SECOND)),
    "results_read": (Action.IMPORT_RESULTS, lambda shift, out: result_import.read(shift, out / "none.csv")),
    "review": (Action.IMPORT_RESULTS, lambda shift, _: import_review.waiting(shift)),
    "review_take": (Action.IMPORT_RESULTS, lambda shift, _: import_review.take(shift, NOBODY, NOBODY)),
    "review_refuse": (Action.IMPORT_RESULTS, lambda shift, _: import_review.refuse(shift, NOBODY)),
    "complaint_register": (Action.REGISTER_COMPLAINT, lambda shift, _: complaints.register(shift, COMPLAINT)),
    "complaint_change": (Action.REGISTER_COMPLAINT, lambda shift, _: complaints.change(shift, NOBODY, COMPLAINT, 1)),
    "complaint_reveal": (Action.REVEAL, lambda shift, _: complaints.reveal(shift, NOBODY, "look")),
    "incident_reveal": (Action.REVEAL, lambda shift, _: incidents.reveal(shift, NOBODY, "look")),
    "absence_reveal": (Action.REVEAL, lambda shift, _: absences.reveal(shift, NOBODY, "look")),
    "fault_reveal": (Action.REVEAL, lambda shift, _: faults.reveal(shift, 99, "look")),
    "complaint_unfiled": (Action.REGISTER_COMPLAINT, lambda shift, _: complaint_lists.unfiled(shift)),
    "complaint_filed": (Action.REGISTER_COMPLAINT, lambda shift, _: complaint_lists.filed(shift)),
    "complaint_by_number": (Action.REGISTER_COMPLAINT, lambda shift, _: complaint_lists.by_number(shift, 99)),
    "complaint_page": (Action.REGISTER_COMPLAINT, lambda shift, _: complaint_lists.page(shift, NOBODY)),
    "complaint_step": (Action.HANDLE_COMPLAINT, lambda shift, _: complaint_steps.take(shift, NOBODY, CALMED)),
    "complaint_extend": (Action.APPROVE_COMPLAINT, lambda shift, _: complaint_steps.take(shift, NOBODY, EXTENDED)),
    "complaint_handlers": (Action.HANDLE_COMPLAINT, lambda shift, _: complaint_steps.handlers(shift, NOBODY)),
    "incident_report": (Action.REPORT_INCIDENT, lambda shift, _: incidents.report(shift, INCIDENT)),
    "incident_change": (Action.REPORT_INCIDENT, lambda shift, _: incidents.change(shift, NOBODY, INCIDENT, INCIDENT)),
    "incident_close": (Action.CLOSE_INCIDENT, lambda shift, _: incidents.close(shift, NOBODY, "done")),
    "incident_listed": (Action.REPORT_INCIDENT, lambda shift, _: incidents.listed(shift)),
    "incident_by_number": (Action.REPORT_INCIDENT, lambda shift, _: incidents.by_number(shift, 99)),
    "tallies_catch_up": (Action.SEE_DAY, lambda shift, _: tallies.catch_up(shift)),
    "tallies_catch_up_some": (Action.SEE_DAY, lambda shift, _: tallies.catch_up_some(shift)),
    "day_head": (Action.SEE_DAY, lambda shift, _: day_heads.shown(shift, shift.today())),
    "audit": (Action.SEE_AUDIT, lambda shift, _: audit_trail.page(shift)),
    "audit_export": (Action.SEE_AUDIT, lambda shift, out: _trail(shift, out)),
    "consent_withdraw": (Action.WITHDRAW_CONSENT, lambda shift, _: consent.withdraw(shift, NOBODY)),
    "purge": (Action.PURGE, lambda shift, _: retention.purge(shift)),
    "purge_step": (Action.PURGE, lambda shift, _: retention.step(shift)),
    "purge_by_hand": (Action.CUSTOMER_RIGHTS, lambda shift, _: retention.purge(shift, by_hand=True)),
    "retention_set": (Action.SET_BRANCH, lambda shift, _: retention.set_periods(shift, {"drafts": "8"})),
    "customer_find": (Action.CUSTOMER_RIGHTS, lambda shift, _: customer_data.find(shift, "王")),
    "customer_known": (Action.CUSTOMER_RIGHTS, lambda shift, _: customer_data.known(shift, NOBODY)),
    "customer_in_full": (Action.CUSTOMER_RIGHTS, lambda shift, _: customer_data.known_in_full(shift, NOBODY, "look")),
    "customer_export": (Action.CUSTOMER_RIGHTS, lambda shift, out: customer_export.export(shift, NOBODY, out, "look")),
    "customer_correct": (
        Action.CUSTOMER_RIGHTS,
        lambda shift, _: customer_changes.correct(shift, NOBODY, Correction("王"), "wrong"),
    ),
    "customer_erase": (Action.CUSTOMER_RIGHTS, lambda shift, _: customer_changes.erase(shift, NOBODY, "asked")),
    "check": (Action.CHECK_STORE, lambda shift, _: checkup.check(shift)),
    "back_up": (Action.BACK_UP, lambda shift, out: safekeeping.back_up(shift, out / "copy.db")),
    "after_closing": (Action.CLOSE_DAY, lambda shift, _: safekeeping.after_closing(shift)),
    "back_up_now": (Action.BACK_UP, lambda shift, _: safekeeping.back_up_now(shift)),
    "backups": (Action.BACK_UP, lambda shift, _: safekeeping.listed_backups(shift)),
    "keep_in": (Action.BACK_UP, lambda shift, out: safekeeping.keep_in(shift, out)),
    "may_back_up": (Action.BACK_UP, lambda shift, _: safekeeping.may_back_up(shift)),
    "look": (Action.RESTORE, lambda shift, out: restoring.look(shift, out / "none.db")),
    "review_odd": (Action.REVIEW, lambda shift, _: odd.look(shift, span_of(Unit.DAY, shift.today()))),
    "people": (Action.REVIEW, lambda shift, _: people.of_branch(shift, MORNING.date())),
    "score": (Action.SEE_OWN_SCORE, lambda shift, _: people.mine(shift, MORNING.date())),
    "score_of": (Action.REVIEW, lambda shift, _: people.of_person(shift, "999", MORNING.date())),
    "score_course": (Action.REVIEW, lambda shift, _: people.course(shift, "999", MORNING.date())),
    "score_behind": (Action.REVIEW, lambda shift, _: people.behind(shift, "999", MORNING.date(), "results")),
    "coach_add": (Action.REVIEW, lambda shift, _: coaching.add(shift, "101", "morning", {}, "多开口")),
    "coach_change": (Action.REVIEW, lambda shift, _: coaching.change(shift, NOBODY, {}, "多开口")),
    "coach_list": (Action.REVIEW, lambda shift, _: coaching.of_person(shift, "999")),
    "coach_own": (Action.SEE_OWN_SCORE, lambda shift, _: coaching.of_person(shift, shift.person.no)),
    "review_works": (Action.REVIEW, lambda shift, _: works_look.look(shift, MONTH, works_look.Dimension.SIGNAL)),
    "review_pairs": (Action.REVIEW, lambda shift, _: works_look.look(shift, MONTH, works_look.Dimension.PAIRS)),
    "review_times": (Action.REVIEW, lambda shift, _: works_look.look(shift, MONTH, works_look.Dimension.TIMES)),
    "review_roles": (Action.REVIEW, lambda shift, _: works_look.look(shift, MONTH, works_look.Dimension.TELLERS)),
    "review_missed": (Action.REVIEW, lambda shift, _: works_look.look(shift, MONTH, works_look.Dimension.MISSED)),
    "review_missed_ids": (Action.REVIEW, lambda shift, _: works_tellers.missed_ids(shift, MONTH, "all", "")),
    "range_records": (Action.REVIEW, lambda shift, _: range_records.page(shift, RangeBehind(MONTH))),
    "range_days": (Action.REVIEW, lambda shift, _: range_days.days(shift, MONTH, Measure.VISITS)),
    "trend": (Action.REVIEW, lambda shift, _: trends.trend(shift, Unit.MONTH, Measure.VISITS, MONTH)),
    "review_summary": (Action.REVIEW, lambda shift, _: review_summary.of_span(shift, MONTH)),
    "month_file": (Action.REVIEW, lambda shift, out: branches.write_month(shift, "2026-11", out)),
    "goals_listed": (Action.REVIEW, lambda shift, _: goals.listed(shift)),
    "goals_achieved": (Action.REVIEW, lambda shift, _: achieved.of_month(shift, "2026-11")),
    "goal_set": (Action.REVIEW, lambda shift, _: goals.set_goal(shift, "2026-11", "visits", 9)),
    "goal_drop": (Action.REVIEW, lambda shift, _: goals.drop(shift, "2026-12", "visits")),
    "review_day_rows": (Action.REVIEW, lambda shift, _: review_rows.of_day(shift)),
    "review_beside": (Action.REVIEW, lambda shift, _: review_rows.beside(shift, shift.today(), later=True)),
    "review_approve": (Action.REVIEW, lambda shift, _: marks.approve(shift, NOBODY)),
    "review_ask": (Action.REVIEW, lambda shift, _: marks.ask(shift, NOBODY, "为何？")),
    "review_coach": (Action.REVIEW, lambda shift, _: marks.coach(shift, NOBODY, "写明原因")),
    "review_mark_back": (Action.REVIEW, lambda shift, _: marks.take_back(shift, NOBODY)),
    "review_sign": (Action.REVIEW, lambda shift, _: review_signing.sign(shift)),
    "review_unsign": (Action.REVIEW, lambda shift, _: review_signing.unsign(shift, None, "误签", SECOND)),
    "asked_waiting": (Action.ANSWER_REVIEW, lambda shift, _: waiting_counts.unanswered(shift)),
    "asked_of_me": (Action.ANSWER_REVIEW, lambda shift, _: asked.mine(shift)),
    "asked_answer": (Action.ANSWER_REVIEW, lambda shift, _: asked.answer(shift, NOBODY, "客户要求")),
    "review_take_away": (Action.REVIEW, lambda shift, out: take_away.export(shift, TABLE, ["txt"], out)),
    "review_glance": (Action.REVIEW, lambda shift, _: glance.of_day(shift)),
    "review_changes": (Action.REVIEW, lambda shift, _: changes.version(shift)),
    "review_last_day": (Action.REVIEW, lambda shift, _: last_day.last_day(shift)),
    "review_pack": (Action.REVIEW, lambda shift, _: pack.pack(shift, Unit.MONTH, MONTH)),
    "review_pack_export": (
        Action.REVIEW,
        lambda shift, out: pack.export(shift, Unit.MONTH, MONTH, ["xlsx"], out),
    ),
    "review_copied": (Action.REVIEW, lambda shift, _: take_away.copied(shift, TABLE)),
    "restore": (Action.RESTORE, lambda shift, out: restoring.restore(shift, out / "none.db", SECOND)),
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_the_table(action: Action, role: Role) -> None:
    assert allows(role, action) is (action in EXPECTED[role])


def test_what_is_not_in_the_table_is_not_allowed() -> None:
    assert set(ALLOWED) == set(Action)
    assert not any(allows(role, "something_new") for role in Role)  # type: ignore[arg-type]


@pytest.fixture
def everybody(desk: Desk) -> dict[Role, Shift]:
    return {role: desk.sign_in(no, PASSWORD) for no, role in NUMBERS.items()}


def _events(shift: Shift) -> int:
    from sqlmodel import func, select

    with shift.reading() as session:
        return session.exec(select(func.count()).select_from(AuditEvent)).one()


@pytest.mark.parametrize("name", CALLS)
def test_each_function_asks_the_table(everybody: dict[Role, Shift], name: str, tmp_path: Path) -> None:
    action, call = CALLS[name]
    for role, shift in everybody.items():
        before = _events(shift)
        out = tmp_path / role
        out.mkdir()
        if action in EXPECTED[role]:
            # It may fail for want of a visit or a day, never for want of leave.
            with suppress(RefusedError):
                call(shift, out)
        else:
            with pytest.raises(NotAllowedError):
                call(shift, out)
            assert _events(shift) == before
            assert list(out.iterdir()) == []


def test_what_leaves_the_house_or_cannot_be_undone_needs_the_password_anew(
    everybody: dict[Role, Shift], clock: FixedClock, tmp_path: Path
) -> None:
    clock.advance(FRESH_SECONDS + 1)
    asked = set()
    for name, (action, call) in CALLS.items():
        role = Role.SUPERVISOR if action in EXPECTED[Role.SUPERVISOR] else Role.CUSTOMER_MANAGER
        out = tmp_path / name
        out.mkdir()
        try:
            call(everybody[role], out)
        except NotAllowedError as error:
            asked |= {name} if error.code == "password_again" else set()
            assert list(out.iterdir()) == [], name
        except (LobbyError, OSError):
            continue
    assert asked == FRESH


def test_every_action_is_asked_for_somewhere() -> None:
    asked = {action for action, _ in CALLS.values()}
    # These say whose records a person may take, beside leave to do it at all.
    beside = {Action.SEE_ALL_REFERRALS, Action.CHANGE_ALL_REFERRALS, Action.ANSWER_FOR_OTHERS}
    assert asked == set(Action) - beside


def test_others_referrals(everybody: dict[Role, Shift]) -> None:
    theirs = referrals.log(everybody[Role.CASH_TELLER], ENTRY).referral
    for role, shift in everybody.items():
        sees = Action.SEE_ALL_REFERRALS in EXPECTED[role] or role in (Role.CASH_TELLER, Role.CUSTOMER_MANAGER)
        changes = Action.CHANGE_ALL_REFERRALS in EXPECTED[role] or role is Role.CASH_TELLER
        if sees:
            assert referrals.reveal(shift, theirs.id, "look").customer == "王小明"
        else:
            with pytest.raises(NotAllowedError):
                referrals.reveal(shift, theirs.id, "look")
        if changes:
            version = referrals.reveal(shift, theirs.id, "edit").view.version
            assert referrals.change(shift, theirs.id, ENTRY, version).referral.version == version + 1
        else:
            with pytest.raises(NotAllowedError):
                referrals.change(shift, theirs.id, ENTRY, 1)
            with pytest.raises(NotAllowedError):
                referrals.undo(shift, theirs.id)


@pytest.mark.parametrize("reason", ["", " \u200b", "长" * 101, "密码是123456"])
def test_a_look_in_full_needs_a_reason(lobby_manager: Shift, reason: str) -> None:
    row = referrals.log(lobby_manager, ENTRY).referral
    before = _events(lobby_manager)
    with pytest.raises(RefusedError) as caught:
        referrals.reveal(lobby_manager, row.id, reason)
    assert caught.value.field == "reason"
    assert _events(lobby_manager) == before
