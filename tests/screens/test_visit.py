"""A visit through its steps: forward, back, parked and taken up; advice, reasons, and a colleague who was faster."""

import pytest

from lobby_tui.desk import lobby, referrals, summary, visit_endings
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.summary import Summary
from lobby_tui.models.clock import FixedClock
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import dialog, error_under, fill, in_field, line_of, refer, spot


def figures(desk: Desk) -> Summary:
    found = summary.of_day(desk.sign_in("101", PASSWORD))
    assert found is not None
    return found


def step_of(screen: str) -> str:
    """The step that the rail points at."""
    return next(line for line in screen.splitlines() if " > " in line).split(" > ")[1][:3]


async def test_forward_back_and_the_same_answers_again(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("space")
        assert step_of(hand.screen) == "1 迎"
        await hand.press("2")
        assert step_of(hand.screen) == "2 问"
        await hand.press("2", "1")
        assert step_of(hand.screen) == "3 识"
        assert hand.sees("✓ 大额存取现金")
        await hand.press("enter")
        assert step_of(hand.screen) == "4 荐"
        await hand.press("escape")
        assert step_of(hand.screen) == "3 识"
        assert hand.sees("✓ 大额存取现金")
        await hand.press("escape", "escape")
        assert step_of(hand.screen) == "1 迎"
        await hand.press("enter", "enter", "enter")  # nothing was forgotten on the way back
        assert step_of(hand.screen) == "4 荐"
        assert hand.sees("A01")
        await hand.press("escape", "escape", "escape", "escape")
        assert hand.sees("在场 1")
    (visit,) = lobby.in_lobby(desk.sign_in("101", PASSWORD))
    assert (visit.addressee, visit.need, visit.signals) == ("madam", "cash_large", ("A01",))


@pytest.mark.parametrize(
    ("keys", "step", "known"),
    [
        ([], "1 迎", ""),
        (["1"], "2 问", "先生"),
        (["1", "9"], "3 识", "咨询"),
        (["1", "9", "8", "enter"], "4 荐", "A08"),
    ],
    ids=["greet", "ask", "spot", "refer"],
)
async def test_a_parked_visit_goes_on_where_it_was(
    at_terminal: AtTerminal, clock: FixedClock, keys: list[str], step: str, known: str
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("space", *keys, "tab")
        assert hand.sees("在场 1")
        clock.advance(180)
        await hand.press("enter")
        assert step_of(hand.screen) == step
        assert hand.sees("等 3 分")
        assert hand.sees(known)


async def test_the_greeting_may_be_skipped(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("space", "enter")
        assert step_of(hand.screen) == "2 问"
        await hand.press("down", "down", "enter")  # the arrows reach every need
        assert hand.sees("非现金区")
        await hand.press("enter")
        assert hand.sees("在场 0")
    assert figures(desk).routed == {"non_cash_counter": 1}


@pytest.mark.parametrize("keys", [["0", "1"], ["６"]], ids=["help", "an elderly gentleman"])
async def test_who_needs_help_is_sent_to_a_person(at_terminal: AtTerminal, desk: Desk, keys: list[str]) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("space", *keys)
        assert step_of(hand.screen) == "2 问"
        assert "自助服务区" not in hand.screen.splitlines()[line_of(hand, "1  小额现金存取")]
        await hand.press("1")
        assert hand.sees("» 现金区")
        assert hand.sees("不要求使用自助设备")
        await hand.press("enter")
    assert figures(desk).routed == {"cash_counter": 1}


async def test_asking_for_help_can_be_taken_back(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("space", "0", "escape")
        assert step_of(hand.screen) == "1 迎"
        await hand.press("1", "1")
        assert hand.sees("» 自助服务区")


async def test_an_amount_suggests_its_signal_from_the_limit_on(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await spot(hand, "2")
        await hand.press("f3")
        assert in_field(hand) == "amount"
        await hand.type("二十万元整多")
        await hand.press("enter")
        assert hand.sees("这不是有效的金额")
        assert in_field(hand) == "amount"  # to be put right where it stands
        await hand.press("home", *["delete"] * 6)
        await hand.type("１９９，９９９")
        await hand.press("enter")
        assert hand.sees("金额 199,999元")
        assert not hand.sees("有效的金额")
        assert hand.sees("尚无特征")
        await hand.press("f3", "end", *["backspace"] * 9)
        await hand.type("20万")
        await hand.press("enter")
        assert hand.sees("金额 20万元")
        assert hand.sees("✓ 大额存取现金")
        assert hand.sees("推介给客户经理")
        await hand.press("f3", "end", "backspace", "backspace", "backspace")
        await hand.press("enter")  # no amount after all: what it suggested is taken back
        assert hand.sees("尚无特征")
        await hand.press("tab")
        assert not hand.sees("万")
    (visit,) = lobby.in_lobby(desk.sign_in("101", PASSWORD))
    assert (visit.amount_fen, visit.signals) == (None, ())


async def test_looks_alone_ask_for_a_reason(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await spot(hand)
        await hand.press("f2")
        assert "至少需要一项原因" in dialog(hand)
        await hand.press("enter", "right", "right", "right", "1", "4")
        assert hand.sees("再多问一句")
        await hand.press("f2")
        assert "为什么" in dialog(hand)
        await hand.press("escape")
        assert step_of(hand.screen) == "3 识"
        await hand.press("f2", "5")
        assert step_of(hand.screen) == "4 荐"
        await fill(hand, "王小明")
        await hand.press("tab", "enter")  # parked, taken up: the reason is still known
        await hand.press("f2")
        assert hand.sees("✓ 第 1 号"), hand.screen
    shift = desk.sign_in("101", PASSWORD)
    (row,) = referral_search.search(shift, "王小明")
    assert row.signals == ("D01", "D04")
    assert referrals.reveal(shift, row.id, "test").override_reason == "known_customer"


async def test_not_referring_against_the_advice_needs_a_reason(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await spot(hand)
        await hand.press("8", "f5")
        assert "识别到特征但不推介" in dialog(hand)
        await hand.press("escape")
        assert step_of(hand.screen) == "3 识"
        await hand.press("f5", "1")
        assert hand.sees("在场 0")
    now = figures(desk)
    assert (now.not_referred, now.routed) == (1, {"lobby_desk": 1})


async def test_another_zone_needs_a_reason_and_the_suggested_one_none(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await spot(hand, "1")
        await hand.press("f4", "2")
        assert "为什么改到其他区域" in dialog(hand)
        await hand.press("escape")
        assert step_of(hand.screen) == "3 识"
        await hand.burst("f4", "2", "2")
        assert hand.sees("在场 0")
        await spot(hand, "1")
        await hand.press("f4", "1")
        assert hand.sees("在场 0")
    assert figures(desk).routed == {"cash_counter": 1, "self_service": 1}


async def test_a_colleague_was_faster(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    guide = desk.sign_in("102", PASSWORD)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await refer(hand)
        await hand.type("王小明")
        (visit,) = lobby.in_lobby(guide)
        clock.advance(60)
        visit_endings.send(guide, visit.id, not_referred_reason="declined")
        await hand.burst("enter", "1", "1", "f2")
        assert "可能已由同事处理" in dialog(hand)
        await hand.press("enter")
        assert hand.sees("王小明")
        await hand.press("f2", "enter", "escape")
        assert "可能已由同事处理" in dialog(hand)  # not to an earlier step of what has ended
        await hand.press("enter", "tab")
        assert hand.sees("在场 0")
        assert (figures(desk).visits, figures(desk).referrals) == (1, 0)
        visit_endings.undo_last(guide)  # the guide was wrong
        await hand.press("1", "enter")
        assert hand.sees("王小明")
        await hand.press("f2")
        assert hand.sees("✓ 第 1 号")


async def test_a_referral_without_its_manager_keeps_what_was_typed(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await refer(hand)
        await hand.type("王小明")
        await hand.press("f2")
        assert error_under(hand, "客户经理") == "客户引荐给了哪位客户经理？"
        assert in_field(hand) == "manager"
        assert hand.sees("王小明")
        await hand.press("1")
        assert not hand.sees("✗")
        await hand.press("f2")
        assert hand.sees("✓ 第 1 号")
