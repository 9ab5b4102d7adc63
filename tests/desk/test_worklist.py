"""What somebody has before them: mine, my colleague's, the red tray; ages in working hours."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lobby_tui.desk import absences, answers, referrals, results, staff, worklist
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.worklist import Section, Worklist
from lobby_tui.models.clock import FixedClock
from tests.desk.tray import to_nobody
from tests.plans import steps

SignIn = Callable[[str], Shift]
ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301", contact="13812345678")
LATER = ReferralEntry("李四", ["A10"], "to_follow_up", contact="13900002222", best_time="morning", consent=True)


@pytest.fixture
def manager(sign_in: SignIn) -> Shift:
    return sign_in("301")


def log(shift: Shift, entry: ReferralEntry = ENTRY, **changed: Any) -> uuid.UUID:
    return referrals.log(shift, replace(entry, **changed)).referral.id


def shown(found: Worklist) -> list[tuple[str, int]]:
    return [(row.section.value, row.view.referral.number) for row in found.rows]


def test_oldest_first_then_what_has_no_result_then_todays(
    lobby_manager: Shift, manager: Shift, clock: FixedClock
) -> None:
    ids = []
    for name in ("甲", "乙", "丙", "丁", "戊"):
        clock.advance(60)
        ids.append(log(lobby_manager, customer=f"王{name}", contact=""))
    log(lobby_manager, customer="别人的", manager_no="302", contact="")
    answers.accept(manager, ids[0])
    answers.return_(manager, ids[1], "other", "不合适")
    results.record(manager, ids[2], ResultEntry(opened=1))
    found = worklist.of_me(manager)
    assert shown(found) == [("confirm", 4), ("confirm", 5), ("result", 1), ("done", 3)]
    assert found.total == 4
    assert found.counts == {Section.CONFIRM: 2, Section.RESULT: 1, Section.DONE: 1}
    assert all(row.mine and not row.stands_in for row in found.rows)


def test_ages_are_working_hours_and_turn_red(lobby_manager: Shift, manager: Shift, clock: FixedClock) -> None:
    limit = manager.playbook.follow_up.answer_hours
    clock.set(datetime(2026, 11, 20, 8, 0, tzinfo=UTC))  # Friday, 16:00 in Shanghai
    log(lobby_manager)
    clock.set(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))  # Monday, 10:00: an hour on Friday, one today
    (row,) = worklist.of_me(manager).rows
    assert row.age is not None
    assert row.age.hours == pytest.approx(2)
    assert not row.age.overdue
    clock.advance(timedelta(hours=limit - 2))
    assert worklist.of_me(manager).overdue == 0
    clock.advance(60)
    found = worklist.of_me(manager)
    assert found.overdue == 1
    assert found.rows[0].age is not None
    assert found.rows[0].age.overdue
    answers.accept(manager, row.id)
    assert worklist.of_me(manager).rows[0].age is None


def test_a_stand_in_has_the_colleagues_with_the_note(
    lobby_manager: Shift, manager: Shift, sign_in: SignIn, clock: FixedClock
) -> None:
    log(lobby_manager)
    clock.advance(60)
    log(lobby_manager, customer="赵六", manager_no="302", contact="")
    other = sign_in("302")
    assert shown(worklist.of_me(other)) == [("confirm", 2)]
    absences.plan(manager, "301", manager.today(), manager.today() + timedelta(days=1), "302", "王先生下午来电")
    later = manager.today() + timedelta(days=20)
    absences.plan(manager, "301", later, later, "302", "下月的事")
    first, second = worklist.of_me(other).rows
    assert (first.stands_in, first.handover, first.mine) == (True, "王先生下午来电", True)
    assert (second.stands_in, second.handover) == (False, "")
    clock.advance(timedelta(days=2))
    assert shown(worklist.of_me(other)) == [("confirm", 2)]


def test_the_red_tray_is_before_whoever_can_empty_it(lobby_manager: Shift, manager: Shift, sign_in: SignIn) -> None:
    log(lobby_manager)
    lost = log(lobby_manager, LATER)
    to_nobody(lobby_manager, lost)
    for no in ("101", "001"):
        found = worklist.of_me(sign_in(no))
        assert shown(found) == [("tray", 2), ("confirm", 1)]
        assert [row.mine for row in found.rows] == [no == "001"] * 2
    assert shown(worklist.of_me(manager)) == [("confirm", 1)]
    answers.assign(lobby_manager, lost, "302")
    assert shown(worklist.of_me(lobby_manager)) == [("confirm", 1), ("confirm", 2)]
    assert shown(worklist.of_me(sign_in("302"))) == [("confirm", 2)]


def test_what_was_returned_is_before_the_lobby_manager(lobby_manager: Shift, manager: Shift, sign_in: SignIn) -> None:
    given = log(lobby_manager)
    answers.return_(manager, given, "other", "不合适")
    assert shown(worklist.of_me(lobby_manager)) == [("returned", 1)]
    assert shown(worklist.of_me(manager)) == []
    answers.assign(lobby_manager, given, "302")
    assert shown(worklist.of_me(lobby_manager)) == [("confirm", 1)]


def test_a_teller_has_nothing_to_answer(sign_in: SignIn) -> None:
    teller = sign_in("201")
    log(teller)
    found = worklist.of_me(teller)
    assert (found.rows, found.total) == ((), 0)
    assert [row.view.referral.number for row in worklist.waiting(teller)] == [1]


def test_a_page_says_how_many_there_are(lobby_manager: Shift, manager: Shift) -> None:
    for number in range(4):
        log(lobby_manager, customer=f"客户{number}", contact="")
    answers.accept(manager, worklist.of_me(manager).rows[0].id)
    found = worklist.of_me(manager, limit=2)
    assert shown(found) == [("confirm", 2), ("confirm", 3)]
    assert found.total == 4


def test_waiting_by_day_status_and_lateness(
    lobby_manager: Shift, manager: Shift, sign_in: SignIn, clock: FixedClock
) -> None:
    log(lobby_manager)
    clock.advance(timedelta(hours=5))
    log(lobby_manager, LATER, manager_no="301")
    accepted = log(lobby_manager, customer="赵六", contact="")
    answers.accept(manager, accepted)

    def numbers(**asked_for: object) -> list[int]:
        return [row.view.referral.number for row in worklist.waiting(manager, **asked_for)]  # type: ignore[arg-type]

    assert numbers() == [1, 2]
    assert numbers(overdue=True) == [1]
    assert numbers(status="to_follow_up") == [2]
    assert numbers(day=manager.today()) == [1, 2]
    assert worklist.waiting(sign_in("202")) == ()


@pytest.mark.parametrize("no", ["301", "101", "001"])
def test_a_worklist_reads_what_waits_by_its_index(lobby_manager: Shift, sign_in: SignIn, no: str) -> None:
    given = log(lobby_manager)
    log(lobby_manager, customer="赵六", contact="")
    answers.accept(sign_in("301"), given)
    shift = sign_in(no)
    plan = steps(shift, lambda: worklist.of_me(shift))
    used = [step for step in plan if step.startswith(("SEARCH referral", "SCAN referral"))]
    assert any("INDEX referral_waiting " in step for step in used)
    if no != "101":
        assert any("INDEX referral_no_outcome " in step for step in used)
    for step in used:
        assert not step.startswith("SCAN"), step
        narrow = "referral_waiting" in step or "referral_no_outcome" in step or " AND " in step
        assert narrow, f"only the branch narrows this down: {step}"


def test_what_was_given_to_somebody_who_is_gone_lies_in_the_tray(
    lobby_manager: Shift, sign_in: SignIn, clock: FixedClock
) -> None:
    log(lobby_manager)
    clock.advance(60)
    to_nobody(lobby_manager, log(lobby_manager, LATER))
    staff.disable(sign_in("001"), "301")
    assert shown(worklist.of_me(lobby_manager)) == [("tray", 2), ("tray", 1)]
    found = worklist.of_me(lobby_manager)
    assert (found.total, found.counts[Section.TRAY]) == (2, 2)
    answers.assign(lobby_manager, found.rows[1].id, "302")
    assert shown(worklist.of_me(lobby_manager)) == [("tray", 2), ("confirm", 1)]
