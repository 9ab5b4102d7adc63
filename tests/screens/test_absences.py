"""Absences and the branch's calendar on the screen."""

import pytest

from lobby_tui.desk import absences, calendar
from lobby_tui.desk.opening import Desk
from lobby_tui.screens.absences import AbsencesScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog


async def open_list(hand: Hand, number: str) -> None:
    await hand.sign_in(number, PASSWORD)
    await hand.app.push_screen(AbsencesScreen())
    await hand.settle()


async def test_ones_own_absence(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await open_list(hand, "301")
        assert hand.sees("没有人缺勤")
        await hand.press("f2")
        await hand.press("f2")
        assert hand.sees("✗ 缺少第一天的日期。"), hand.screen
        await hand.type("25")
        await hand.press("enter")
        await hand.type("27")
        await hand.press("enter", "enter")  # whoever has the same role stands there already
        await hand.type("王先生周四来电")
        await hand.press("enter")
        assert hand.sees("✓ 已保存"), hand.screen
        for text in ("陈伟 301", "2026-11-25 周三", "2026-11-27 周五", "赵静 302", "王先生周四来电"):
            assert hand.sees(text), hand.screen
        await hand.press("f2")
        await hand.type("26")
        await hand.press("f2")
        assert hand.sees("✗ 陈伟 在 2026-11-25 至 2026-11-27 已登记缺勤。"), hand.screen
        await hand.press("escape", "delete")
        assert hand.sees("✓ 已取消：陈伟"), hand.screen
        await hand.press("escape")
        assert not isinstance(hand.app.screen, AbsencesScreen)
    assert absences.planned(desk.sign_in("301", PASSWORD)) == ()


async def test_a_colleagues_absence_needs_leave(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await open_list(hand, "101")
        await hand.press("f2")
        await hand.burst("backspace", "backspace", "backspace", *"301", "enter", *"1123", "enter", "f2")
        assert hand.sees("今日不在岗 1"), hand.screen
        assert hand.sees("没有人为 陈伟 代岗")
    async with at_terminal() as hand:
        await open_list(hand, "302")
        await hand.press("delete")
        assert "这是同事的缺勤" in dialog(hand)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_calendar(at_terminal: AtTerminal, desk: Desk, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        await open_list(hand, "001")
        await hand.press("f3")
        assert hand.sees("营业时间 09:00 至 17:00")
        assert hand.sees("2027-01-01 周五")
        assert hand.sees("2027 年的调休上班日尚未公布")
        await hand.press("f2")
        await hand.type("28")
        await hand.press("enter", "2")
        await hand.type("社区活动")
        await hand.press("enter")
        assert hand.sees("2026-11-28 周六"), hand.screen
        assert hand.sees("网点自定")
        await hand.press("f8")
        assert hand.sees("the branch's own"), hand.screen
        assert hand.sees("working day")
        await hand.press("delete")
        assert not hand.sees("2026-11-28 Sat"), hand.screen
    assert calendar.own_days(desk.sign_in("001", PASSWORD)) == ()


async def test_only_the_supervisor_sets_it(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_list(hand, "101")
        await hand.press("f3", "f2")
        assert "大堂经理" in dialog(hand)
