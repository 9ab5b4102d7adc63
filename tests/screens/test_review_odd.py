"""What is worth a second look, on the screen: a line for each finding, its records one key away."""

from collections.abc import Callable

import pytest
from textual.widgets import DataTable

from lobby_tui.desk.review.odd_table import numbers_text
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.review_odd import ReviewOddScreen
from lobby_tui.screens.review_records import ReviewRecordsScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.review.odd_branch import OddBranch
from tests.hand import Hand

PHONE = "13812345678"


@pytest.fixture
def planted(sign_in: Callable[[str], Shift], clock: FixedClock) -> OddBranch:
    """A Monday and a Tuesday; one contact stands on both."""
    branch = OddBranch(sign_in, clock)
    branch.log(time="10:00", customer="王小明", contact=PHONE)
    branch.log("201", "10:10", "赵一", signals=["D01"])
    branch.next_day()
    branch.log(time="10:00", customer="李红", contact=PHONE)
    branch.log("201", "10:10", "钱二", signals=["D01"])
    branch.log("201", "10:20", "孙三", signals=["D02"])
    branch.accept(branch.log("301", "10:30", "周四"), time="10:40")
    branch.log(time="11:00", customer="吴五")
    return branch


async def opened(hand: Hand) -> ReviewOddScreen:
    await hand.sign_in("001", PASSWORD)
    screen = ReviewOddScreen()
    await hand.app.push_screen(screen)
    await hand.settle()
    return screen


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_line_for_each_finding(planted: OddBranch, at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        await opened(hand)
        assert hand.sees("日期 2026-11-24 周二   推介 5   值得再看 5")
        assert hand.sees("同一联系方式对应 2 位不同客户。  李娜 101  推介 11-23: 1; 11-24: 1")
        assert hand.sees("陈伟 301")
        await hand.press("down", "down")
        assert hand.sees("推介原因仅为外观特征。  王芳 201  推介 2, 3")
        assert not hand.sees("没有需要再看的记录。")
        for told in (PHONE, "李红", "钱二"):
            assert not hand.sees(told)


async def test_the_records_behind_a_line_on_whichever_days(planted: OddBranch, at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await opened(hand)
        await hand.press("enter")
        records = hand.app.screen
        assert isinstance(records, ReviewRecordsScreen)
        assert records.behind.span == planted.since(1)
        assert len(records.found) == 2
        assert hand.sees("2026-11-23")
        assert hand.sees("李*")
        await hand.press("escape", "down", "enter")
        assert hand.sees("识别确认同人")
        assert hand.sees("周*")
        assert not hand.sees("李*")


async def test_days_weeks_months_and_quarters(planted: OddBranch, at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        screen = await opened(hand)
        await hand.press("left")
        assert hand.sees("推介 2   值得再看 1")
        assert hand.sees("推介原因仅为外观特征。  王芳 201  推介 2")
        await hand.press("left")
        assert hand.sees("没有需要再看的记录。")
        assert screen.query_one(DataTable).row_count == 0
        await hand.press("right", "right", "right")
        assert screen.span == planted.today
        spans = []
        for _ in range(3):
            await hand.press("f4")
            spans.append(len(screen.span))
            assert hand.sees("推介 7   值得再看 6")
        assert spans == [7, 30, 92]
        looks = next(one for one in screen.found if one.rule == "looks_alone")
        assert numbers_text(looks, whole_day=False) == "11-23: 2; 11-24: 2, 3"


async def test_of_many_referrals_the_file_has_all(
    sign_in: Callable[[str], Shift], clock: FixedClock, at_terminal: AtTerminal
) -> None:
    branch = OddBranch(sign_in, clock)
    for number in range(20):
        branch.log(time=f"10:{10 + number}", customer=f"客户{number}", signals=["D01"])
    async with at_terminal() as hand:
        screen = await opened(hand)
        numbers = ", ".join(str(number) for number in range(1, 21))
        assert hand.sees("1, 2, 3, 4…")
        (row,) = screen.review_table().rows
        assert row[2:4] == (20, numbers)
        assert hand.sees("推介 1, 2, 3, 4, 5, 6, 7, 8, 9")


@pytest.mark.parametrize(("size", "headings"), [((80, 24), 4), ((160, 45), 6)])
async def test_what_is_settled_has_a_mark_and_comes_last(
    planted: OddBranch, at_terminal: AtTerminal, size: tuple[int, int], headings: int
) -> None:
    planted.settle(planted.since(1))
    async with at_terminal(size) as hand:
        screen = await opened(hand)
        assert [one.looked_at for one in screen.found] == [True, True, True]
        assert len(screen.query_one(DataTable).columns) == headings
        assert hand.sees("✓ 识别确认同人" if headings == 4 else "✓")
        planted.log("102", "11:30", "郑六", signals=["D01"])
        await hand.press("left", "right")
        assert [one.people[0].no for one in screen.found] == ["102", "101", "301", "201"]
