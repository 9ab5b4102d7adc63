"""The lobby's day on the screen: checklists, machines, traffic and crowding, meetings; in both languages."""

import subprocess
import sys
from datetime import timedelta

import pytest

from lobby_tui.desk import checklists, crowding, days, drafts, faults, meetings, traffic, visits
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.opening import Desk
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import MeetingKind
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.checklists import ChecklistsScreen
from lobby_tui.screens.faults import FaultsScreen
from lobby_tui.screens.meetings import MeetingsScreen
from lobby_tui.screens.traffic import TrafficScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.test_checklists import close
from tests.hand import Hand
from tests.screens.steps import dialog, error_under, in_field, line_of
from tests.screens.test_languages import left_over

SIZES = [(80, 24), (120, 36)]


async def at(hand: Hand, screen: LobbyScreen, who: str = "101") -> None:
    """Sign in and open a screen of the work."""
    await hand.sign_in(who, PASSWORD)
    await hand.app.push_screen(screen)
    await hand.settle()


async def test_a_digit_ticks_and_goes_on(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await at(hand, ChecklistsScreen())
        assert hand.sees("营业前检查  0/7")
        await hand.press("1", "３", "space")
        assert hand.sees("营业前检查  3/7")
        assert [line_of(hand, f"{number}  ✓") for number in (1, 3, 4)]
        assert "李娜 09:30" in hand.screen.splitlines()[line_of(hand, "1  ✓")]
        await hand.press("1")
        assert hand.sees("营业前检查  3/7")
        await hand.press("f6")
        assert hand.sees("营业前检查  2/7"), hand.screen
        assert hand.sees("已撤回：已召开晨会")
        await hand.press("2", "1", "5", "6", "7")
        assert hand.sees("营业前检查  7/7 ✓")
        await hand.press("right", "1")
        assert hand.sees("营业中巡视 第 1 次  1/5")
        await hand.press("left", "up")
        await hand.press("escape")
        assert hand.sees("普通客户")
    shift = desk.sign_in("101", PASSWORD)
    assert [view.done for view in checklists.of_day(shift)] == [7, 1, 0]


async def test_trouble_with_a_machine_is_reported(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await at(hand, ChecklistsScreen())
        await hand.press("3", "up", "f4")
        assert "有问题：显示屏" in dialog(hand)
        await hand.press("f2")
        assert "✗" in dialog(hand)
        await hand.type("2号屏不亮")
        await hand.press("f2")
        assert "是否有机具发生故障" in dialog(hand)
        await hand.press("1")
        assert hand.sees("登记机具故障")
        assert hand.sees("2号屏不亮")
        await hand.press("6", "f2")
        assert hand.sees("✓ 第 1 号故障：显示屏"), hand.screen
        assert hand.sees("有问题 1 项")
    shift = desk.sign_in("101", PASSWORD)
    (fault,) = faults.open_faults(shift)
    assert (fault.device, fault.what) == ("display", "2号屏不亮")
    assert [view.trouble for view in checklists.of_day(shift)] == [1, 0, 0]


async def test_trouble_with_something_else_asks_no_more(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await at(hand, ChecklistsScreen())
        await hand.press("down", "f4")
        await hand.type("少一枚工牌")
        await hand.press("enter")
        assert hand.sees("! 着装与工牌整齐  少一枚工牌")
        await hand.press("f4", "escape")
        assert hand.sees("营业前检查  1/7")


async def test_patrol_after_patrol(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await at(hand, ChecklistsScreen())
        await hand.press("f5", "f5")
        assert hand.sees("第 1 次  0/5")
        await hand.press("1", "2")
        clock.advance(3600)
        await hand.press("f5")
        assert hand.sees("第 2 次  0/5")
        await hand.press("2", "f5", "1")
        assert hand.sees("第 3 次  1/5")
    shift = desk.sign_in("101", PASSWORD)
    assert [(view.round, view.done) for view in checklists.of_day(shift) if view.code == "patrol"] == [
        (1, 2), (2, 1), (3, 1)
    ]  # fmt: skip


async def test_a_colleague_was_quicker(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await at(hand, ChecklistsScreen())
        checklists.tick(desk.sign_in("102", PASSWORD), "opening", "folder")
        await hand.press("7")
        assert "周敏" in hand.screen.splitlines()[line_of(hand, "7  ✓")]
        await hand.press("up", "f6")
        assert "尚未打勾" in dialog(hand)


async def test_a_fault_from_report_to_repair(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await at(hand, FaultsScreen(), "201")
        assert hand.sees("所有机具运行正常")
        await hand.press("f4", "enter", "f6")
        assert hand.sees("没有可以撤销的操作")
        await hand.press("f2", "f2")
        assert hand.sees("是哪一种机具？")
        assert error_under(hand, "故障情况")
        await hand.press("2")
        await hand.type("2号")
        await hand.press("enter")
        await hand.type("吞卡[/b]")
        await hand.press("enter", "enter")
        assert hand.sees("✓ 第 1 号故障：自动取款机")
        assert hand.sees("自动取款机 2号")
        assert hand.sees("吞卡[/b]")
        await hand.press("f4")
        await hand.type("R-7")
        await hand.press("f2")
        assert hand.sees("R-7")
        clock.advance(timedelta(minutes=95))
        await hand.press("enter")
        await hand.type("换了读卡器")
        await hand.press("enter")
        assert hand.sees("第 1 号故障已修复")
        assert hand.sees("所有机具运行正常")
        await hand.press("f3")
        assert hand.sees("✓ 1 小时 35 分")
        assert hand.sees("换了读卡器")
        await hand.press("f6", "f3")
        assert hand.sees("未修复 1"), hand.screen
        await hand.press("escape")
    (fault,) = faults.open_faults(desk.sign_in("101", PASSWORD))
    assert (fault.ticket, fault.label, fault.minutes) == ("R-7", "2号", 95)


async def test_a_half_typed_fault_is_kept(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await at(hand, FaultsScreen())
        await hand.press("f2", "2", "enter")
        await hand.type("吞卡")
        await hand.press("escape", "f2")
        assert hand.sees("吞卡")
        assert drafts.kept(desk.sign_in("101", PASSWORD), "fault") is not None
        await hand.press("f2")
        assert hand.sees("✓ 第 1 号故障")
    assert drafts.kept(desk.sign_in("101", PASSWORD), "fault") is None


async def test_traffic_of_two_days(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("101", PASSWORD)
    visits.count(shift, "cash_small", number=3)
    close(shift)
    clock.advance(timedelta(days=1, hours=2))
    visits.count(shift, "wealth", number=2)
    async with at_terminal() as hand:
        await at(hand, TrafficScreen())
        assert hand.sees("客流 2026-11-24  营业中")
        assert hand.sees("到访 2")
        assert hand.sees("█")
        assert "2" in hand.screen.splitlines()[line_of(hand, "理财")]
        assert hand.sees("没有拥挤记录")
        assert hand.sees("增开柜台")
        await hand.press("left")
        assert hand.sees("客流 2026-11-23  已日终") or hand.sees("到访 3"), hand.screen
        assert not hand.sees("增开柜台")
        await hand.press("1")
        assert hand.sees("到访 3")
        await hand.press("right", "right", "f3")
        assert hand.sees("2026-11-24")
        await hand.press("escape", "escape")
        assert hand.sees("普通客户")


async def test_a_full_lobby(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("101", PASSWORD)
    visits.greet(shift)
    clock.advance(21 * 60)
    async with at_terminal() as hand:
        await at(hand, TrafficScreen())
        assert hand.sees("有客户已等候 21 分钟")
        await hand.press("1")
        assert "大堂拥挤：增开柜台" in dialog(hand)
        await hand.burst("backspace", "x", "f2")
        assert "请填写数字" in dialog(hand)
        await hand.burst("backspace", "1", "８", "enter")
        await hand.type("3号窗口")
        await hand.press("enter")
        assert hand.sees("已记录：增开柜台")
        assert hand.sees("18 人等候")
        await hand.press("9")
        await hand.press("0", "escape")
    found = traffic.of_day(shift)
    assert found is not None
    assert [(one.waiting, one.longest_wait, one.measure, one.note) for one in found.crowding] == [
        (18, 21 * 60, "open_counter", "3号窗口")
    ]  # fmt: skip


async def test_a_morning_meeting(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await at(hand, MeetingsScreen())
        assert hand.sees("晨会 2026-11-23")
        assert hand.sees("议程（25 分钟）")
        assert hand.sees("记录中暂无可汇报的内容")
        await hand.type("利率下调")
        await hand.press("enter", "enter", "enter", "f2")
        assert hand.sees("请填写参会人数")
        assert in_field(hand) == "present"
        await hand.burst("７", "f2")
        assert hand.sees("✓ 晨会已保存")
        assert hand.sees("09:30 召开，李娜")
        clock.advance(60)
        await hand.press("enter")
        await hand.type("补记")
        await hand.press("enter")
    sheet = meetings.sheet(desk.sign_in("101", PASSWORD), None, MeetingKind.MORNING)
    assert (sheet.present, sheet.note, sheet.version) == (7, "补记", 2)
    assert sheet.questions[0][1] == "利率下调"


async def test_answers_are_kept_while_they_are_typed(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await at(hand, MeetingsScreen())
        await hand.type("利率")
        await hand.press("f4")
        assert hand.sees("夕会 2026-11-23")
        assert not hand.sees("利率")
        await hand.type("还差")
        await hand.press("f8")
        assert hand.sees("Evening meeting")
        assert hand.sees("还差")
        await hand.press("f8", "f4")
        assert hand.sees("利率")
        await hand.press("escape")
    shift = desk.sign_in("101", PASSWORD)
    assert {draft.kind for draft in drafts.mine(shift)} == {"meeting_morning", "meeting_evening"}
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("escape")
        await hand.app.push_screen(MeetingsScreen())
        await hand.settle()
        assert hand.sees("利率")
        await hand.burst("shift+tab", "backspace", "backspace", "escape")
    assert {draft.kind for draft in drafts.mine(shift)} == {"meeting_evening"}


async def test_a_colleague_held_it_meanwhile(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await at(hand, MeetingsScreen())
        meetings.hold(desk.sign_in("001", PASSWORD), MeetingKind.MORNING, {}, 5)
        await hand.burst("enter", "enter", "enter", "6", "f2")
        assert "已有同事先行记录" in dialog(hand)
        await hand.press("enter")
        assert hand.sees("6")


async def test_the_sheet_of_another_day_is_read(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("101", PASSWORD)
    meetings.hold(shift, MeetingKind.MORNING, {}, 5, "昨日备注")
    close(shift)
    clock.advance(timedelta(days=1))
    async with at_terminal() as hand:
        await at(hand, MeetingsScreen())
        assert hand.sees("晨会 2026-11-24")
        await hand.press("f3", "1")
        assert hand.sees("晨会 2026-11-23  09:30 召开，李娜")
        assert hand.sees("昨日备注")
        assert not hand.sees("F2")
        await hand.press("f2", "f3", "0")
        assert hand.sees("晨会 2026-11-24")
    assert days.current(shift) is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_each_screen_speaks_one_language(
    at_terminal: AtTerminal, desk: Desk, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    shift = desk.sign_in("101", PASSWORD)
    visits.greet(shift)
    visits.count(shift, "cash_small")
    checklists.tick(shift, "opening", "folder", in_order=False, note="77")
    faults.report(shift, NewFault("atm", "66", ticket="55"))
    crowding.record(shift, "comfort")
    clock.advance(40 * 60)
    made = (ChecklistsScreen, FaultsScreen, TrafficScreen, MeetingsScreen)
    async with at_terminal(size=size) as hand:
        await hand.sign_in("101", PASSWORD)
        if language == "en":
            await hand.press("f8")
        for screen in made:
            await hand.app.push_screen(screen())
            await hand.settle()
            seen = [hand.screen]
            for keys in (("f4",), ("escape",), ("f1",), ("escape",), ("pagedown",), ("f2",)):
                await hand.press(*keys)
                seen.append(hand.screen)
            for shown in seen:
                assert left_over(shown, language) == [], shown
            while not hand.sees("F12") and len(hand.app.screen_stack) > 2:
                await hand.press("escape")


def test_nothing_of_this_is_loaded_at_the_start() -> None:
    """The day at the desk begins without it."""
    names = [f"lobby_tui.{room}.{name}" for room in ("screens", "desk") for name in
             ("faults", "meetings", "traffic", "checklists", "crowding", "fault_page")]  # fmt: skip
    look = f"import sys, lobby_tui.app, lobby_tui.screens.desk; print([m for m in {names} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert loaded == "[]\n"


async def test_what_was_begun_is_offered_by_its_name(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    drafts.keep(shift, "meeting_evening", {"note": "人手不足"})
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        assert "1 夕会" in dialog(hand)
        await hand.press("1")
        assert hand.sees("夕会 2026-11-23")
        assert hand.sees("人手不足")
        await hand.press("escape")
    drafts.drop(shift, "meeting_evening")
    drafts.keep(shift, "fault", {"device": "atm", "what": "吞卡", "label": "", "ticket": ""})
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        assert "机具故障" in dialog(hand)
        await hand.press("1")
        assert hand.sees("登记机具故障")
        assert hand.sees("吞卡")


async def test_two_quick_escapes_lead_two_screens_back(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        for _ in range(6):
            await hand.press("f5", "8")
            assert hand.sees("晨会")
            await hand.burst("escape", "escape")
            assert hand.sees("普通客户"), hand.screen
