"""The two bars: what does not fit gives way, the way to the help page never does."""

import pytest

from lobby_tui.desk import drafts, referrals, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.errors import RefusedError
from lobby_tui.locale import LANGUAGES, msg
from lobby_tui.models.clock import FixedClock
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import dialog

GIVEN = ReferralEntry("李四", ["A02"], manager_no="301", contact="13812345678")
KEYS = {"zh": "帮助", "en": "Help"}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("no", ["101", "201", "301"])
async def test_every_home_offers_help_and_the_work(
    at_terminal: AtTerminal, no: str, language: str, size: tuple[int, int]
) -> None:
    async with at_terminal(size) as hand:
        await hand.sign_in(no, PASSWORD)
        if language == "en":
            await hand.press("f8")
        bar = hand.screen.splitlines()[-1]
        assert f"F1  {KEYS[language]}" in bar
        assert "F5" in bar
        assert sum(bar.count(f" {key} ") for key in ("F1", "F2", "F3", "F4", "F5", "F6", "F9", "F10")) <= 7


async def test_what_is_late_stands_where_it_is_not_cut(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    referrals.log(desk.sign_in("101", PASSWORD), GIVEN)
    clock.advance(3600 * 48)
    async with at_terminal() as hand:
        await hand.sign_in("301", PASSWORD)
        await hand.press("f8")
        title = hand.screen.splitlines()[0]
        assert title.index("‼ late 1") < title.index("to answer 1")


async def test_a_dialog_over_the_worklist_leaves_its_keys_alone(at_terminal: AtTerminal, desk: Desk) -> None:
    referrals.log(desk.sign_in("101", PASSWORD), GIVEN)
    async with at_terminal() as hand:
        await hand.sign_in("301", PASSWORD)
        await hand.press("f4", "1")
        hand.app.screen_stack[1].show_bars()  # type: ignore[attr-defined]
        await hand.press("enter")
        assert "F5  事务" in hand.screen.splitlines()[-1]


async def test_nothing_is_said_right_under_the_headings(at_terminal: AtTerminal, desk: Desk) -> None:
    visits.count(desk.sign_in("101", PASSWORD), "cash_small")
    async with at_terminal() as hand:
        await hand.sign_in("201", PASSWORD)
        lines = [number for number, line in enumerate(hand.screen.splitlines()) if "序号" in line or "尚无推介" in line]
        assert lines[1] - lines[0] == 2, hand.screen


@pytest.mark.parametrize("no", ["201", "301"])
async def test_whatever_was_begun_is_offered_on_every_home(at_terminal: AtTerminal, desk: Desk, no: str) -> None:
    shift = desk.sign_in(no, PASSWORD)
    drafts.keep(shift, "fault", {"device": "atm", "what": "吞卡", "label": "", "ticket": ""})
    async with at_terminal() as hand:
        await hand.sign_in(no, PASSWORD)
        assert "1 机具故障" in dialog(hand)
        await hand.press("escape")
        assert drafts.mine(shift)
    async with at_terminal() as hand:
        await hand.sign_in(no, PASSWORD)
        await hand.press("1")
        assert hand.sees("登记机具故障")
        assert hand.sees("吞卡")


async def test_of_several_begun_one_is_chosen(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("201", PASSWORD)
    drafts.keep(shift, "fault", {"device": "atm", "what": "吞卡", "label": "", "ticket": ""})
    clock.advance(60)
    drafts.keep(shift, "quick", {"customer": "欧阳娜娜"})
    async with at_terminal() as hand:
        await hand.sign_in("201", PASSWORD)
        assert "1 推介" in dialog(hand)
        await hand.press("1")
        assert hand.sees("欧阳娜娜")


async def test_what_to_do_is_seen_however_long_the_error_is(at_terminal: AtTerminal) -> None:
    path = "/很长的目录" * 90
    remedy = msg("Try again, or ask the supervisor to reset the password.")
    error = RefusedError(msg("The folder “{folder}” cannot be found.", folder=path), remedy=remedy)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        hand.app.show_error(error)
        await hand.settle()
        assert hand.app.t.render(remedy) in dialog(hand), hand.screen
        data = hand.app.t.render(error.data)[:6]
        assert data not in dialog(hand)
        await hand.press("end")
        await hand.until(lambda: data in dialog(hand))
        await hand.press("enter")
        assert hand.sees("在场")
