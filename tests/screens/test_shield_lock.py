"""The shield and the lock: one key hides everything, only the password opens, and an unattended screen locks itself."""

import pytest
from textual.widgets import Input

from lobby_tui import terminal_app
from lobby_tui.models.clock import since_boot
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.shield import ShieldScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.screens.visit import VisitScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import fill, refer

TELLING = ("王小明", "138", "推介", "特征", "大额", "识", "荐", "客户经理", "优质")


async def with_a_customer(hand: Hand) -> None:
    await hand.sign_in_by_keys("101", PASSWORD)
    await refer(hand)
    await fill(hand, "王小明", contact="138")
    assert hand.sees("王小明")


def tells(hand: Hand) -> list[str]:
    return [word for word in TELLING if hand.sees(word)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 16)])
async def test_one_key_hides_everything_and_gives_it_back(at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        await with_a_customer(hand)
        await hand.press("f9")
        assert isinstance(hand.app.screen, ShieldScreen)
        assert tells(hand) == []
        assert hand.sees("长安街支行")
        await hand.press("1", "8", "f1", "f7", "f10")
        assert tells(hand) == []
        await hand.press("f9")
        assert isinstance(hand.app.screen, VisitScreen)
        assert hand.sees("王小明")
        await hand.type("12345678")
        assert hand.sees("13812345678")


async def test_it_hides_a_dialog_too(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await with_a_customer(hand)
        await hand.press("f1")
        assert isinstance(hand.app.screen, Dialog)
        await hand.press("f9")
        assert tells(hand) == []
        await hand.press("escape")
        assert isinstance(hand.app.screen, Dialog)


@pytest.mark.parametrize("key", ["escape", "enter", "space", "f9"])
async def test_four_keys_lift_it(at_terminal: AtTerminal, key: str) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("f9", key)
        assert isinstance(hand.app.screen, DeskScreen)


async def test_the_lock_shows_nothing_and_opens_to_the_password_only(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await with_a_customer(hand)
        await hand.press("f12")
        assert isinstance(hand.app.screen, LockScreen)
        assert tells(hand) == []
        await hand.type("not my password")
        await hand.press("enter")
        assert isinstance(hand.app.screen, LockScreen)
        for key in ("escape", "f9", "f7", "f12", "tab"):
            await hand.press(key)
            assert isinstance(hand.app.screen, LockScreen), key
            assert tells(hand) == []
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert isinstance(hand.app.screen, VisitScreen)
        assert hand.sees("王小明")


async def test_what_was_typed_when_it_locked_is_a_draft(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await with_a_customer(hand)
        await hand.press("f12", "f2")
        assert isinstance(hand.app.screen, SignInScreen)
        assert tells(hand) == []
        await hand.sign_in_by_keys("101", PASSWORD)
        assert hand.sees("尚未保存的草稿：1 份"), hand.screen


async def test_another_language_on_the_lock_keeps_what_was_typed(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("f12", "f8")
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert isinstance(hand.app.screen, DeskScreen)


def leave_alone(hand: Hand, seconds: float) -> None:
    hand.app._last_key = since_boot() - seconds


async def test_an_unattended_screen_locks_itself_even_under_a_dialog_or_the_shield(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await with_a_customer(hand)
        for key in ("tab", "f9", "f1"):
            leave_alone(hand, terminal_app.IDLE_SECONDS - 5)
            await hand.app._watch_idle()
            assert not isinstance(hand.app.screen, LockScreen)
            leave_alone(hand, terminal_app.IDLE_SECONDS + 1)
            await hand.app._watch_idle()
            await hand.app._watch_idle()
            await hand.settle()
            assert isinstance(hand.app.screen, LockScreen)
            assert sum(isinstance(one, LockScreen) for one in hand.app.screen_stack) == 1
            await hand.type(PASSWORD)
            await hand.press("enter")
            assert not isinstance(hand.app.screen, LockScreen)
            await hand.press(key)


@pytest.mark.parametrize("keys", [("王",), ("down",), ("5",), ("f1",)])
async def test_every_key_counts_as_somebody_there(at_terminal: AtTerminal, keys: tuple[str, ...]) -> None:
    async with at_terminal() as hand:
        await with_a_customer(hand)
        leave_alone(hand, terminal_app.IDLE_SECONDS - 5)
        await hand.press(*keys)
        hand.app._last_key -= 10
        await hand.app._watch_idle()
        assert not isinstance(hand.app.screen, LockScreen)


async def test_a_key_that_wakes_the_device_opens_nothing(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await with_a_customer(hand)
        leave_alone(hand, terminal_app.IDLE_SECONDS + 1)
        await hand.press("5")
        assert isinstance(hand.app.screen, LockScreen)
        assert hand.app.screen.query_one("#password", Input).value == ""
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert isinstance(hand.app.screen, VisitScreen)


async def test_nobody_signed_in_nothing_to_lock(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        leave_alone(hand, terminal_app.IDLE_SECONDS + 1)
        await hand.app._watch_idle()
        await hand.press("f9", "f12")
        assert isinstance(hand.app.screen, SignInScreen)
