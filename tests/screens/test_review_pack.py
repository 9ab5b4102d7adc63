"""The review pack on the screen: which papers go into it, and where it is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lobby_tui.desk.shift import Shift
from lobby_tui.screens.review_odd import ReviewOddScreen
from lobby_tui.screens.review_pack import ReviewPackScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.review.reviewed import busy_day
from tests.hand import Hand


@pytest.fixture
def day(sign_in: Callable[[str], Shift]) -> None:
    busy_day(sign_in)


async def opened(hand: Hand) -> ReviewPackScreen:
    await hand.sign_in("001", PASSWORD)
    screen = ReviewPackScreen()
    await hand.app.push_screen(screen)
    await hand.settle()
    return screen


def written(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "papers").iterdir())


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_day_is_written_with_two_keys(day: None, at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        screen = await opened(hand)
        assert hand.sees("当日数据")
        assert hand.sees("2026-11-23 周一")
        await hand.press("f3")
        assert hand.sees("复核材料 2026-11-23 周一")
        assert hand.sees("3 份材料合为一册")
        await hand.press("f2")
        assert hand.sees("✓ 已写入")
        assert written(screen.lobby.settings.home) == [
            "2026-11-23_review_pack_day_masked.pdf",
            "2026-11-23_review_pack_day_masked.xlsx",
        ]


async def test_papers_are_put_in_and_left_out(day: None, at_terminal: AtTerminal) -> None:
    async with at_terminal((80, 24)) as hand:
        screen = await opened(hand)
        await hand.press("f2")
        assert hand.sees("2026-11")
        assert screen.left_out == {"people"}
        await hand.press("space")
        assert screen.left_out == {"people", "days"}
        await hand.press("down", "down", "down", "down", "space")
        assert screen.left_out == {"days"}
        await hand.press("f3", "2", "f2")
        assert written(screen.lobby.settings.home) == ["2026-11-23_review_pack_month_masked.pdf"]


async def test_with_everything_left_out_it_says_so(day: None, at_terminal: AtTerminal) -> None:
    async with at_terminal((80, 24)) as hand:
        screen = await opened(hand)
        await hand.press("space", "down", "space", "down", "space", "f3", "f2")
        assert hand.sees("复核材料不能为空")
        assert not (screen.lobby.settings.home / "papers").exists()


async def test_enter_opens_the_view_at_the_same_days(day: None, at_terminal: AtTerminal) -> None:
    async with at_terminal((80, 24)) as hand:
        screen = await opened(hand)
        await hand.press("f2", "left", "down", "down", "down", "enter")
        above = hand.app.screen
        assert isinstance(above, ReviewOddScreen)
        assert above.span == screen.span
        assert above.span.first.isoformat() == "2026-10-01"


async def test_in_english(day: None, at_terminal: AtTerminal) -> None:
    async with at_terminal((80, 24)) as hand:
        await opened(hand)
        await hand.press("f8")
        await hand.press("f3")
        assert hand.sees("3 papers behind one cover, masked.")
