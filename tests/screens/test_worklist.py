"""The worklist: one key each to answer, a result in a few, and what is shown of whom."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from lobby_tui.desk import absences, answers, referrals, results, visits
from lobby_tui.desk.answer import lookup as answer_lookup
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Answer, Outcome
from lobby_tui.screens.worklist import WorklistScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.tray import to_nobody
from tests.hand import Hand
from tests.screens.steps import dialog

ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301", contact="13812345678", remarks="想看国债[/b]")
LATER = ReferralEntry("李四", ["A10"], "to_follow_up", contact="13900002222", best_time="morning", consent=True)


@asynccontextmanager
async def at_worklist(at_terminal: AtTerminal, no: str = "301", **how: tuple[int, int]) -> AsyncIterator[Hand]:
    """Sign in, and open the worklist."""
    async with at_terminal(**how) as hand:
        await hand.sign_in(no, PASSWORD)
        if not isinstance(hand.app.screen, WorklistScreen):
            await hand.app.push_screen(WorklistScreen())
            await hand.settle()
        yield hand


@pytest.fixture
def head(desk: Desk) -> Shift:
    return desk.sign_in("001", PASSWORD)


def now(shift: Shift, referral_id: uuid.UUID) -> AnswerView:
    return answer_lookup.of(shift, [referral_id])[referral_id]


def log(shift: Shift, entry: ReferralEntry = ENTRY) -> uuid.UUID:
    return referrals.log(shift, entry).referral.id


async def test_a_confirmation_with_a_result_is_at_most_six_keys(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        before = hand.keys
        await hand.press("enter", "1", "4", "4", "enter")  # an account, two funds
        assert hand.keys - before <= 6
        assert hand.sees("✓ 第 1 号：成果已保存"), hand.screen
        assert hand.sees("今日办结")
    view = now(head, given)
    assert view.answer is Answer.ACCEPTED
    assert view.answered_by is not None
    assert view.answered_by.no == "301"
    assert view.result is not None
    assert (view.result.opened, view.result.sold) == (1, (("fund", 2),))


async def test_why_nothing_is_at_most_six_keys_too(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        before = hand.keys
        await hand.press("enter", "0", "2")
        assert hand.keys - before <= 6
        assert hand.sees("成果已保存")
    view = now(head, given)
    assert view.result is not None
    assert (view.outcome, view.result.no_result_reason) == (Outcome.NOTHING, "thinking_it_over")


async def test_one_key_each_to_answer(at_terminal: AtTerminal, head: Shift, clock: FixedClock) -> None:
    ids = []
    for name in ("王一", "王二", "王三"):
        clock.advance(60)
        ids.append(log(head, replace(ENTRY, customer=name, contact="")))
    async with at_worklist(at_terminal) as hand:
        assert hand.sees("待确认 3")
        await hand.press("1")
        assert hand.sees("✓ 第 1 号 已接收   F6 撤销"), hand.screen
        assert hand.sees("待填成果 1")
        await hand.press("2")  # the highlight is on the next one
        assert "第 2 号为何退回？" in dialog(hand)
        await hand.press("２")
        assert hand.sees("✓ 第 2 号 已退回"), hand.screen
        await hand.press("3")
        assert "赵静" in dialog(hand)
        assert "陈伟" not in dialog(hand)
        await hand.press("1")
        assert hand.sees("已转给赵静"), hand.screen
    first, second, third = (now(head, one) for one in ids)
    assert first.answer is Answer.ACCEPTED
    assert (second.answer, second.reason) == (Answer.RETURNED, "unreachable")
    assert third.answer is None
    assert third.referral.manager is not None
    assert third.referral.manager.no == "302"


async def test_another_reason_asks_which(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        await hand.press("2", "0")
        assert "请说明原因" in dialog(hand)
        await hand.press("enter")
        assert "需说明原因" in dialog(hand)
        await hand.type("密码是123456")
        await hand.press("enter")
        assert "不会" in dialog(hand) or "不" in dialog(hand)
        assert now(head, given).answer is None
        await hand.press(*["backspace"] * 9)
        await hand.type("1户已销")
        await hand.press("enter")
        assert hand.sees("已退回")
    assert now(head, given).note == "1户已销"


async def test_escape_leaves_everything_as_it_was(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        for keys in (("2",), ("3",), ("enter", "2"), ("enter", "0"), ("2", "0"), ("f4",)):
            await hand.press(*keys, "escape", "escape")
            assert isinstance(hand.app.screen, WorklistScreen)
    view = now(head, given)
    assert (view.answer, view.result, view.referral.version) == (None, None, 1)


async def test_an_answer_is_taken_back(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        await hand.press("1", "f6")
        assert hand.sees("已撤回：第 1 号重新待确认"), hand.screen
        assert now(head, given).answer is None
        await hand.press("f6")
        assert hand.sees("今天没有可以撤销的操作")


async def test_a_result_is_put_right(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    results.record(head, given, ResultEntry(opened=1, sold={"fund": 3, "deposit": 1}, note="下周再来"))
    async with at_worklist(at_terminal) as hand:
        await hand.press("4")
        assert "3 笔" in dialog(hand)
        assert "下周再来" in dialog(hand)
        await hand.press("4", "left", "left", "up", "up", "delete", "up", "right", "f2")
        assert hand.sees("成果已保存"), hand.screen
    view = now(head, given)
    assert view.result is not None
    assert (view.result.opened, view.result.sold, view.result.note) == (2, (("fund", 2),), "下周再来")


async def test_a_product_without_a_digit_is_reached_by_arrows(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        await hand.press("enter", "up", "right", "tab")
        await hand.type("2号箱")  # a digit in the note is a letter of it
        await hand.press("enter")
        assert hand.sees("成果已保存"), hand.screen
    view = now(head, given)
    assert view.result is not None
    assert (view.result.sold, view.result.note) == ((("safe_deposit_box", 1),), "2号箱")


async def test_nothing_entered_is_said_and_a_reason_gives_way(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        await hand.press("enter", "enter")
        assert "尚未填写营销成果" in dialog(hand)
        await hand.press("0", "0")  # another reason: a note is needed
        await hand.press("enter")
        assert "需说明原因" in dialog(hand)
        await hand.press("tab", "2", "enter")  # a deposit after all
        assert hand.sees("成果已保存"), hand.screen
    view = now(head, given)
    assert view.result is not None
    assert (view.result.sold, view.result.no_result_reason) == ((("deposit", 1),), None)


async def test_what_is_shown_is_masked_until_there_is_a_reason(at_terminal: AtTerminal, head: Shift) -> None:
    log(head)
    async with at_worklist(at_terminal) as hand:
        assert hand.sees("王*明")
        assert hand.sees("138****5678")
        assert hand.sees("大额存取现金")
        assert hand.sees("想看国债[/b]")
        assert not hand.sees("13812345678")
        await hand.press("f4", "1")
        assert "13812345678" in dialog(hand)
        assert "王小明" in dialog(hand)
        await hand.press("enter")
        assert not hand.sees("13812345678")


async def test_a_stand_in_sees_whose_it_is_and_the_note(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    today = head.today()
    absences.plan(head, "301", today, today + timedelta(days=1), "302", "王先生下午来电")
    async with at_worklist(at_terminal, "302") as hand:
        assert hand.sees("陈伟 *"), hand.screen
        assert hand.sees("* 您为 陈伟 代岗：王先生下午来电")
        await hand.press("1")
        assert hand.sees("已接收")
    view = now(head, given)
    assert view.answered_by is not None
    assert view.answered_by.no == "302"


async def test_the_lobby_manager_empties_the_red_tray(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head, LATER)
    to_nobody(head, given)
    async with at_worklist(at_terminal, "101") as hand:
        assert hand.sees("未分配 ‼"), hand.screen
        assert hand.sees("转派")
        assert not hand.sees("接收")
        await hand.press("enter")
        assert hand.sees("按 3 可分配客户经理")
        await hand.press("1")
        assert "大堂经理" in dialog(hand)
        await hand.press("enter", "3", "1")
        assert hand.sees("已转给"), hand.screen
        assert not hand.sees("未分配 ‼")
        await hand.press("f6")
        assert hand.sees("未分配 ‼"), hand.screen


async def test_nobody_is_offered_what_they_have_accepted(at_terminal: AtTerminal, head: Shift, desk: Desk) -> None:
    answers.accept(desk.sign_in("301", PASSWORD), log(head))
    async with at_worklist(at_terminal) as hand:
        await hand.press("3")
        assert "赵静" in dialog(hand)
        assert "陈伟" not in dialog(hand)


async def test_a_colleague_was_faster(at_terminal: AtTerminal, head: Shift) -> None:
    given = log(head)
    async with at_worklist(at_terminal) as hand:
        answers.accept(head, given)
        await hand.press("1")
        assert "已有同事修改" in dialog(hand)
        await hand.press("enter", "f6")
        assert isinstance(hand.app.screen, WorklistScreen)


async def test_late_ones_have_a_sign(at_terminal: AtTerminal, head: Shift, clock: FixedClock) -> None:
    log(head)
    clock.advance(timedelta(hours=5))
    async with at_worklist(at_terminal) as hand:
        assert hand.sees("待确认 ‼")
        assert hand.sees("‼ 超时 1")
        assert hand.sees("5.0 小时")


async def test_nothing_to_do_says_so_to_everybody(at_terminal: AtTerminal, head: Shift) -> None:
    visits.count(head, "cash_small")
    for no in ("302", "201", "101"):
        async with at_worklist(at_terminal, no) as hand:
            assert hand.sees("没有待办的推介"), no
            await hand.press("1", "2", "3", "enter", "f4", "5")
            assert isinstance(hand.app.screen, WorklistScreen)


async def test_the_way_to_a_new_referral_and_to_the_list(at_terminal: AtTerminal, head: Shift) -> None:
    log(head)
    async with at_worklist(at_terminal) as hand:
        await hand.press("f3")
        assert hand.sees("推介 2026-11-23")
        await hand.press("escape", "space")
        assert hand.sees("新推介")
        await hand.press("escape")
        assert hand.sees("待确认 1")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_reads_in_both_languages(at_terminal: AtTerminal, head: Shift, size: tuple[int, int]) -> None:
    log(head)
    log(head, replace(LATER, manager_no="301"))
    async with at_worklist(at_terminal, size=size) as hand:
        await hand.press("f8")
        assert hand.sees("to answer 2"), hand.screen
        assert hand.sees("To answer")
        assert hand.sees("Introduced")
        assert max(len(line) for line in hand.screen.splitlines()) <= size[0]
        await hand.press("enter")
        assert "Wealth accounts opened" in dialog(hand)
        assert "Safe-deposit box" in dialog(hand)
        assert "Save" in dialog(hand)
        await hand.press("2", "enter")
        assert hand.sees("result saved")
        await hand.press("f8")
        assert hand.sees("今日办结")


async def test_as_home_it_takes_up_a_draft_and_stays(at_terminal: AtTerminal, head: Shift) -> None:
    log(head)
    async with at_terminal() as hand:
        await hand.sign_in("301", PASSWORD)
        assert isinstance(hand.app.screen, WorklistScreen)
        await hand.press("escape")
        assert isinstance(hand.app.screen, WorklistScreen)
        await hand.burst("space", "1", "enter", *"欧阳娜娜", "escape")
        assert hand.sees("待确认 1")
    async with at_terminal() as hand:
        await hand.sign_in("301", PASSWORD)
        assert hand.sees("欧阳娜娜")
        await hand.burst("1", "1", "f2")
        assert hand.sees("✓ 第 2 号 欧阳*娜"), hand.screen
        await hand.press("f6")
        assert hand.sees("已撤销：第 2 号推介"), hand.screen
