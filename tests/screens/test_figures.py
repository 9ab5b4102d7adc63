"""The figures of a day on the screen, and the records behind each."""

from datetime import date

import pytest

from lobby_tui.desk import days, figures, referrals, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.screens.figures import FiguresScreen
from lobby_tui.screens.records import RecordsScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand

MONDAY = date(2026, 11, 23)
NAME = "欧阳[b]娜"


def a_day(desk: Desk, counted: int = 2) -> None:
    shift = desk.sign_in("101", PASSWORD)
    visits.count(shift, "cash_small", number=counted)
    visits.count(shift, "wealth")
    referrals.log(shift, ReferralEntry(customer=NAME, signals=["A01"], manager_no="301", contact="13812345678"))


async def figures_of_the_day(hand: Hand, no: str = "101") -> FiguresScreen:
    await hand.sign_in(no, PASSWORD)
    screen = FiguresScreen(MONDAY)
    await hand.app.push_screen(screen)
    await hand.settle()
    return screen


async def open_figure(hand: Hand, screen: FiguresScreen, wanted: figures.Behind) -> None:
    """Go down to a figure, as a finger on the arrow key does, and open it."""
    while True:
        line = screen.lines[screen.query_one("#figure-list").highlighted]  # type: ignore[attr-defined]
        if line is not None and line.behind == wanted:
            break
        await hand.press("down")
    await hand.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_figure_opens_its_records(at_terminal: AtTerminal, desk: Desk, size: tuple[int, int]) -> None:
    a_day(desk)
    async with at_terminal(size) as hand:
        screen = await figures_of_the_day(hand)
        assert hand.sees("当日数据 2026-11-23  营业中")
        await open_figure(hand, screen, figures.REFERRALS)
        assert isinstance(hand.app.screen, RecordsScreen)
        assert hand.sees("第 1-1 笔，共 1 笔"), hand.screen
        assert hand.sees("欧***")
        assert not hand.sees("[b]娜")
        assert not hand.sees("13812345678")
        await hand.press("escape")
        assert hand.app.screen is screen
        await hand.press("escape")
        assert hand.app.screen is not screen


async def test_what_the_screen_shows_is_what_the_desk_counts(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    shift = desk.sign_in("101", PASSWORD)
    async with at_terminal((120, 200)) as hand:
        await figures_of_the_day(hand)
        render = hand.app.t.render
        for group in figures.of_day(shift, MONDAY).groups:
            assert hand.sees(render(group.title))
            for one in group.figures:
                wanted = [line for line in hand.screen.splitlines() if line.strip().startswith(render(one.name))]
                assert any(line.endswith(" " + render(one.text)) for line in wanted), (one, wanted)


async def test_left_and_right_go_from_group_to_group(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await figures_of_the_day(hand)

        def name() -> str:
            line = screen.lines[screen.query_one("#figure-list").highlighted]  # type: ignore[attr-defined]
            assert line is not None
            return hand.app.t.render(line.name)

        assert name() == "到访"
        await hand.press("right")
        assert name() == "推介"
        await hand.press("down", "down", "left")
        assert name() == "推介"
        await hand.press("left", "left")
        assert name() == "到访"
        await hand.press(*["right"] * 20)
        assert hand.sees("09:00"), hand.screen


async def test_a_part_says_of_what(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await figures_of_the_day(hand)
        await open_figure(hand, screen, figures.REFERRALS.of(manager="301", answer=""))
        assert hand.sees("客户经理接收 / 陈伟 / 待确认  1"), hand.screen


async def test_records_come_in_pages(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk, counted=340)
    async with at_terminal() as hand:
        await figures_of_the_day(hand)
        await hand.press("enter")
        assert hand.sees("第 1-200 笔，共 341 笔")
        await hand.press("f5")
        assert hand.sees("第 201-341 笔，共 341 笔"), hand.screen
        await hand.press("f5")
        assert hand.sees("第 201-341 笔，共 341 笔")
        await hand.press("f4", "f4")
        assert hand.sees("第 1-200 笔，共 341 笔")


async def test_a_figure_that_has_changed_says_so(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        await figures_of_the_day(hand)
        visits.count(desk.sign_in("101", PASSWORD), "wealth")
        await hand.press("enter")
        assert hand.sees("共 4 笔   显示之后该数字已有变化"), hand.screen


async def test_a_guide_sees_figures_but_no_referrals(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await figures_of_the_day(hand, "102")
        await open_figure(hand, screen, figures.REFERRALS)
        assert hand.sees("您的岗位为大堂引导员"), hand.screen
        assert not hand.sees("欧*")
        await hand.press("enter", "escape")
        assert hand.app.screen is screen


async def test_the_other_language(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        await figures_of_the_day(hand)
        await hand.press("right", "f8")
        assert hand.sees("Figures of the day 2026-11-23"), hand.screen
        assert hand.sees("Second claims of one customer")
        await hand.press("enter")
        assert hand.sees("1-1 of 1"), hand.screen
        await hand.press("f8")
        assert hand.sees("第 1-1 笔，共 1 笔"), hand.screen


async def test_no_day_yet(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.app.push_screen(FiguresScreen())
        await hand.settle()
        assert hand.sees("尚无营业日")
        await hand.press("enter", "left", "right", "escape")
        assert days.latest(hand.app.shift) == ()
