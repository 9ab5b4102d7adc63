"""The desk: counting, undoing, leaving, waiting, what is offered at sign-in, and keys that come faster than screens."""

from datetime import date
from types import ModuleType
from typing import NoReturn

import pytest

from lobby_tui.desk import days, lobby, summary, waiting, worklist
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.summary import Summary
from lobby_tui.errors import StoreError
from lobby_tui.locale import msg
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.worklist import WorklistScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import dialog, log_quickly, refer, spot

DAY = 24 * 3600


def figures(desk: Desk) -> Summary:
    """The open day as the desk reports it."""
    found = summary.of_day(desk.sign_in("101", PASSWORD))
    assert found is not None
    return found


async def test_digits_of_either_width_count_customers(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("1", "１", "０")
        assert hand.sees("✓ 其他 » 大堂咨询台")
        assert hand.sees("到访 3")
        assert hand.sees("11月23日 周一")
        # Nothing is counted by what is no digit: ² is a digit to Python, and to nobody at the desk.
        await hand.press("²", "一")
        assert hand.sees("到访 3")
    assert figures(desk).routed == {"lobby_desk": 1, "self_service": 2}


async def test_f6_takes_back_the_last_thing_whatever_it_was(
    at_terminal: AtTerminal, desk: Desk, clock: FixedClock
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("1")
        clock.advance(60)
        await spot(hand, "1")
        clock.advance(60)
        await hand.press("enter")
        clock.advance(60)
        await refer(hand)
        await hand.type("王小明")
        await hand.burst("enter", "1", "1", "f2")
        assert hand.sees("✓ 第 1 号 王*明 已推介")
        assert figures(desk).visits == 3
        await hand.press("f6")
        assert hand.sees("已撤销第 1 号推介，客户已回到在场列表"), hand.screen
        assert hand.sees("在场 1")
        await hand.press("f6")
        assert hand.sees("已撤销：第 2 位客户")
        assert hand.sees("在场 2")
        await hand.press("f6")
        assert hand.sees("已撤销：第 1 位客户")
        assert hand.sees("在场 2")  # a count is taken back whole: nobody had been talked to
        await hand.press("f6")
        assert hand.sees("今天没有可以撤销的操作")
    after = figures(desk)
    assert (after.visits, after.in_lobby, after.referrals, after.routed) == (2, 2, 0, {})


async def test_a_customer_who_left_is_recorded_with_the_reason(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("delete")  # nobody is there
        assert hand.sees("在场 0")
        await hand.burst("space", "2", "tab")
        await hand.press("delete")
        assert "客户为什么离开" in dialog(hand)
        await hand.press("escape")
        assert hand.sees("在场 1")
        await hand.press("delete", "１")
        assert hand.sees("未办理离开：第 1 位客户")
        assert hand.sees("未办理离开 1")
        assert hand.sees("在场 0")
    assert figures(desk).left == 1


async def test_waiting_is_marked_at_the_playbooks_limits(at_terminal: AtTerminal, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("space", "1", "tab")
        for seconds, mark in ((599, "  9 分"), (1, "! 10 分"), (599, "! 19 分"), (1, "‼ 20 分")):
            clock.advance(seconds)
            await hand.press("1")  # any key that changes the day shows it anew
            assert mark in hand.screen, hand.screen


async def test_a_stale_day_is_offered_for_closing(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("1")
    clock.advance(DAY)
    async with at_terminal() as hand:
        await hand.sign_in("102", PASSWORD)  # a guide closes no days
        assert not hand.sees("2026-11-23")
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        assert "营业日 2026-11-23 尚未关闭" in dialog(hand)
        await hand.press("1")
        assert hand.sees("日终 2026-11-23")
        await hand.press("f4", "1", "f2", "1", "escape")
        assert hand.sees("未开业")
        await hand.press("1")
        assert hand.sees("11月24日 周二  营业中")
        assert hand.sees("到访 1")
    shift = desk.sign_in("101", PASSWORD)
    assert [day.date for day in days.latest(shift)] == [date(2026, 11, 24), date(2026, 11, 23)]


async def test_a_stale_day_may_go_on(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("1")
    clock.advance(DAY)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("2", "1")
        assert hand.sees("11月23日 周一  营业中")
        assert hand.sees("到访 2")
    assert figures(desk).day.date == date(2026, 11, 23)


@pytest.mark.parametrize("visited", [True, False], ids=["visit", "one page"])
async def test_a_draft_is_offered_at_sign_in(at_terminal: AtTerminal, visited: bool) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await (refer(hand) if visited else hand.burst("f2", "1", "enter"))
        await hand.type("欧阳娜娜")
        await hand.press("tab" if visited else "escape")
        assert hand.sees("在场 1" if visited else "在场 0")
        assert hand.sees("* 草稿") == visited
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        assert "尚未保存的草稿：1" in dialog(hand)
        assert not hand.sees("欧阳")
        await hand.press("escape")
        assert hand.sees("普通客户")
        await hand.press(*(["enter"] if visited else ["f2"]))
        assert hand.sees("欧阳娜娜")
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("１")
        assert hand.sees("欧阳娜娜")


async def test_keys_typed_ahead_go_to_the_steps(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("space", "1", "2", "f3", *"200000", "enter", "enter", *"王小明", "enter", "1", "1", "f2", "1")
        assert hand.sees("到访 2"), hand.screen
    now = figures(desk)
    assert (now.visits, now.introduced, now.routed) == (2, 1, {"self_service": 1})
    (row,) = referral_search.search(desk.sign_in("101", PASSWORD), "王小明")
    assert row.signals == ("A01",)


async def test_keys_typed_ahead_of_the_sign_in_reach_the_desk(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.burst(*"101", "enter", *"correct", "space", *"horse", "enter", "1", "space", "1", "1", "enter", "2")
        assert hand.sees("到访 3"), hand.screen
    assert figures(desk).routed == {"cash_counter": 1, "self_service": 2}


async def test_keys_typed_ahead_of_a_page_stay_on_it(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst(
            "f2", "1", "enter", *"李明", "enter", "1", "1", "f2", "f3", "f3", *"lm", "escape", "escape", "1"
        )
        assert hand.sees("到访 1"), hand.screen
    assert (figures(desk).visits, figures(desk).referrals) == (1, 1)


async def test_two_terminals_see_each_others_customers(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as manager, at_terminal() as guide:
        await manager.sign_in("101", PASSWORD)
        await guide.sign_in("102", PASSWORD)
        await manager.burst("space", "2", "tab")
        await guide.burst("space", "1", "tab")
        assert guide.sees("在场 2"), guide.screen
        await guide.burst("enter", "1", "enter")  # the lobby manager's customer, who came first
        await manager.press("1")
        assert manager.sees("在场 1")
        assert manager.sees("先生")
        assert not manager.sees("女士")
    now = figures(desk)
    assert (now.visits, now.in_lobby, now.routed) == (3, 1, {"self_service": 2})
    (left,) = lobby.in_lobby(desk.sign_in("101", PASSWORD))
    assert left.addressee == "sir"


async def test_a_list_of_one_persons_referrals_opens_from_the_desk(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await log_quickly(hand, "王小明")
        await hand.press("f3")
        assert hand.sees("王*明")


@pytest.mark.parametrize(("no", "asked"), [("101", waiting), ("301", worklist)])
async def test_a_store_that_fails_says_so_once_and_never_over_the_lock(
    at_terminal: AtTerminal, monkeypatch: pytest.MonkeyPatch, no: str, asked: ModuleType
) -> None:
    calls = 0

    def fails(_: Shift) -> NoReturn:
        nonlocal calls
        calls += 1
        raise StoreError(msg("The folder “{folder}” cannot be found.", folder="nowhere"))

    async with at_terminal() as hand:
        await hand.sign_in(no, PASSWORD)
        home = hand.app.screen
        assert isinstance(home, DeskScreen | WorklistScreen)
        monkeypatch.setattr(asked, "for_me" if asked is waiting else "of_me", fails)
        await hand.press("f12")
        assert isinstance(hand.app.screen, LockScreen)
        home.freshen()
        await hand.settle()
        assert isinstance(hand.app.screen, LockScreen)
        assert calls == 0
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert "nowhere" in dialog(hand)
        depth, calls = len(hand.app.screen_stack), 0
        home.freshen()
        await hand.settle()
        assert (len(hand.app.screen_stack), calls) == (depth, 0)
