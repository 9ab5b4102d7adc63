"""Customers' rights at the terminal: found, shown masked, put right, erased; consent taken back; how long is kept."""

from pathlib import Path

import pytest
from textual.widgets import DataTable

from lobby_tui.app import LobbyApp
from lobby_tui.desk import closing, customer_data, follow_ups, referrals
from lobby_tui.desk.opening import Desk
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.customer import CustomerScreen
from lobby_tui.screens.customers import CustomersScreen
from lobby_tui.screens.retention import RetentionScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.customers import CARD, NAME, PHONE, SPACED, planted, referral
from tests.hand import Hand

DAY = 86400


async def open_part(hand: Hand, number: str, name: str) -> None:
    """From the desk to a part of the work that has no digit."""
    await hand.sign_in(number, PASSWORD)
    await hand.press("f5", "end")
    for _ in range(20):
        if name in _highlighted(hand):
            break
        await hand.press("up")
    await hand.press("enter")


def _highlighted(hand: Hand) -> str:
    from textual.widgets import OptionList

    parts = hand.app.screen.query_one("#parts", OptionList)
    assert parts.highlighted is not None
    return str(parts.get_option_at_index(parts.highlighted).prompt)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the app says in a corner of the screen; under test Textual shows none of it."""
    said: list[str] = []
    monkeypatch.setattr(LobbyApp, "notify", lambda _self, message, **_: said.append(message))
    return said


@pytest.fixture
def customer(desk: Desk) -> None:
    planted(desk)
    desk.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_from_the_search_to_everything_masked(
    at_terminal: AtTerminal, customer: None, size: tuple[int, int]
) -> None:
    async with at_terminal(size) as hand:
        await open_part(hand, "001", "客户权利")
        assert isinstance(hand.app.screen, CustomersScreen)
        await hand.type(PHONE)
        await hand.press("enter")
        assert hand.sees("欧阳*容")
        assert hand.sees("139****4321")
        await hand.press("enter")
        assert isinstance(hand.app.screen, CustomerScreen)
        for _ in range(12):
            assert not any(text in hand.screen for text in (NAME, PHONE, SPACED, CARD)), hand.screen
            await hand.press("down")
        assert hand.sees("未填完的表单")
        await hand.press("f8")
        assert hand.sees("Half-filled form")


async def test_shown_in_full_for_a_reason(at_terminal: AtTerminal, customer: None) -> None:
    async with at_terminal((120, 36)) as hand:
        await open_part(hand, "001", "客户权利")
        await hand.type(NAME)
        await hand.press("enter", "enter", "f4", "2")
        assert hand.sees(PHONE)
        await hand.press("enter")
        assert not hand.sees(PHONE)


async def test_put_right_then_erased(at_terminal: AtTerminal, customer: None, desk: Desk) -> None:
    async with at_terminal((120, 36)) as hand:
        await open_part(hand, "001", "客户权利")
        await hand.type(NAME)
        await hand.press("enter", "enter", "f3")
        await hand.type("欧阳慕云")
        await hand.press("f2")
        assert hand.sees("✗")
        await hand.press("enter", "enter", "enter")
        await hand.type("写错了")
        await hand.press("f2")
        assert hand.sees("已更正记录：3 条")
        await hand.press("delete")
        assert hand.sees("不再含该客户的任何信息")
        await hand.press("escape", "delete")
        await hand.type("客户要求")
        await hand.press("f2")
        assert isinstance(hand.app.screen, CustomersScreen), hand.screen
        assert hand.sees("没有该姓名或号码的客户")
    assert customer_data.find(desk.sign_in("001", PASSWORD), "欧阳") == ()


async def test_the_customers_copy(
    at_terminal: AtTerminal, customer: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    async with at_terminal((80, 24)) as hand:
        await open_part(hand, "001", "客户权利")
        await hand.type(NAME)
        await hand.press("enter", "enter", "f2", "1", "enter")
        await hand.type("客户要求")
        await hand.press("f2")
        assert hand.sees("已导出"), hand.screen
    assert len(list(tmp_path.glob("*customer_data_full.*"))) == 2


async def test_only_the_supervisor_finds_it_in_the_menu(at_terminal: AtTerminal) -> None:
    async with at_terminal((120, 36)) as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f5")
        assert not hand.sees("客户权利")
        assert not hand.sees("保存期限")


async def test_a_consent_taken_back_from_the_list(at_terminal: AtTerminal, desk: Desk) -> None:
    one = referral(desk.sign_in("101", PASSWORD))
    desk.close()
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3", "f5")
        assert hand.sees("不再联系")
        await hand.press("2")
        assert hand.sees("139****4321")
        await hand.press("f5", "1")
        assert hand.sees("✓ 不再联系第 1 号")
        assert not hand.sees("139****4321")
    assert referrals.reveal(desk.sign_in("101", PASSWORD), one.id, "look").contact == ""


async def test_a_consent_taken_back_on_the_phone(at_terminal: AtTerminal, desk: Desk) -> None:
    from lobby_tui.desk import answers

    one = referral(desk.sign_in("101", PASSWORD))
    answers.accept(desk.sign_in("301", PASSWORD), one.id)
    desk.close()
    async with at_terminal() as hand:
        await hand.sign_in("301", PASSWORD)
        await hand.press("f5", "2", "f3", "f5", "1")
        assert hand.sees("✓ 不再联系第 1 号"), hand.screen
    assert follow_ups.due(desk.sign_in("301", PASSWORD)) == ()


async def test_the_notice_stands_there_while_consent_is_asked(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f2", "1", "enter", "f", "enter", "2", "enter", "enter")
        await hand.type("13812345678")
        assert not hand.sees("期满即删除")
        await hand.press("enter", "1")
        assert hand.sees("期满即删除"), hand.screen
        assert hand.sees("可以联系") or hand.sees("同意")
        await hand.press("1")
        assert not hand.sees("期满即删除")


async def test_how_long_is_shown_and_set(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_part(hand, "001", "保存期限")
        assert isinstance(hand.app.screen, RetentionScreen)
        assert hand.sees("730")
        await hand.press("down", "down", "enter")
        await hand.press("end", *["backspace"] * 5)
        await hand.type("９999")
        await hand.press("f2")
        assert hand.sees("1 至 365")
        await hand.press("end", *["backspace"] * 5)
        await hand.type("14")
        await hand.press("f2")
        assert hand.sees("✓ 已保存")
        assert hand.app.screen.query_one(DataTable).get_row_at(2)[1].plain.strip() == "14"
        await hand.press("f2")
        assert hand.sees("没有超过保存期限的信息")


async def test_what_is_over_goes_behind_the_desk_and_is_told(
    at_terminal: AtTerminal, desk: Desk, clock: FixedClock, told: list[str]
) -> None:
    shift = desk.sign_in("001", PASSWORD)
    referral(shift)
    closing.close(shift, carry_over="next_day")
    clock.advance(731 * DAY)
    again = referral(desk.sign_in("001", PASSWORD), "王小明", "13700001111")
    closing.close(desk.sign_in("001", PASSWORD), carry_over="next_day")
    desk.close()
    async with at_terminal((120, 36)) as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.settle()
    assert told == ["以下信息已到保存期限，已删除：\n推介中的客户信息：1"]
    shift = desk.sign_in("001", PASSWORD)
    assert customer_data.find(shift, NAME) == ()
    assert referrals.reveal(shift, again.id, "look").customer == "王小明"


async def test_a_clock_far_ahead_is_told(
    at_terminal: AtTerminal, desk: Desk, clock: FixedClock, told: list[str]
) -> None:
    shift = desk.sign_in("001", PASSWORD)
    referral(shift)
    closing.close(shift, carry_over="next_day")
    desk.close()
    clock.advance(4000 * DAY)
    async with at_terminal((120, 36)) as hand:
        await hand.sign_in("101", PASSWORD)
    assert len(told) == 1
    assert "lobby store purge --by-hand" in told[0]
    assert len(customer_data.find(desk.sign_in("001", PASSWORD), NAME)) == 1
