"""What waits for each person: on the desk, and in the menu of the work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lobby_tui.desk import absences, answers, checklists, complaints, follow_ups, referrals, result_import, staff
from lobby_tui.desk.answer.undoing import take_back
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.waiting import Part, for_me
from lobby_tui.locale import catalogue
from lobby_tui.models.clock import FixedClock
from tests.desk.follow import logged
from tests.plans import steps

SignIn = Callable[[str], Shift]
ENGLISH = catalogue("en")
INTRODUCED = ReferralEntry(customer="李四", signals=["A01"], manager_no="301")
COMPLAINT = ComplaintEntry("fees", "收费未告知")


def told(shift: Shift, part: Part) -> list[tuple[str, bool]]:
    return [(ENGLISH.render(one.text), one.urgent) for one in for_me(shift) if one.part is part]


def test_a_decided_complaint_waits_until_the_complainant_is_told(lobby_manager: Shift, clock: FixedClock) -> None:
    one = complaints.register(lobby_manager, COMPLAINT)
    complaint_steps.take(lobby_manager, one.id, StepEntry("investigated", "系统差错"))
    complaint_steps.take(lobby_manager, one.id, StepEntry("decided", "退费", choice="justified"))
    assert told(lobby_manager, Part.COMPLAINTS) == []
    clock.advance(timedelta(days=12))
    assert told(lobby_manager, Part.COMPLAINTS) == [("1 near the deadline", True)]
    clock.advance(timedelta(days=4))
    assert told(lobby_manager, Part.COMPLAINTS) == [("1 past the deadline", True)]
    complaint_steps.take(lobby_manager, one.id, StepEntry("notified", choice="phone", told=True))
    assert told(lobby_manager, Part.COMPLAINTS) == []


def test_a_paused_complaint_is_neither_near_nor_late(lobby_manager: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    one = complaints.register(sign_in("201"), COMPLAINT)
    complaint_steps.take(lobby_manager, one.id, StepEntry("paused", choice="appraisal"))
    clock.advance(timedelta(days=40))
    assert told(lobby_manager, Part.COMPLAINTS) == [("1 with nobody to handle them", False)]
    assert told(sign_in("201"), Part.COMPLAINTS) == []


def test_a_referral_answered_twice_is_one(lobby_manager: Shift, sign_in: SignIn) -> None:
    view = logged(lobby_manager)
    answers.reassign(sign_in("301"), view.id, "302")
    assert told(lobby_manager, Part.OUTCOMES) == []
    answers.return_(sign_in("302"), view.id, "unreachable")
    for _ in range(2):
        answers.accept(sign_in("302"), view.id)
        assert told(lobby_manager, Part.OUTCOMES) == [("1 of my referrals answered today", False)]
        take_back(sign_in("302"))
    answers.accept(sign_in("302"), view.id)
    assert told(lobby_manager, Part.OUTCOMES) == [("1 of my referrals answered today", False)]


def test_an_undone_referral_waits_for_nobody(lobby_manager: Shift, sign_in: SignIn) -> None:
    view = logged(lobby_manager)
    answers.accept(sign_in("301"), view.id)
    referrals.undo(lobby_manager, view.id)
    assert told(lobby_manager, Part.OUTCOMES) == []
    assert told(sign_in("301"), Part.ANSWERS) == []


def test_an_undone_one_that_nobody_answered_waits_no_more(lobby_manager: Shift, sign_in: SignIn) -> None:
    view = referrals.log(lobby_manager, INTRODUCED).referral
    assert told(sign_in("301"), Part.ANSWERS) == [("1 to answer", False)]
    referrals.undo(lobby_manager, view.id)
    assert told(sign_in("301"), Part.ANSWERS) == []
    assert told(lobby_manager, Part.ANSWERS) == []


def test_what_came_of_a_referral_is_told_to_whoever_noticed_it(lobby_manager: Shift, sign_in: SignIn) -> None:
    answers.accept(sign_in("301"), logged(lobby_manager).id)
    assert told(sign_in("001"), Part.OUTCOMES) == []


def test_a_tick_that_is_taken_back_is_left_again(lobby_manager: Shift) -> None:
    (opening,) = [one for one in lobby_manager.playbook.checklists if one.code == "opening"]
    left = len(opening.items)
    checklists.tick(lobby_manager, "opening", opening.items[0].code)
    assert told(lobby_manager, Part.CHECKLISTS) == [(f"{left - 1} left before opening", False)]
    checklists.undo(lobby_manager, "opening", opening.items[0].code)
    assert told(lobby_manager, Part.CHECKLISTS) == [(f"{left} left before opening", False)]


def test_a_day_left_open_is_told_to_whoever_may_close_it(
    lobby_manager: Shift, sign_in: SignIn, clock: FixedClock
) -> None:
    referrals.log(lobby_manager, INTRODUCED)
    clock.advance(timedelta(days=1))
    assert told(lobby_manager, Part.CLOSING) == [("2026-11-23 is still open", True)]
    for no in ("102", "201", "301"):
        assert told(sign_in(no), Part.CLOSING) == []


def test_results_to_review_are_the_supervisors(lobby_manager: Shift, sign_in: SignIn, tmp_path: Path) -> None:
    logged(lobby_manager)
    file = tmp_path / "results.csv"
    file.write_text("姓名,联系方式,产品,数量,日期\n王小明,13812345678,fund,1,2026-11-23\n", encoding="utf-8")
    assert result_import.read(sign_in("001"), file).waiting == 1
    assert told(sign_in("001"), Part.CRM) == [("1 results to review", False)]
    for no in ("101", "301"):
        assert told(sign_in(no), Part.CRM) == []


def test_whoever_stands_in_has_the_colleagues_to_answer(lobby_manager: Shift, sign_in: SignIn) -> None:
    referrals.log(lobby_manager, INTRODUCED)
    assert told(sign_in("302"), Part.ANSWERS) == []
    absences.plan(sign_in("301"), "301", lobby_manager.today(), lobby_manager.today(), stand_in="302")
    assert told(sign_in("302"), Part.ANSWERS) == [("1 to answer", False)]


def test_what_somebody_who_left_has_not_answered_is_in_the_tray(lobby_manager: Shift, sign_in: SignIn) -> None:
    referrals.log(lobby_manager, INTRODUCED)
    staff.disable(sign_in("001"), "301")
    assert ("1 with no customer manager", True) in told(lobby_manager, Part.ANSWERS)


def test_overdue_follow_ups_climb_to_the_supervisor(lobby_manager: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    wei, head = sign_in("301"), sign_in("001")
    answers.accept(wei, logged(lobby_manager).id)  # on a Monday: due on Tuesday
    assert follow_ups.due(wei)
    clock.advance(timedelta(days=2))
    assert (told(wei, Part.FOLLOW_UPS), told(head, Part.FOLLOW_UPS)) == ([("1 overdue", True)], [])
    clock.advance(timedelta(days=1))
    assert told(head, Part.FOLLOW_UPS) == [("1 overdue and now with you", True)]


def test_a_follow_up_is_late_after_its_day_and_climbs_by_working_days(
    lobby_manager: Shift, sign_in: SignIn, clock: FixedClock
) -> None:
    wei, head = sign_in("301"), sign_in("001")
    clock.advance(timedelta(days=3))
    answers.accept(wei, logged(lobby_manager).id)  # on a Thursday: due on Friday
    clock.advance(timedelta(days=1))
    assert told(wei, Part.FOLLOW_UPS) == [("1 due today", False)]
    clock.advance(timedelta(days=3))  # one working day, though three of the calendar
    assert (told(wei, Part.FOLLOW_UPS), told(head, Part.FOLLOW_UPS)) == ([("1 overdue", True)], [])
    clock.advance(timedelta(days=1))
    assert told(head, Part.FOLLOW_UPS) == [("1 overdue and now with you", True)]


@pytest.mark.parametrize("no", ["001", "101", "201", "301"])
def test_nothing_is_read_from_end_to_end(sign_in: SignIn, lobby_manager: Shift, no: str) -> None:
    complaints.register(lobby_manager, replace(COMPLAINT, received_on="2026-11-01"))
    answers.accept(sign_in("301"), logged(lobby_manager).id)
    shift = sign_in(no)
    plan = steps(shift, lambda: for_me(shift))
    whole = [step for step in plan if step.startswith("SCAN") and "anon" not in step and "subquery" not in step]
    assert [step for step in whole if "CONSTANT ROW" not in step] == []
    if no == "001":
        assert any("import_line_waiting" in step for step in plan), plan
        assert any("follow_up_due" in step for step in plan), plan
