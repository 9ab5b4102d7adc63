"""The list of referrals: finding, changing, undoing, and saying so where it is cut or a colleague was faster."""

from dataclasses import replace

from lobby_tui.desk import referrals
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import dialog, log_quickly

ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact="13812345678")


async def test_search_by_name_initials_and_tail(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    referrals.log(shift, ENTRY)
    referrals.log(shift, ReferralEntry("欧阳娜娜", ["B04"], manager_no="302", contact="13900002222"))
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3")
        assert hand.sees("王*明")
        assert hand.sees("欧阳*娜")
        await hand.press("f3")
        for typed, found in (
            ("王小", True),
            ("ｗｘ", True),
            ("5678", True),
            ("５６７８", True),
            ("小明", False),
            ("567", False),
        ):
            await hand.type(typed)
            assert hand.sees("王*明") == found, (typed, hand.screen)
            assert not hand.sees("欧阳")
            assert hand.sees("没有找到") != found
            await hand.burst(*["backspace"] * len(typed))
        await hand.type("oy")
        await hand.press("enter", "enter")
        assert hand.sees("修改第 2 号推介")
        await hand.press("escape", "escape")
        assert hand.sees("王*明")
        assert hand.sees("推介 2026-11-23")
        await hand.press("escape")
        assert hand.sees("普通客户")


async def test_change_then_undo(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    referrals.log(shift, ENTRY)
    referrals.log(shift, replace(ENTRY, customer="李四", contact="13900002222"))
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3", "down", "enter")
        assert hand.sees("13900002222")  # in full, to be put right; the audit trail has it
        await hand.burst("end", "backspace", "五", "f2")
        assert hand.sees("✓ 第 2 号 李* 已推介")
        assert not hand.sees("13900002222")
        await hand.press("down", "f6")
        assert hand.sees("已撤销")
        assert not hand.sees("139****2222")
        assert hand.sees("138****5678")
        await hand.press("f6", "f6")
        assert hand.sees("今天尚无推介")
    assert referral_search.search(shift, "5678") == ()
    assert referral_search.of_day(shift, shift.today(), undone=True).total == 2


async def test_changed_meanwhile_by_another_shift(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    row = referrals.log(shift, ENTRY).referral
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3", "enter")
        supervisor = desk.sign_in("001", PASSWORD)
        referrals.change(supervisor, row.id, replace(ENTRY, remarks="主管已核对"), row.version)
        await hand.burst("end", "红", "f2")
        assert "已有同事修改了这笔推介" in dialog(hand)
        await hand.press("enter")
        assert hand.sees("王小明红")  # still there to be copied
        await hand.press("escape")
        assert hand.sees("主管已核对"), hand.screen
        await hand.press("enter")
        await hand.burst("end", "红", "f2")
        assert hand.sees("✓ 第 1 号")
    (found,) = referral_search.search(shift, "wxmh")
    assert (found.remarks, found.version) == ("主管已核对", 3)


async def test_undone_meanwhile_by_another_shift(at_terminal: AtTerminal, desk: Desk) -> None:
    row = referrals.log(desk.sign_in("102", PASSWORD), ENTRY).referral
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3")
        referrals.undo(desk.sign_in("001", PASSWORD), row.id)
        await hand.press("f6")
        assert "这笔推介已撤销" in dialog(hand)


async def test_a_list_that_is_cut_says_so(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    for number in range(205):
        referrals.log(shift, replace(ENTRY, customer=f"客户{number:03}", contact=""))
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3")
        assert hand.sees("共 205 笔，显示前 200 笔")
        await hand.press("f3")
        await hand.type("客户204")
        assert hand.sees("205 "), hand.screen
        assert not hand.sees("显示前 200 笔")


async def test_a_referral_of_another_day_is_found_and_cannot_be_undone(at_terminal: AtTerminal, desk: Desk) -> None:
    from lobby_tui.desk import closing

    supervisor = desk.sign_in("001", PASSWORD)
    referrals.log(supervisor, ENTRY)
    closing.close(supervisor, carry_over="next_day")
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3")
        assert hand.sees("今天尚无推介")
        await hand.press("f3")
        await hand.type("wxm")
        assert hand.sees("11-23"), hand.screen
        await hand.press("enter", "f6")
        assert "所在的营业日已关闭" in dialog(hand)


async def test_undoing_what_was_just_logged_from_the_desk(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await log_quickly(hand, "王小明")
        await hand.press("f3", "f6", "escape")
        assert hand.sees("推介 0")
        await hand.press("f6")
        assert hand.sees("今天没有可以撤销的操作")


async def test_leaving_while_the_rows_are_read_is_no_trouble(at_terminal: AtTerminal, desk: Desk) -> None:
    referrals.log(desk.sign_in("101", PASSWORD), ENTRY)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        for _ in range(3):
            await hand.burst("f3", "f3", *"王", "escape", "escape")
            assert hand.sees("普通客户"), hand.screen


async def test_a_look_in_full_needs_a_reason_and_is_covered_again(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    referrals.log(shift, ENTRY)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3", "f4")
        assert not hand.sees("13812345678")
        await hand.press("1")
        assert hand.sees("13812345678")
        assert hand.sees("王小明")
        await hand.press("enter")
        assert not hand.sees("13812345678")
