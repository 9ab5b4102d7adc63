"""What works, on the screen: shares drawn with their intervals, a digit for each dimension, records one key away."""

from collections.abc import Callable
from datetime import date

import pytest
from textual.widgets import DataTable

from lobby_tui.desk.review.works_look import Dimension
from lobby_tui.desk.shift import Shift
from lobby_tui.screens.review_records import ReviewRecordsScreen
from lobby_tui.screens.review_works import ReviewWorksScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.review.test_works import day, referral
from tests.desk.review.works_days import Written
from tests.hand import Hand

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def worked(sign_in: Callable[[str], Shift]) -> None:
    """A Friday: twenty referrals for A01, half of them sold; ten for A02 by a teller, without a visit."""
    shift = sign_in("001")
    drawn = day(
        referral(times=10, outcome="success"),
        referral(times=10, reasons={"A01", "D01"}, outcome="nothing", minute=120),
        referral(times=10, reasons={"A02"}, by="201", visit=None, need=None),
    )
    with shift.writing() as writing:
        Written(shift, writing.session, FRIDAY).days(drawn)
        writing.record("test", "test")


async def opened(hand: Hand) -> ReviewWorksScreen:
    await hand.sign_in("001", PASSWORD)
    screen = ReviewWorksScreen()
    await hand.app.push_screen(screen)
    await hand.settle()
    return screen


def line(hand: Hand, *start: str) -> list[str]:
    """The words of the row that begins so."""
    rows = [row.split() for row in hand.screen.splitlines()]
    (found,) = [row for row in rows if row[: len(start)] == [*start]]
    return found


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_signals_with_their_shares(at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        screen = await opened(hand)
        assert hand.sees("2026 年第 4 季度   全部 30 笔推介，成交率 33%（19%–51%）")
        words = line(hand, "A01", "大额存取现金")
        assert words[:7] == ["A01", "大额存取现金", "20", "20", "20", "10", "50%"]
        assert words[7][0] + words[7][-1] == "├┤"
        assert "█" in words[7]
        assert line(hand, "A02", "大额汇款")[2:] == ["10", "10", "10", "0", "-", "样本太少"]
        assert hand.sees("A01 大额存取现金：识别 20 次。20 笔推介中成交 10 笔，成交率 50%，真实值可能在")
        assert screen.query_one(DataTable).virtual_size.width <= size[0]


@pytest.mark.usefixtures("worked")
async def test_a_digit_for_each_dimension(at_terminal: AtTerminal) -> None:
    seen = {
        "2": "理财咨询与购买", "3": "09:00-09:59", "4": "无到访记录（如柜台录入）", "5": "不作比较", "6": "中位分钟",
        "7": "每百次到访", "8": "大堂漏识",
    }  # fmt: skip
    async with at_terminal() as hand:
        screen = await opened(hand)
        for digit, text in seen.items():
            await hand.press(digit)
            assert screen.choice == list(Dimension)[int(digit) - 1]
            assert hand.sees(text), hand.screen
            table = screen.review_table()
            assert len(table.rows) >= len(screen.found)
        await hand.press("f2")
        assert screen.choice == "signal"


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize(("digit", "downs", "count"), [("1", 0, 20), ("2", 6, 20), ("3", 0, 20), ("4", 6, 20),
                                                       ("6", 0, 30), ("7", 0, 20), ("8", 0, 10)])  # fmt: skip
async def test_the_records_behind_a_row(at_terminal: AtTerminal, digit: str, downs: int, count: int) -> None:
    async with at_terminal() as hand:
        screen = await opened(hand)
        await hand.press(digit)
        if digit in "24":
            rows = [getattr(row, "key", "") for row in screen.found]
            downs = rows.index("wealth" if digit == "2" else "")
        await hand.press(*["down"] * downs, "enter")
        records = hand.app.screen
        assert isinstance(records, ReviewRecordsScreen)
        assert records.total == count
        assert hand.sees("王*明")
        assert not hand.sees("王小明")


@pytest.mark.usefixtures("worked")
async def test_other_stretches_of_days(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await opened(hand)
        await hand.press("left")
        assert hand.sees("2026 年第 3 季度   全部 0 笔中成交 0 笔")
        assert hand.sees("没有推介。")
        await hand.press("right", "right")
        assert hand.sees("2026 年第 4 季度   全部 30 笔推介")
        await hand.press("f4")
        assert not hand.sees("全部 30 笔推介")  # the day itself, a Monday


@pytest.mark.usefixtures("worked")
async def test_in_english_too(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await opened(hand)
        await hand.press("f8")
        assert hand.sees("All 33% of 30 sold (19%–51%)")
        assert line(hand, "A02")[-2:] == ["too", "few"]
        for digit in "2345678":
            await hand.press(digit)
            assert "Rate" in hand.screen or "Median" in hand.screen or "Share" in hand.screen
