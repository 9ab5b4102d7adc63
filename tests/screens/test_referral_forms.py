"""The fields of a referral on its three paths: a visit, one page, a change."""

from collections.abc import Awaitable, Callable

import pytest

from lobby_tui.desk import drafts, referrals, summary
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import error_under, fill, in_field, log_quickly, refer

WRONG_ID = "110101199003070012"  # the check digit is wrong
ENTRY = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact="13812345678", remarks="旧")


async def one_page(hand: Hand) -> None:
    """From the desk to the name of a new referral."""
    await hand.burst("f2", "1", "enter")


async def change(hand: Hand) -> None:
    """From the desk to the emptied name of the one referral of the day."""
    await hand.press("f3", "enter")
    assert hand.sees("修改第 1 号推介"), hand.screen
    await hand.burst("home", *["delete"] * 9)


Begin = Callable[[Hand], Awaitable[None]]
NEW = pytest.mark.parametrize("begin", [refer, one_page], ids=["visit", "one page"])
EVERY = pytest.mark.parametrize("begin", [refer, one_page, change], ids=["visit", "one page", "change"])


@pytest.fixture
def shift(desk: Desk) -> Shift:
    return desk.sign_in("101", PASSWORD)


@EVERY
async def test_errors_stand_under_their_fields(at_terminal: AtTerminal, shift: Shift, begin: Begin) -> None:
    if begin is change:
        referrals.log(shift, ENTRY)
    async with at_terminal(size=(80, 40)) as hand:
        await hand.sign_in("101", PASSWORD)
        await begin(hand)
        await hand.burst("enter", "2", "enter")
        await hand.type(WRONG_ID)
        await hand.burst("enter", "home", *["delete"] * 11)
        await hand.type("1381234567")
        await hand.burst("enter", "enter", "enter", "end")
        await hand.type("密码是 998877")
        await hand.press("f2")
        assert in_field(hand) == "customer"
        assert error_under(hand, "客户姓名") == "此项必填。", hand.screen
        assert error_under(hand, "帐号/证件号") == "身份证号校验码不符，输入有误。"
        assert error_under(hand, "联系方式") == "手机号应为 11 位，现为 10 位。"
        assert error_under(hand, "最佳联系时间") == "待跟进须填写最佳联系时间。"
        assert error_under(hand, "同意联系") == "待跟进须征得客户同意联系。"
        assert "密码" in error_under(hand, "备注")
        for typed in (WRONG_ID, "1381234567", "998877"):
            assert hand.sees(typed)
        await hand.type("李明")
        assert error_under(hand, "客户姓名") == ""
        assert error_under(hand, "联系方式") != ""
        await hand.press("f2")
        assert in_field(hand) == "identifier"
    assert [row.remarks for row in referral_search.search(shift, "wxm")] == (["旧"] if begin is change else [])


@EVERY
async def test_doubles_are_shown_while_typing_and_never_block(
    at_terminal: AtTerminal, desk: Desk, shift: Shift, begin: Begin
) -> None:
    if begin is change:
        referrals.log(shift, ENTRY)
    guide = desk.sign_in("102", PASSWORD)
    referrals.log(guide, ReferralEntry("张三丰", ["A02"], manager_no="302", contact="13900001111"))
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await begin(hand)
        assert not hand.sees("可能已登记")
        await hand.type("张三丰")
        await hand.until(lambda: hand.sees("可能已登记"))
        assert hand.sees("张*丰，识别人周敏"), hand.screen
        await hand.burst("enter", "1", "1", "enter", "home", *["delete"] * 11, *"13900001111", "f2")
        assert hand.sees("✓ 第"), hand.screen
    assert len(referral_search.search(shift, "1111")) == 2


async def test_the_same_number_under_another_name_is_told(at_terminal: AtTerminal, shift: Shift) -> None:
    referrals.log(shift, ENTRY)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await refer(hand)
        await hand.type("李四")
        await hand.burst("enter", "1", "1", "enter", *"１３８１２３４５６７８")
        await hand.until(lambda: hand.sees("号码相同但姓名不同"))
        assert not hand.sees("王小明")


async def test_a_paste_of_lines_becomes_one_line(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await one_page(hand)
        await fill(hand, "王小明")
        await hand.burst("enter", "enter", "enter")
        assert in_field(hand) == "remarks"
        await hand.paste("上午来电\r\n\t下午再来\n")
        await hand.press("f2")
    (row,) = referral_search.search(shift, "wxm")
    assert row.remarks == "上午来电 下午再来"


@NEW
async def test_saving_twice_is_one_referral(at_terminal: AtTerminal, shift: Shift, begin: Begin) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await begin(hand)
        await hand.burst(*"王小明", "enter", "1", "1", "f2", "f2")
        # The second one meets the desk, where it begins another referral: that page is empty.
        assert not hand.sees("王小明")
    assert len(referral_search.search(shift, "wxm")) == 1
    assert drafts.mine(shift) == ()


@NEW
async def test_a_draft_is_kept_when_typing_pauses(at_terminal: AtTerminal, shift: Shift, begin: Begin) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await begin(hand)
        await hand.type("王小明")
        await hand.until(lambda: [one.fields["customer"] for one in drafts.mine(shift)] == ["王小明"])
        # The terminal dies here: nothing is asked, nothing more is saved.
        hand.app.exit()
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("1")
        assert hand.sees("王小明")
        await hand.burst("1", "1", "f2")
        assert hand.sees("✓ 第 1 号"), hand.screen
    assert drafts.mine(shift) == ()


@pytest.mark.parametrize(("begin", "first"), [(refer, "zh"), (one_page, "en")], ids=["visit", "one page"])
async def test_the_language_changes_in_the_middle_of_a_form(
    at_terminal: AtTerminal, shift: Shift, begin: Begin, first: str
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        if first == "en":
            await hand.press("f8")
        await begin(hand)
        await hand.burst(*"王小明", "enter", "2", "2", "enter", *"13812345678", "enter", "3", "1", *"晚到")
        await hand.press("shift+tab", "shift+tab", "shift+tab")
        for _ in range(3):
            await hand.press("f8")
            assert hand.sees("Best time") != hand.sees("最佳联系时间")
            assert in_field(hand) == "contact"
            for typed in ("王小明", "13812345678", "晚到", "✓Afternoon" if hand.sees("Best time") else "✓下午"):
                assert hand.sees(typed), hand.screen
        await hand.burst("end", "backspace", "9", "f2")
        assert hand.sees("No. 1" if first == "zh" else "第 1 号")
    (row,) = referral_search.search(shift, "wxm")
    assert (row.remarks, row.best_time, row.masked_contact) == ("晚到", "afternoon", "138****5679")
    assert (row.consent, row.manager and row.manager.no) == (True, "302")


async def test_a_change_keeps_what_was_typed_through_a_change_of_language(
    at_terminal: AtTerminal, shift: Shift
) -> None:
    referrals.log(shift, ENTRY)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await change(hand)
        await hand.type("李明")
        await hand.press("f8", "f8", "f2")
        assert hand.sees("✓ 第 1 号 李* 已推介"), hand.screen
    (row,) = referral_search.search(shift, "lm")
    assert (row.version, row.remarks) == (2, "旧")
    assert drafts.mine(shift) == ()


async def test_a_page_without_a_reason_goes_back_to_the_reasons(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f2", "enter")
        await fill(hand, "王小明")
        await hand.press("f2")
        assert hand.sees("✗ 推介至少需要一项原因")
        await hand.press("1")
        assert not hand.sees("✗")
        await hand.press("f2")
        assert hand.sees("✓ 第 1 号"), hand.screen
    (row,) = referral_search.search(shift, "wxm")
    assert row.signals == ("A01",)


async def test_looks_alone_on_a_page_need_a_reason(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f2", "right", "right", "right", "1", "enter")
        await fill(hand, "王小明")
        await hand.press("f2", "escape")
        assert hand.sees("王小明")
        await hand.press("f2", "1")
        assert hand.sees("✓ 第 1 号"), hand.screen
    assert summary.of_day(shift)


async def test_an_emptied_page_leaves_no_draft(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f2", "1", "enter", "王", "escape")
        assert len(drafts.mine(shift)) == 1
        await hand.press("f2")
        assert in_field(hand) == "status"  # the field after what had been typed
        await hand.burst("shift+tab", "home", "delete", "shift+tab", "1", "escape")
        assert hand.sees("普通客户")
    assert drafts.mine(shift) == ()


async def test_undoing_a_page_brings_nobody_back(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await log_quickly(hand, "王小明")
        await hand.press("f6")
        assert hand.sees("已撤销：第 1 号推介")
        assert hand.sees("在场 0")  # nobody comes back who was never greeted
    assert referral_search.search(shift, "wxm") == ()
