"""How many keys each task costs. A key too many is a defect: it is pressed hundreds of times a day."""

from lobby_tui.desk import lobby, summary
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand


async def keys_of(hand: Hand, *keys: str) -> int:
    before = hand.keys
    for key in keys:
        await (hand.press(key) if len(key) == 1 or key.isascii() else hand.type(key))
    return hand.keys - before


async def test_an_ordinary_customer_is_one_key(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        assert await keys_of(hand, "1") == 1
        assert hand.sees("自助服务区")
    figures = summary.of_day(desk.sign_in("101", PASSWORD))
    assert figures is not None
    assert figures.routed == {"self_service": 1}


async def test_a_guided_customer_is_at_most_four_keys(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        assert await keys_of(hand, "space", "2", "4", "enter") <= 4
    shift = desk.sign_in("101", PASSWORD)
    assert lobby.in_lobby(shift) == ()
    figures = summary.of_day(shift)
    assert figures is not None
    assert figures.routed == {"self_service": 1}


async def test_a_referral_of_a_greeted_customer_is_at_most_28_keys(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("space", "1", "tab")
        count = await keys_of(hand, "enter", "8", "0", "enter")
        count += await keys_of(hand, "王明", "enter", "2", "enter", "enter")
        count += await keys_of(hand, *"13812345678", "enter", "3", "1", "f2")
        assert count <= 28
    (row,) = referral_search.search(desk.sign_in("101", PASSWORD), "5678")
    assert (row.status, row.signals, row.best_time, row.consent) == ("to_follow_up", ("A10",), "afternoon", True)


async def test_an_introduction_on_the_spot_is_shorter_still(at_terminal: AtTerminal, desk: Desk) -> None:
    async with at_terminal() as hand:
        await hand.sign_in_by_keys("101", PASSWORD)
        await hand.press("space", "1", "tab")
        count = await keys_of(hand, "enter", "8", "0", "enter", "王明", "enter", "1", "1", "enter")
        count += await keys_of(hand, *"13812345678", "f2")
        assert count <= 24
    (row,) = referral_search.search(desk.sign_in("101", PASSWORD), "wm")
    assert row.status == "introduced"
