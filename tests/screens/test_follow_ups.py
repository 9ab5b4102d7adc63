"""Follow-ups on the screen: a digit says how it went, and the next date is asked for."""

from datetime import date

import pytest

from lobby_tui.desk import absences, follow_ups
from lobby_tui.desk.opening import Desk
from lobby_tui.screens.follow_ups import FollowUpsScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.follow import accepted, logged
from tests.hand import Hand
from tests.screens.steps import dialog

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def customers(desk: Desk) -> None:
    """Two customers of 301, one of 302."""
    lobby_manager = desk.sign_in("101", PASSWORD)
    wei, jing = desk.sign_in("301", PASSWORD), desk.sign_in("302", PASSWORD)
    accepted(wei, logged(lobby_manager, "王小明"))
    accepted(wei, logged(lobby_manager, "李四光", contact="13812345679"))
    accepted(jing, logged(lobby_manager, "欧阳娜娜", "302", contact="13812345670"))


async def open_list(hand: Hand, number: str = "301") -> None:
    await hand.sign_in(number, PASSWORD)
    await hand.app.push_screen(FollowUpsScreen())
    await hand.settle()


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_due_and_what_comes_later(
    at_terminal: AtTerminal, customers: None, size: tuple[int, int]
) -> None:
    async with at_terminal(size) as hand:
        await open_list(hand)
        assert hand.sees("没有到期的跟进")
        await hand.press("f3")
        assert hand.sees("全部计划 2")
        for text in ("王*明", "138****5678", "11-24", "1  无人接听", "上午"):
            assert hand.sees(text), hand.screen
        assert not hand.sees("欧阳")
        assert not hand.sees("王小明")
        await hand.press("f8")
        for text in ("All that is planned 2", "To contact", "No answer", "F3"):
            assert hand.sees(text), hand.screen


async def test_no_answer_in_three_keys(at_terminal: AtTerminal, customers: None, desk: Desk) -> None:
    async with at_terminal() as hand:
        await open_list(hand)
        await hand.press("f3")
        before = hand.keys
        await hand.press("１", "enter", "enter")
        assert hand.keys - before == 3
        assert hand.sees("✓ 已登记：无人接听。 下次 2026-11-25。"), hand.screen
    (first, second) = follow_ups.due(desk.sign_in("301", PASSWORD))
    assert (first.referral.customer, second.referral.customer, second.due_on) == ("李*光", "王*明", date(2026, 11, 25))


async def test_an_appointment(at_terminal: AtTerminal, customers: None, desk: Desk) -> None:
    async with at_terminal() as hand:
        await open_list(hand)
        await hand.press("f3", "3", "enter")
        await hand.type("99")
        await hand.press("f2")
        assert hand.sees("✗ “99”不是时间。"), hand.screen
        await hand.press("backspace", "backspace", "f2")
        assert hand.sees("✗ 缺少约见时间。"), hand.screen
        await hand.press("escape", "3")
        await hand.type("26")
        await hand.press("enter")
        await hand.type("1530")
        await hand.press("enter")
        await hand.type("带上资料")
        await hand.press("enter")
        assert hand.sees("下次 2026-11-26"), hand.screen
        assert hand.sees("约见 15:30")
    met = follow_ups.due(desk.sign_in("301", PASSWORD))[-1]
    assert (met.kind, met.due_on) == ("appointment", date(2026, 11, 26))


async def test_a_wrong_date_stands_under_its_field(at_terminal: AtTerminal, customers: None, desk: Desk) -> None:
    async with at_terminal() as hand:
        await open_list(hand)
        await hand.press("f3", "1")
        await hand.type("20261101")
        await hand.press("f2")
        assert hand.sees("2026-11-01 已经过去"), hand.screen
        await hand.press("escape")
        assert hand.sees("全部计划 2")
    assert len(follow_ups.due(desk.sign_in("301", PASSWORD))) == 2


async def test_nothing_more_is_planned(at_terminal: AtTerminal, customers: None) -> None:
    async with at_terminal() as hand:
        await open_list(hand)
        await hand.press("f3", "4", "enter")
        assert hand.sees("请到推介列表录入成果"), hand.screen
        assert hand.sees("全部计划 1")


async def test_plan_drop_and_show(at_terminal: AtTerminal, customers: None) -> None:
    async with at_terminal() as hand:
        await open_list(hand)
        await hand.press("f3", "delete")
        assert "没有其他跟进计划" in dialog(hand)
        await hand.press("enter", "f2", "1")
        await hand.type("1127")
        await hand.press("f2")
        assert hand.sees("✓ 已安排在 2026-11-27。"), hand.screen
        assert hand.sees("全部计划 3")
        await hand.press("delete")
        assert hand.sees("✓ 已取消")
        await hand.press("f4", "1")
        assert hand.sees("1381234567")
        await hand.press("enter")
        assert not hand.sees("1381234567")
        await hand.press("enter")
        assert hand.sees("跟进结果如何")
        await hand.press("escape", "escape")
        assert not isinstance(hand.app.screen, FollowUpsScreen)


async def test_a_stand_in_sees_the_colleagues(at_terminal: AtTerminal, customers: None, desk: Desk) -> None:
    absences.plan(desk.sign_in("302", PASSWORD), "302", date(2026, 11, 23), date(2026, 11, 25), "301")
    async with at_terminal() as hand:
        await open_list(hand)
        await hand.press("f3")
        assert hand.sees("赵静 *"), hand.screen
    async with at_terminal() as hand:
        await open_list(hand, "001")
        await hand.press("f3")
        assert hand.sees("全部计划 3")
