"""Back to the referrer: what came of it stands on the screen, late ones with a sign."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lobby_tui.desk import answers, referrals, results
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.outcomes import OutcomesScreen
from tests.conftest import PASSWORD, AtTerminal

ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301", contact="13812345678")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_came_of_my_referrals(
    at_terminal: AtTerminal, desk: Desk, clock: FixedClock, size: tuple[int, int]
) -> None:
    teller, manager = desk.sign_in("201", PASSWORD), desk.sign_in("301", PASSWORD)
    ids = []
    for name in ("王一", "王二", "王三"):
        clock.advance(60)
        ids.append(referrals.log(teller, replace(ENTRY, customer=name, contact="")).referral.id)
    clock.advance(timedelta(hours=5))
    results.record(manager, ids[0], ResultEntry(opened=2, sold={"gold": 1}))
    answers.return_(manager, ids[1], "other", "[/b]客户要求改期" + "很久" * 30)
    async with at_terminal(size=size) as hand:
        await hand.sign_in("201", PASSWORD)
        await hand.app.push_screen(OutcomesScreen())
        await hand.settle()
        assert hand.sees("已有结果 2  未确认 1")
        assert hand.sees("✓ 开户 2 户，黄金交易账户 1 户"), hand.screen
        assert hand.sees("↩ 已退回：其他原因（[/b]")
        assert hand.sees("‼")
        assert hand.sees("陈伟 确认，11-23 14:33")
        assert not hand.sees("王一")
        await hand.press("f8")
        assert hand.sees("ended 2  not yet answered 1")
        await hand.press("enter")  # put right what was wrong with it
        assert hand.sees("Change referral no. ")
        await hand.press("escape", "escape")
        assert not isinstance(hand.app.screen, OutcomesScreen)


async def test_nothing_yet(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("202", PASSWORD)
        await hand.app.push_screen(OutcomesScreen())
        await hand.settle()
        assert hand.sees("近几日没有您的推介")
        await hand.press("enter")
        assert isinstance(hand.app.screen, OutcomesScreen)
