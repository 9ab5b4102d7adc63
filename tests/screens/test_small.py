"""A window that becomes too small, and large again: a sentence, and nothing lost."""

import pytest

from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.too_small import TooSmallScreen
from lobby_tui.screens.visit import VisitScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import fill, refer


async def resize(hand: Hand, width: int, height: int) -> None:
    await hand.pilot.resize_terminal(width, height)
    await hand.settle()


async def test_a_half_filled_form_survives_a_window_of_no_use(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await refer(hand)
        await fill(hand, "王小明", contact="138")
        await resize(hand, 20, 5)
        assert isinstance(hand.app.screen, TooSmallScreen)
        words = hand.screen.replace("\n", "").replace(" ", "")
        assert "窗口太小" in words
        assert "不会丢失" in words
        assert "王小明" not in words
        await hand.press("escape", "enter", "5")
        assert isinstance(hand.app.screen, TooSmallScreen)
        await resize(hand, 80, 24)
        assert isinstance(hand.app.screen, VisitScreen)
        assert hand.sees("王小明")
        await hand.type("12345678")
        assert hand.sees("13812345678")


@pytest.mark.parametrize(("size", "small"), [((60, 16), False), ((59, 16), True), ((60, 15), True), ((1, 1), True)])
async def test_the_smallest_size_that_will_do(at_terminal: AtTerminal, size: tuple[int, int], small: bool) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await resize(hand, *size)
        assert isinstance(hand.app.screen, TooSmallScreen) is small
        if small:
            assert hand.app.screen.styles.overflow_y == "hidden", (
                "in one column a scroll bar would come and go for ever"
            )
        await resize(hand, 80, 24)
        assert hand.sees("在场")


async def test_from_the_first_screen_on(at_terminal: AtTerminal) -> None:
    async with at_terminal((20, 5)) as hand:
        assert isinstance(hand.app.screen, TooSmallScreen)
        await resize(hand, 80, 24)
        await hand.sign_in("101", PASSWORD)
        assert hand.sees("李娜")


async def test_a_locked_screen_stays_locked(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f12")
        await resize(hand, 20, 5)
        await resize(hand, 80, 24)
        assert isinstance(hand.app.screen, LockScreen)


async def test_locking_in_a_small_window_leaves_nothing_behind(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await resize(hand, 20, 5)
        await hand.press("f12")
        await resize(hand, 80, 24)
        assert isinstance(hand.app.screen, LockScreen)
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert hand.sees("在场")
        assert not any(isinstance(one, TooSmallScreen) for one in hand.app.screen_stack)
