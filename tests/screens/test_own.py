"""Home of tellers and customer managers: their own referrals, and one page to log another."""

from lobby_tui.desk import referrals
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import dialog, fill

OTHERS = ReferralEntry("李四", ["A02"], manager_no="301", contact="13812345678")


async def test_a_teller_sees_and_logs_their_own_only(at_terminal: AtTerminal, desk: Desk) -> None:
    referrals.log(desk.sign_in("101", PASSWORD), OTHERS)
    async with at_terminal() as hand:
        await hand.sign_in("201", PASSWORD)
        assert hand.sees("我的推介")
        assert not hand.sees("李*")
        await hand.press("space", "1", "enter")
        await fill(hand, "王小明", contact="13900002222")
        await hand.press("f2")
        assert hand.sees("王*明")
        assert not hand.sees("13900002222")
        await hand.press("f3")
        await hand.type("5678")
        assert hand.sees("没有找到")
        await hand.press("escape")
        assert hand.sees("王*明")
        await hand.press("escape")  # there is nothing to go back to
        assert hand.sees("我的推介")
        await hand.press("f6")
        assert hand.sees("已撤销：第 2 号推介"), hand.screen
        assert hand.sees("今天尚无推介")
        await hand.press("f6")
        assert hand.sees("今天没有可以撤销的操作"), hand.screen
    page = referral_search.of_day(desk.sign_in("001", PASSWORD), desk.sign_in("001", PASSWORD).today())
    assert [row.customer for row in page.rows] == ["李*"]


async def test_a_tellers_draft_is_opened_at_sign_in(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("202", PASSWORD)
        await hand.burst("space", "1", "enter", *"欧阳娜娜", "escape")
        assert hand.sees("我的推介")
    async with at_terminal() as hand:
        await hand.sign_in("202", PASSWORD)
        assert hand.sees("欧阳娜娜")
        await hand.burst("1", "1", "f2")
        assert hand.sees("欧阳*娜")


async def test_a_customer_manager_sees_what_was_given_to_them(at_terminal: AtTerminal, desk: Desk) -> None:
    referrals.log(desk.sign_in("101", PASSWORD), OTHERS)
    async with at_terminal() as hand:
        await hand.sign_in("302", PASSWORD)
        assert not hand.sees("李*")
    async with at_terminal() as hand:
        await hand.sign_in("301", PASSWORD)
        assert hand.sees("李*")
        assert hand.sees("李娜")
        await hand.press("f3", "enter")  # to see whom to call; that they looked is recorded
        assert hand.sees("13812345678")
        await hand.burst("end", "改", "f2")
        assert "这是其他同事的推介" in dialog(hand)
        await hand.press("enter", "escape")
        assert hand.sees("李*")
