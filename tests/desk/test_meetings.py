"""The meetings: sheets filled in from the records, minutes kept, amended and never overwritten unseen."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lobby_tui.desk import (
    absences,
    answers,
    checklists,
    days,
    drafts,
    faults,
    follow_ups,
    meetings,
    referrals,
    results,
    visit_endings,
    visits,
)  # fmt: skip
from lobby_tui.desk.answer.words import hours_text, product_text
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.meetings import MeetingSheet
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import CarriedGap
from lobby_tui.models.enums import MeetingKind
from lobby_tui.playbook.loading import load_playbook
from tests.desk.test_checklists import close

MONDAY = date(2026, 11, 23)
MORNING, EVENING = MeetingKind.MORNING, MeetingKind.EVENING
PLAN = load_playbook("icbc").meeting("morning")
CODES = [question.code for question in PLAN.questions]
EIGHT_HOURS = catalogue("en").render(hours_text(8))
SAID = dict(zip(CODES, ("每人推介两位客户", "到期客户", "无"), strict=True))


def english(sheet: MeetingSheet) -> dict[str, list[str]]:
    t = catalogue("en")
    return {t.render(part.title): [t.render(line) for line in part.lines] for part in sheet.parts}


def entry(customer: str, manager: str = "301", status: str = "introduced") -> ReferralEntry:
    return ReferralEntry(customer, ["A01"], status, manager_no=manager, contact="13812345678", best_time="noon",
                         consent=True)  # fmt: skip


def test_a_first_morning_has_an_agenda_and_nothing_to_report(lobby_manager: Shift) -> None:
    sheet = meetings.sheet(lobby_manager, None, MORNING)
    assert (sheet.day, sheet.kind, sheet.agenda) == (MONDAY, MORNING, PLAN.agenda)
    assert [question.code for question, _ in sheet.questions] == CODES
    assert {answer for _, answer in sheet.questions} == {""}
    assert (sheet.parts, sheet.lines, sheet.version, sheet.held_by, sheet.held_at) == ((), (), 0, None, None)
    assert days.current(lobby_manager) is None


def test_the_meeting_opens_the_day_and_is_kept(lobby_manager: Shift, clock: FixedClock) -> None:
    held = meetings.hold(lobby_manager, MORNING, SAID, 6, " 全员到齐 ", version=0)
    assert held == meetings.sheet(lobby_manager, None, MORNING) == meetings.sheet(lobby_manager, MONDAY, MORNING)
    assert {question.code: answer for question, answer in held.questions} == SAID
    assert (held.present, held.note, held.version, held.held_at) == (6, "全员到齐", 1, clock.now())
    assert held.held_by is not None
    assert held.held_by.no == "101"
    assert meetings.sheet(lobby_manager, None, EVENING).version == 0


def test_an_amendment_keeps_who_held_it(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    first = meetings.hold(lobby_manager, MORNING, SAID, 6)
    clock.advance(600)
    head = sign_in("001")
    second = meetings.hold(head, MORNING, {CODES[0]: "三位"}, 7, version=1)
    assert (second.version, second.present, second.held_by, second.held_at) == (2, 7, first.held_by, first.held_at)
    assert [answer for _, answer in second.questions] == ["三位", "", ""]
    with pytest.raises(RefusedError) as caught:
        meetings.hold(lobby_manager, MORNING, SAID, 6, version=1)
    assert caught.value.code == "changed_meanwhile"
    assert meetings.sheet(lobby_manager, None, MORNING) == second


def test_every_wrong_field_is_named(lobby_manager: Shift) -> None:
    wrong = {CODES[0]: "长" * 251, CODES[1]: "密码是123456", "weather": "好"}
    with pytest.raises(EntryError) as caught:
        meetings.hold(lobby_manager, MORNING, wrong, 0, "长" * 501)
    assert [problem.field for problem in caught.value.problems] == [
        f"answer_{CODES[0]}", f"answer_{CODES[1]}", "question", "present", "note"
    ]  # fmt: skip
    assert days.current(lobby_manager) is None


def test_the_longest_answers_fit(lobby_manager: Shift) -> None:
    longest = dict.fromkeys(SAID, "𠮷" * 250)
    held = meetings.hold(lobby_manager, MORNING, longest, 200, "𠮷" * 500)
    assert [answer for _, answer in held.questions] == ["𠮷" * 250] * 3


def test_the_draft_goes_with_it(lobby_manager: Shift) -> None:
    kind = meetings.draft_kind(MORNING)
    drafts.keep(lobby_manager, kind, {CODES[0]: "每人"})
    drafts.keep(lobby_manager, meetings.draft_kind(EVENING), {"result": "是"})
    meetings.hold(lobby_manager, MORNING, SAID, 6)
    assert [draft.kind for draft in drafts.mine(lobby_manager)] == ["meeting_evening"]


def test_yesterday_in_figures_and_what_came_back(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    chen = sign_in("301")
    visits.count(lobby_manager, "cash_small", number=2)
    gone = visits.greet(lobby_manager)
    clock.advance(7 * 60)
    visit_endings.leave(lobby_manager, gone.id, "comes_back")
    teller = sign_in("201")
    old = referrals.log(teller, entry("王小明")).referral
    close(lobby_manager)
    clock.advance(timedelta(days=1))
    mine = [referrals.log(lobby_manager, entry(name)).referral for name in ("李四", "赵六", "钱七")]
    referrals.log(lobby_manager, entry("孙八", "302"))
    product = lobby_manager.playbook.products[0]
    sold = catalogue("en").render(product_text(product.code, 3, lobby_manager.playbook))
    results.record(chen, old.id, ResultEntry(opened=1))
    results.record(chen, mine[0].id, ResultEntry(opened=2, sold={product.code: 3}))
    answers.return_(chen, mine[1].id, lobby_manager.playbook.return_reasons[0].code)
    answers.accept(chen, mine[2].id)
    close(lobby_manager)
    clock.advance(timedelta(days=1))
    said = english(meetings.sheet(lobby_manager, None, MORNING))
    assert said["The business day before, 2026-11-24"] == [
        "Visits 0, left unserved 0, longest wait 0 min",
        "Referrals 4: introduced 4, to follow up 0",
        f"Results: accounts opened: 3, {sold}",
    ]
    why = lobby_manager.playbook.return_reasons[0].name.en
    assert said["Back to who referred"] == [
        f"李娜: no. 1 accounts opened: 2, {sold}; no. 2 returned: {why}; no. 3 accepted, no result yet",
        "王芳: no. 1 of 11-23 accounts opened: 1",
    ]
    assert said["Not yet answered"] == [f"赵静: 1 not answered, the oldest for {EIGHT_HOURS} of working time"]
    before = english(meetings.sheet(lobby_manager, MONDAY + timedelta(days=1), MORNING))
    assert before["The business day before, 2026-11-23"][:2] == [
        "Visits 3, left unserved 1, longest wait 7 min",
        "Referrals 1: introduced 1, to follow up 0",
    ]
    evening = english(meetings.sheet(lobby_manager, MONDAY + timedelta(days=1), EVENING))
    assert evening["Today, 2026-11-24"] == said["The business day before, 2026-11-24"]
    assert evening["Back to who referred"] == said["Back to who referred"]


def test_what_is_open_this_morning(lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
    head, zhao = sign_in("001"), sign_in("302")
    logged = referrals.log(lobby_manager, entry("王小明", "302", "to_follow_up")).referral
    referrals.log(lobby_manager, entry("李四", "302", "to_follow_up"))
    answers.accept(zhao, logged.id)
    follow_ups.plan(zhao, logged.id, due_on=MONDAY + timedelta(days=1))
    faults.report(lobby_manager, NewFault("atm", "吞卡", "2号", "R-7"))
    faults.report(lobby_manager, NewFault("display", "不亮"))
    absences.plan(head, "301", MONDAY + timedelta(days=1), MONDAY + timedelta(days=2), "302")
    absences.plan(head, "202", MONDAY + timedelta(days=2), MONDAY + timedelta(days=3))
    carry(lobby_manager, (logged.id, "unconfirmed"))
    clock.advance(timedelta(days=1))
    said = english(meetings.sheet(lobby_manager, None, MORNING))
    assert said["Away today"] == ["陈伟 is away until 2026-11-25; 赵静 stands in"]
    assert said["Due today"][0].startswith("赵静: ")
    assert said["Out of order"] == [
        f"Cash dispenser 2号: 吞卡, ticket R-7, out of service for {EIGHT_HOURS} of working time",
        f"Display or rate board: 不亮, no repair ticket, out of service for {EIGHT_HOURS} of working time",
    ]
    assert "Carried over and still missing" not in said  # it was answered: nothing is missing any more


def missing_checks(shift: Shift) -> tuple[checklists.Missing, ...]:
    day = days.current(shift)
    assert day is not None
    with shift.reading() as session:
        return checklists.missing(session, shift, day.id)


def carry(shift: Shift, *gaps: tuple[uuid.UUID, str]) -> None:
    """Close the open day, with some gaps carried over."""
    day = days.current(shift)
    assert day is not None
    with shift.writing() as writing:
        for subject, kind in gaps:
            writing.session.add(
                CarriedGap(branch_id=shift.branch.id, id=shift.ids.new(), day_id=day.id, kind=kind, subject=subject,
                           reason="manager_away", by=shift.person.id, at=shift.now())
            )  # fmt: skip
        writing.record("carried", f"business_day:{day.id}")
    close(shift)


def test_what_was_carried_over_and_is_still_missing(lobby_manager: Shift, clock: FixedClock) -> None:
    logged = referrals.log(lobby_manager, entry("王小明")).referral
    checks = [gap.subject for gap in missing_checks(lobby_manager)]
    carry(lobby_manager, (logged.id, "unconfirmed"), *((subject, "checklist") for subject in checks))
    clock.advance(timedelta(days=1))
    line, counted = english(meetings.sheet(lobby_manager, None, MORNING))["Carried over and still missing"]
    assert "王*明" in line
    assert line.endswith("(The customer manager was away)")
    assert "小" not in line
    assert counted == f"Checklists not gone through: {len(checks)}"


def test_the_evening_says_what_is_missing_and_what_comes_next(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    clock.advance(timedelta(days=4))  # Friday: the next working day is Monday
    zhao = sign_in("302")
    first = referrals.log(lobby_manager, entry("王小明", "302", "to_follow_up")).referral
    referrals.log(lobby_manager, entry("李四", "301"))
    answers.accept(zhao, first.id)
    follow_ups.plan(zhao, first.id, due_on=MONDAY + timedelta(days=7))
    said = english(meetings.sheet(lobby_manager, None, EVENING))
    assert "Referrals not yet answered: 1 (no. 2)" in said["Still missing"]
    plan = lobby_manager.playbook
    items = len(plan.checklist("opening").items) + len(plan.checklist("closing").items) + 1
    assert f"Checklists not gone through: {items}" in said["Still missing"]
    assert said["Due next"][0].endswith("follow-ups due on 11-30")


def test_an_earlier_sheet_does_not_say_what_is_open_now(lobby_manager: Shift, clock: FixedClock) -> None:
    faults.report(lobby_manager, NewFault("atm", "吞卡"))
    assert "Out of order" in english(meetings.sheet(lobby_manager, MONDAY, EVENING))
    close(lobby_manager)
    assert "Out of order" in english(meetings.sheet(lobby_manager, MONDAY, EVENING))
    clock.advance(timedelta(days=1))
    visits.count(lobby_manager, "cash_small")
    assert set(english(meetings.sheet(lobby_manager, MONDAY, EVENING))) == {"Today, 2026-11-23"}


def test_a_day_without_work_has_no_sheet(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        with pytest.raises(RefusedError) as caught:
            meetings.sheet(lobby_manager, day, MORNING)
        assert caught.value.code == "unknown_day"


def test_every_line_can_be_rendered_in_both_languages(lobby_manager: Shift) -> None:
    referrals.log(lobby_manager, entry("王小明"))
    lines = meetings.sheet(lobby_manager, None, EVENING).lines
    assert lines
    for language in ("zh", "en"):
        assert all(catalogue(language).render(line) for line in lines)  # type: ignore[arg-type]
    assert all(isinstance(line, Message) for line in lines)


def test_the_sheet_is_of_the_day_that_the_meeting_would_open(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    close(lobby_manager)
    coming = meetings.sheet(lobby_manager, None, MORNING)
    assert coming.day == MONDAY + timedelta(days=1)
    assert coming == meetings.sheet(lobby_manager, coming.day, MORNING)
    assert meetings.hold(lobby_manager, MORNING, {}, 3).day == coming.day


def test_what_was_passed_on_has_not_come_back(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    logged = referrals.log(lobby_manager, entry("王小明")).referral
    answers.reassign(sign_in("301"), logged.id, "302")
    assert "Back to who referred" not in english(meetings.sheet(lobby_manager, None, EVENING))


def test_complaints_near_their_deadline(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    near = lobby_manager.playbook.complaints.near_days
    for number, (days_left, state) in enumerate([(-1, "open"), (near, "open"), (near + 1, "open"), (0, "decided")], 1):
        register(lobby_manager, number, MONDAY + timedelta(days=days_left), state)
    said = english(meetings.sheet(lobby_manager, None, EVENING))
    assert said["Complaints near their deadline"] == [
        "Complaint no. 1: past its deadline of 2026-11-22",
        f"Complaint no. 4: tell the complainant by {MONDAY}",
        f"Complaint no. 2: decide by {MONDAY + timedelta(days=near)}",
    ]


def register(shift: Shift, number: int, due_on: date, state: str) -> None:
    """A complaint as it may stand in the store."""
    day = days.current(shift)
    assert day is not None
    with shift.writing() as writing:
        writing.session.add(
            Complaint(branch_id=shift.branch.id, id=shift.ids.new(), day_id=day.id, number=number, state=state,
                      kind="service", channel="in_person", received_on=MONDAY, received_at=shift.now(), customer="王",
                      what="等候太久", recorded_by=shift.person.id, recorded_at=shift.now(), due_on=due_on)
        )  # fmt: skip
        writing.record("complaint", f"complaint:{number}")
