"""A password in between: once more for what leaves the house, a PIN for the lock, one's own in the settings."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from lobby_tui.desk import branch_settings, closing, own_password, visits
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import FRESH_SECONDS, Limits, Shift
from lobby_tui.errors import NotAllowedError
from lobby_tui.models.clock import FixedClock, since_boot
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.closing_dialogs import ReopenDialog
from lobby_tui.screens.day import DayScreen
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.password_dialogs import PasswordDialog, SecondDialog
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.screens.visit import VisitScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog, fill, refer, stands_by

PIN = "2580"


async def to_export(hand: Hand, folder: Path, masked: str = "1") -> None:
    """At the day page, with the export dialog filled in and sent."""
    await hand.press("f4", "f2", "3", "5", masked)
    await hand.burst("end", "ctrl+u")
    await hand.paste(str(folder))
    await hand.press("f2")


@pytest.fixture
def day(desk: Desk) -> None:
    visits.count(desk.sign_in("101", PASSWORD), "wealth")


async def test_asked_once_more_and_done_without_asking_anew(
    at_terminal: AtTerminal, day: None, clock: FixedClock, tmp_path: Path
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        clock.advance(FRESH_SECONDS + 1)
        await to_export(hand, tmp_path / "out")
        assert isinstance(hand.app.screen, PasswordDialog), hand.screen
        await hand.type("not this one")
        await hand.press("enter")
        assert hand.sees("✗ 员工号或密码不正确。")
        assert hand.app.screen.query_one("#field-password Input", Input).value == ""
        await hand.type(PASSWORD)
        assert not hand.sees(PASSWORD)
        await hand.press("enter")
        assert isinstance(hand.app.screen, DayScreen)
        assert hand.sees("✓ 已写入")
        await to_export(hand, tmp_path / "again")
        assert isinstance(hand.app.screen, DayScreen), "it counts for ten minutes"
    assert len(list((tmp_path / "out").iterdir())) == 1


async def test_esc_leaves_it_undone(at_terminal: AtTerminal, day: None, clock: FixedClock, tmp_path: Path) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        clock.advance(FRESH_SECONDS + 1)
        await to_export(hand, tmp_path / "out")
        await hand.press("escape")
        assert "再次输入您的密码" in dialog(hand)
        await hand.press("enter")
        assert isinstance(hand.app.screen, DayScreen)
        assert not hand.sees("✓ 已写入")
    assert not (tmp_path / "out").exists()


async def test_a_step_that_holds_the_keys_asks_as_well(
    at_terminal: AtTerminal, desk: Desk, day: None, clock: FixedClock, sign_in: Callable[[str], Shift]
) -> None:
    closing.close(sign_in("101"), carry_over="next_day")
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("001", PASSWORD)
        clock.advance(FRESH_SECONDS + 1)
        await hand.press("f4", "f6", "f5")
        assert isinstance(hand.app.screen, ReopenDialog)
        await hand.type("漏记一笔")
        await hand.press("enter")
        await stands_by(hand, "101")
        assert isinstance(hand.app.screen, PasswordDialog), hand.screen
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert hand.sees("仅限更正") or hand.sees("更正"), hand.screen
        assert not isinstance(hand.app.screen, Dialog)


async def test_where_nothing_can_wait_it_is_refused(at_terminal: AtTerminal, clock: FixedClock) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        clock.advance(FRESH_SECONDS + 1)
        with pytest.raises(NotAllowedError) as caught:
            await hand.app.at_desk(hand.app.shift.require, Action.EXPORT, fresh=True)
        assert caught.value.code == "password_again"
        assert not isinstance(hand.app.screen, Dialog)


async def test_in_full_takes_somebody_else(at_terminal: AtTerminal, day: None, tmp_path: Path) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await to_export(hand, tmp_path / "out", "2")
        for no in ("101", "201"):
            await hand.type(no)
            await hand.press("enter")
            await hand.type(PASSWORD)
            await hand.press("enter")
            assert isinstance(hand.app.screen, SecondDialog)
            assert hand.sees("✗"), hand.screen
            hand.app.screen.query_one("#field-second Input", Input).value = ""
        await hand.press("escape")
        assert isinstance(hand.app.screen, DayScreen)
    assert not (tmp_path / "out").exists()


async def test_the_lock_closes_the_store_and_a_pin_opens_it(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("f7", "f4")
        await hand.type(PASSWORD)
        await hand.press("enter")
        for _ in range(2):
            await hand.type(PIN)
            await hand.press("enter")
        assert hand.sees("✓"), hand.screen
        await hand.press("escape")
        await refer(hand)
        await fill(hand, "王小明", contact="138")
        store = hand.app.shift.store
        await hand.press("f12")
        assert store.forgotten
        assert hand.app.shift.presence.keys is None
        assert hand.sees("解锁码或密码")
        await hand.type("2581")
        await hand.press("enter")
        assert hand.sees("解锁码不正确")
        await hand.type("２５８０")
        await hand.press("enter")
        assert isinstance(hand.app.screen, VisitScreen)
        assert not store.forgotten
        await hand.type("12345678")
        await hand.press("f2")
        assert hand.sees("✓ 第"), hand.screen


async def test_nothing_is_asked_beneath_the_lock(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        home = hand.app.screen
        assert isinstance(home, DeskScreen)
        await hand.press("f12")
        home.load()
        home.freshen()
        await hand.settle()
        assert hand.app.shift.store.forgotten
        assert isinstance(hand.app.screen, LockScreen)
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert isinstance(hand.app.screen, DeskScreen)
        assert not any(worker.is_running for worker in hand.app.workers)


async def test_a_language_chosen_on_the_lock_reaches_what_lies_beneath(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await refer(hand)
        await fill(hand, "王小明", contact="138")
        await hand.press("f12", "f8")
        assert hand.sees("Locked")
        await hand.type(PASSWORD)
        await hand.press("enter")
        await hand.until(lambda: hand.sees("Contact"))
        assert hand.sees("王小明")


async def test_signed_out_nothing_is_open(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        store = hand.app.shift.store
        await hand.app.action_sign_out()
        await hand.settle()
        assert isinstance(hand.app.screen, SignInScreen)
        assert store.forgotten
        await hand.sign_in_by_keys("102", PASSWORD)
        assert isinstance(hand.app.screen, DeskScreen)


async def test_a_locked_program_still_ends(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await refer(hand)
        await fill(hand, "王小明")
        await hand.press("f12")
        hand.app.stop()
        await hand.until(lambda: hand.app._exit)


async def test_the_branch_says_when_it_locks(
    at_terminal: AtTerminal, clock: FixedClock, sign_in: Callable[[str], Shift]
) -> None:
    branch_settings.change(sign_in("001"), BranchChoices({}, frozenset(), False, Limits(300, 2)))
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        hand.app._last_key = since_boot() - 290
        await hand.app._watch_idle()
        assert not isinstance(hand.app.screen, LockScreen)
        hand.app._last_key = since_boot() - 301
        await hand.app._watch_idle()
        assert isinstance(hand.app.screen, LockScreen)
        await hand.settle()
        await hand.type(PASSWORD)
        await hand.press("enter")
        clock.advance(timedelta(hours=2))
        await hand.app._watch_idle()
        assert isinstance(hand.app.screen, DeskScreen)
        clock.advance(1)
        await hand.app._watch_idle()
        await hand.settle()
        assert isinstance(hand.app.screen, LockScreen)
        assert hand.sees("须重新输入密码")
        await hand.type(PASSWORD)
        await hand.press("enter")
        await hand.app._watch_idle()
        assert isinstance(hand.app.screen, DeskScreen)


async def test_limits_are_set_with_digits_and_hold_at_once(at_terminal: AtTerminal) -> None:
    async with at_terminal((120, 50)) as hand:
        await hand.sign_in_by_keys("001", PASSWORD)
        await hand.press("f7")
        hand.app.screen.query_one("#field-idle_seconds Segments").focus()
        await hand.press("4", "2", "f2")
        assert hand.sees("✓ 已保存")
        assert hand.app.shift.branch.limits == Limits(300, 8)
        assert hand.app.idle_seconds == 300


async def test_ones_own_password(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("201", PASSWORD)
        await hand.press("f7", "f3")
        for text in (PASSWORD, "12345678", "12345678"):
            await hand.type(text)
            await hand.press("enter")
        assert hand.sees("✗ 这个密码很常见"), hand.screen
        for name in ("password", "again"):
            hand.app.screen.query_one(f"#field-{name} Input", Input).value = "a new password"
        await hand.press("f2")
        assert hand.sees("✓ 密码已修改"), hand.screen
    assert desk.sign_in("201", "a new password")


async def test_a_pin_is_taken_away(at_terminal: AtTerminal, sign_in: Callable[[str], Shift]) -> None:
    own_password.set_pin(sign_in("101"), PASSWORD, PIN)
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("f7", "f4", "f2")
        assert hand.sees("✓ 解锁码已取消"), hand.screen
        await hand.press("f12")
        assert not hand.sees("解锁码")
