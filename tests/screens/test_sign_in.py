"""Signing in: what it gives away, what it keeps, and what signing out takes."""

import pytest
from textual.widgets import Input

from lobby_tui.desk import drafts, staff, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.own import OwnScreen
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.settings import Settings, remembered
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import fill, refer


async def test_a_wrong_password_and_an_unknown_number_are_told_in_the_same_words(at_terminal: AtTerminal) -> None:
    said = []
    for number in ("101", "999"):
        async with at_terminal() as hand:
            await hand.sign_in_by_keys(number, "not my password")
            assert isinstance(hand.app.screen, SignInScreen)
            said.append(str(hand.app.screen.query_one("#problem").render()))
            assert said[-1]
            assert said[-1].splitlines()[0] in hand.screen.replace("\n", "")
            assert not hand.app.signed_in
    assert said[0] == said[1]


async def test_the_complaint_stays_until_the_next_try(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", "not my password")
        assert str(hand.app.screen.query_one("#problem").render())
        await hand.type("c")
        assert not str(hand.app.screen.query_one("#problem").render())
        await hand.type("orrect horse")
        await hand.press("enter")
        assert isinstance(hand.app.screen, DeskScreen)


@pytest.mark.parametrize(("number", "screen"), [("102", DeskScreen), ("１０２", DeskScreen), ("201", OwnScreen)])
async def test_each_role_comes_home(at_terminal: AtTerminal, number: str, screen: type) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys(number, PASSWORD)
        assert type(hand.app.screen) is screen


async def test_a_password_is_never_shown(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.type("101")
        await hand.press("enter")
        await hand.type(PASSWORD)
        assert hand.sees("101")
        assert not hand.sees(PASSWORD)


async def test_another_language_keeps_what_was_typed_and_the_cursor(
    at_terminal: AtTerminal, settings: Settings
) -> None:
    async with at_terminal() as hand:
        await hand.type("101")
        await hand.press("enter")
        await hand.type("correct")
        await hand.press("f8")
        assert hand.sees("Staff number")
        assert hand.sees("101")
        assert remembered(settings.home)["language"] == "en"
        await hand.type(" horse")
        assert hand.app.screen.query_one("#password", Input).value == PASSWORD
        await hand.press("enter")
        assert hand.sees("Today")


async def test_after_signing_out_nobody_is_at_work(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("001", PASSWORD)
        await hand.app.action_sign_out()
        await hand.settle()
        assert isinstance(hand.app.screen, SignInScreen)
        assert not hand.app.signed_in
        for key in ("f7", "f9", "f12"):
            await hand.press(key)
            assert isinstance(hand.app.screen, SignInScreen), key
        await hand.sign_in_by_keys("102", PASSWORD)
        assert hand.sees("周敏")


@pytest.mark.parametrize(("language", "said"), [("zh", "已退出登录"), ("en", "You were signed out")])
async def test_whoever_is_disabled_meanwhile_is_back_at_the_first_screen(
    at_terminal: AtTerminal, desk: Desk, language: str, said: str
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        if language == "en":
            await hand.press("f8")
        staff.disable(desk.sign_in("001", PASSWORD), "101")
        await hand.press("1")
        await hand.until(lambda: isinstance(hand.app.screen, SignInScreen))
        assert hand.sees(said), hand.screen
        await hand.sign_in_by_keys("101", PASSWORD)
        assert isinstance(hand.app.screen, SignInScreen)
        await hand.sign_in("102", PASSWORD)
        assert isinstance(hand.app.screen, DeskScreen)


async def test_what_was_typed_by_whoever_is_signed_out_is_their_draft(at_terminal: AtTerminal, desk: Desk) -> None:
    guide = desk.sign_in("101", PASSWORD)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await refer(hand)
        await fill(hand, "王小明")
        staff.change_role(desk.sign_in("001", PASSWORD), "101", "guide")
        hand.app.run_worker(hand.app.at_desk(visits.count, hand.app.shift, "cash_small"), exit_on_error=False)
        await hand.until(lambda: isinstance(hand.app.screen, SignInScreen))
    assert "王小明" in [value for draft in drafts.mine(guide) for value in draft.fields.values()]
