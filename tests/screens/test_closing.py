"""The closing screen: what is missing, mended there or carried over; then signed, and reopened by two."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual.widgets import OptionList

from lobby_tui.desk import answers, checklists, closing, complaints, days, gaps, referrals, results, signing, visits
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.gap.kinds import GapKind
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import DayState
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.closing import ClosingScreen
from lobby_tui.screens.complaint_page import ComplaintScreen
from lobby_tui.screens.follow_ups import FollowUpsScreen
from lobby_tui.screens.referral_page import ChangeReferralScreen
from lobby_tui.screens.visit import VisitScreen
from lobby_tui.screens.worklist import WorklistScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog

MONDAY = date(2026, 11, 23)
ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301")


def ticked(shift: Shift) -> None:
    for plan in shift.playbook.checklists:
        for item in plan.items:
            checklists.tick(shift, plan.code, item.code)


@pytest.fixture
def shift(desk: Desk) -> Shift:
    """A day on which only a referral's answer is missing."""
    shift = desk.sign_in("101", PASSWORD)
    ticked(shift)
    referrals.log(shift, ENTRY)
    return shift


async def to_closing(hand: Hand, no: str = "101", day: date | None = None) -> ClosingScreen:
    await hand.sign_in(no, PASSWORD)
    screen = ClosingScreen(day)
    await hand.app.push_screen(screen)
    await hand.settle()
    return screen


def state(shift: Shift, day: date = MONDAY) -> DayState:
    return next(one.state for one in days.latest(shift) if one.date == day)


async def test_a_day_with_nothing_missing_is_closed_with_two_keys(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    ticked(shift)
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("没有缺项")
        await hand.press("f2", "2")
        assert state(shift) is DayState.OPEN, "not yet"
        await hand.press("f2", "1")
        assert hand.sees("已完成日终关闭")
    assert state(shift) is DayState.CLOSED


async def test_what_is_missing_stands_row_by_row(at_terminal: AtTerminal, shift: Shift) -> None:
    visits.count(shift, "cash_small")
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("缺 1 项")
        assert hand.sees("推介未确认  1")
        assert hand.sees("第 1 号 王*明：陈伟未确认")
        assert hand.sees("未记录晨会")
        assert not hand.sees("王小明")
        await hand.press("f8")
        assert hand.sees("No. 1 王*明: 陈伟 has not answered")


async def test_enter_goes_to_where_it_is_mended(at_terminal: AtTerminal, shift: Shift, desk: Desk) -> None:
    async with at_terminal() as hand:
        screen = await to_closing(hand)
        await hand.press("enter")
        assert isinstance(hand.app.screen, WorklistScreen)
        (gap,) = gaps.of_day(shift, MONDAY).gaps
        answers.accept(desk.sign_in("301", PASSWORD), gap.subject)
        await hand.press("escape")
        assert screen.is_current
        assert hand.sees("已推介并确认，尚无成果  1"), "read anew"
        assert not hand.sees("未确认  1")


async def test_a_complaint_is_mended_on_its_page(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    ticked(shift)
    one = complaints.register(shift, ComplaintEntry(kind="other", what="排队太久"))
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("投诉第 1 号：尚未记录安抚")
        await hand.press("enter")
        assert isinstance(hand.app.screen, ComplaintScreen)
        complaint_steps.take(shift, one.id, StepEntry("calmed", note="已请到会客室"))
        await hand.press("escape")
        assert not hand.sees("尚未记录安抚")


async def test_each_kind_has_its_screen(at_terminal: AtTerminal, shift: Shift) -> None:
    from lobby_tui.desk.gap.kinds import Mend
    from lobby_tui.screens.mending import SCREENS

    assert set(SCREENS) == set(Mend) - {Mend.LOBBY}
    (gap,) = gaps.of_day(shift, MONDAY).gaps
    assert isinstance(SCREENS[Mend.COMPLAINTS](gap.subject), ComplaintScreen)
    assert isinstance(SCREENS[Mend.REFERRAL](gap.subject), ChangeReferralScreen)
    for mend, make in SCREENS.items():
        assert make(gap.subject), mend


@pytest.mark.parametrize(("no", "opened"), [("101", ClosingScreen), ("001", FollowUpsScreen)])
async def test_the_customer_managers_own_page_opens_to_whoever_may_see_it(
    at_terminal: AtTerminal, shift: Shift, monkeypatch: pytest.MonkeyPatch, no: str, opened: type[LobbyScreen]
) -> None:
    found = gaps.of_day(shift, MONDAY)
    unplanned = replace(found, gaps=tuple(replace(gap, kind=GapKind.NO_FOLLOW_UP) for gap in found.gaps))
    monkeypatch.setattr(gaps, "of_day", lambda *_: unplanned)
    async with at_terminal() as hand:
        await to_closing(hand, no)
        await hand.press("enter")
        assert isinstance(hand.app.screen, opened), hand.screen
        assert hand.sees("须由客户经理补齐") == (no == "101")


async def test_a_customer_in_the_lobby_is_opened_and_cannot_be_carried_over(
    at_terminal: AtTerminal, shift: Shift
) -> None:
    visits.greet(shift, "sir")
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("1 号客户仍在大堂")
        await hand.press("space")
        assert hand.sees("缺 2 项"), "no question"
        await hand.press("f4", "1")
        assert hand.sees("缺 1 项")
        await hand.press("f2")
        assert "大堂内尚有客户 1 位" in dialog(hand)
        await hand.press("enter", "enter")
        assert isinstance(hand.app.screen, VisitScreen)
    assert state(shift) is DayState.OPEN


async def test_all_the_rest_is_carried_over_with_one_key_and_a_digit(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    referrals.log(shift, ENTRY)
    missing = len(gaps.of_day(shift, MONDAY).gaps)
    async with at_terminal() as hand:
        await to_closing(hand)
        await hand.press("f4", "2")
        assert hand.sees(f"已填原因 {missing} 项")
        assert hand.sees("客户经理不在")
        assert state(shift) is DayState.OPEN
        await hand.press("f2", "1")
        assert hand.sees(f"结转 {missing}")
    found = gaps.of_day(shift, MONDAY)
    assert {one.reason for one in found.carried} == {"manager_away"}
    assert len(found.carried) == missing


async def test_closing_leads_to_the_reason(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await to_closing(hand)
        await hand.press("f2")
        assert "还不能关闭，缺 1 项" in dialog(hand)
        await hand.press("1", "escape")
        assert state(shift) is DayState.OPEN
        await hand.press("f2", "1", "１")
        assert state(shift) is DayState.CLOSED


async def test_one_gap_with_words_of_ones_own_and_back_again(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await to_closing(hand)
        await hand.press("space", "5")
        await hand.type("客户明日再来")
        await hand.press("enter")
        assert hand.sees("客户明日再来")
        assert hand.sees("已填原因 1 项")
        await hand.press("space")
        assert not hand.sees("客户明日再来")
        await hand.press("space", "5")
        await hand.type("密码是123456")
        await hand.press("enter", "f2", "1")
        assert "密码" in dialog(hand)
        await hand.press("enter")
        assert hand.sees("缺") or hand.sees("已填原因")
    assert state(shift) is DayState.OPEN


async def test_the_supervisor_signs(at_terminal: AtTerminal, shift: Shift) -> None:
    head = closing.close(shift, carry_over="next_day").head
    async with at_terminal() as hand:
        await to_closing(hand, "001")
        assert hand.sees("李娜 日终关闭")
        assert hand.sees(head.head[:8]), "what the papers carry"
        assert hand.sees("其中已补齐 0 项")
        await hand.press("f2", "2", "f2", "1")
        assert hand.sees("孙丽 签字")
        await hand.press("f2")
        assert isinstance(hand.app.screen, ClosingScreen), "there is nothing left to sign"
    assert state(shift) is DayState.SIGNED


async def test_the_lobby_manager_does_not(at_terminal: AtTerminal, shift: Shift) -> None:
    closing.close(shift, carry_over="next_day")
    async with at_terminal() as hand:
        await to_closing(hand)
        await hand.press("f2", "f4", "f5", "space")
        assert isinstance(hand.app.screen, ClosingScreen)
    assert state(shift) is DayState.CLOSED


async def test_what_was_settled_since_shows(at_terminal: AtTerminal, shift: Shift, desk: Desk) -> None:
    closing.close(shift, carry_over="next_day")
    (one,) = gaps.of_day(shift, MONDAY).carried
    results.record(desk.sign_in("301", PASSWORD), one.subject, ResultEntry(opened=1))
    async with at_terminal() as hand:
        await to_closing(hand, day=MONDAY)
        assert hand.sees("✓ 第 1 号：推介未确认  已补齐")
        assert hand.sees("其中已补齐 1 项")


async def test_reopening_takes_a_second_person(at_terminal: AtTerminal, shift: Shift, desk: Desk) -> None:
    closing.close(shift, carry_over="next_day")
    signing.sign(desk.sign_in("001", PASSWORD))
    async with at_terminal() as hand:
        await to_closing(hand, "001")
        await hand.press("f5")
        await hand.press("f2")
        assert "✗" in hand.screen, "a reason is missing"
        await hand.type("漏记一笔")
        await hand.press("enter")
        await hand.type("101")
        await hand.press("enter")
        await hand.type("wrong horse")
        await hand.press("enter")
        assert "不正确" in dialog(hand) or "✗" in hand.screen
        assert state(shift) is DayState.SIGNED
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert hand.sees("孙丽 会同 李娜 重新打开：漏记一笔")
        await hand.press("f2", "1")
        assert hand.sees("已完成日终关闭")
    assert state(shift) is DayState.CLOSED
    assert len(signing.history(shift, MONDAY)) == 4


async def test_left_and_right_go_through_the_days(at_terminal: AtTerminal, shift: Shift, clock: FixedClock) -> None:
    closing.close(shift, carry_over="next_day")
    clock.advance(timedelta(days=1))
    visits.count(shift, "cash_small")
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("2026-11-24")
        await hand.press("f4", "1", "left")
        assert hand.sees("2026-11-23")
        await hand.press("left", "right")
        assert hand.sees("2026-11-24")
        assert not hand.sees("已填原因"), "reasons belong to their day"
        await hand.press("escape")
        screen = ClosingScreen(MONDAY)
        await hand.app.push_screen(screen)
        await hand.settle()
        assert hand.sees("2026-11-23")


async def test_no_day_yet(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("还没有营业日") or hand.sees("尚无营业日"), hand.screen
        await hand.press("f2", "f4", "f5", "space", "enter", "left", "right")
        assert isinstance(hand.app.screen, ClosingScreen)
        await hand.press("escape")
        assert not isinstance(hand.app.screen, ClosingScreen)


@pytest.mark.parametrize("no", ["101", "001"])
async def test_a_day_left_open_is_said_at_the_next_sign_in(
    at_terminal: AtTerminal, shift: Shift, clock: FixedClock, no: str
) -> None:
    clock.advance(timedelta(days=1))
    async with at_terminal() as hand:
        await hand.sign_in(no, PASSWORD)
        assert "2026-11-23" in dialog(hand)
        await hand.press("1")
        assert isinstance(hand.app.screen, ClosingScreen)
        assert hand.sees("缺 1 项")
        await hand.press("f4", "1", "f2", "1", "escape")
        assert hand.sees("未开业")
    assert state(shift) is DayState.CLOSED


async def test_names_are_plain_text(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    ticked(shift)
    referrals.log(shift, ReferralEntry("[/b]王", ["A01"], manager_no="301"))
    async with at_terminal((120, 36)) as hand:
        await to_closing(hand)
        await hand.press("space", "5")
        await hand.type("[/x] [bold")
        await hand.press("enter")
        assert hand.sees("[/x] [bold")
        assert hand.app.screen.query_one(OptionList).option_count == 2


async def test_who_is_in_the_lobby_is_never_carried_over(at_terminal: AtTerminal, shift: Shift) -> None:
    visits.greet(shift, "sir")
    async with at_terminal() as hand:
        await to_closing(hand)
        assert hand.sees("仍在大堂")
        await hand.press("space")
        assert hand.sees("此项不能结转"), hand.screen
        assert "空格  结转" in hand.screen.splitlines()[-1]
