"""The review of a day at the terminal: the head asks back, the person answers at their desk, the head signs."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable

from lobby_tui.desk import visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.review import asked, marks
from lobby_tui.desk.review import rows as review_rows
from lobby_tui.desk.review.rows import DayReview
from lobby_tui.desk.waiting import Part
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.asked import AskedScreen
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.review_day import ReviewDayScreen
from lobby_tui.screens.work import ENTRIES, Entry
from tests.conftest import MORNING, PASSWORD, AtTerminal
from tests.desk.review.reviewed import closed_day
from tests.hand import Hand

TODAY = MORNING.date()


@pytest.fixture
def review(desk: Desk) -> DayReview:
    closed_day(lambda no: desk.sign_in(no, PASSWORD), count=9)
    return review_rows.of_day(desk.sign_in("001", PASSWORD))


def mine(hand: Hand) -> list[Entry]:
    """The lines of the menu of the work."""
    return [one for one in ENTRIES if one.needs is None or hand.app.shift.may(one.needs)]


async def to_review(hand: Hand, *keys: str) -> ReviewDayScreen:
    """From the first screen, through the menu of the work and that of the review."""
    await hand.sign_in("001", PASSWORD)
    while isinstance(hand.app.screen, Dialog):
        await hand.press("escape")
    await hand.press("f5")
    place = [one.part for one in mine(hand)].index(Part.REVIEW)
    await hand.press("home", *["down"] * place, "enter", "2")
    assert isinstance(hand.app.screen, ReviewDayScreen)
    await hand.press(*keys)
    return hand.app.screen


def line(hand: Hand, number: int) -> str:
    """The line of a referral on the screen."""
    return next(one for one in hand.screen.splitlines() if one.split()[:1] in ([f"{number}"], [f"*{number}"]))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_line_for_each_referral(at_terminal: AtTerminal, review: DayReview, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        screen = await to_review(hand)
        assert hand.sees("已复核 0/9")
        assert line(hand, 1).split()[1:] == ["09:30", "王***", "李娜", "A02", "已推介»已接收»有成果"]
        assert "王小二2" not in hand.screen
        assert hand.sees("李娜（大堂经理）识别，转陈伟")
        for number in range(1, 10):
            drawn = line(hand, number).split()[0] == f"*{number}"
            assert drawn is (number in {row.number for row in review.sample})
        await hand.press("space")
        assert [row.number for row in screen.found] == [row.number for row in review.sample]  # type: ignore[union-attr]
        await hand.press("f2", "f2")
        assert hand.sees("客户赶时间")
        assert not hand.sees("退回询问")
        await hand.press("enter")
        assert isinstance(hand.app.screen, RecordsScreen)
        assert hand.sees("第 2 号到访")
        assert len(hand.app.screen.found) == 1
        await hand.press("escape", "space", "space", "f8")
        assert "intro»accepted»result" in line(hand, 1)
        await hand.press("enter")
        assert hand.sees("Referral no. 1")


async def test_the_whole_way(at_terminal: AtTerminal, review: DayReview, desk: Desk) -> None:
    async with at_terminal() as hand:
        await to_review(hand, "1")
        assert "✓ 通过" in line(hand, 1)
        assert hand.app.screen.query_one(DataTable).cursor_row == 1
        await hand.press("2")
        await hand.type("为何没有留电话？")
        await hand.press("f2")
        assert "? 已询问" in line(hand, 2)
        await hand.press("3", "f2")
        assert isinstance(hand.app.screen, Dialog)  # it has to say something
        await hand.type("写明资金用途")
        await hand.press("f2")
        assert "+ 已辅导" in line(hand, 3)
        await hand.press("f4", "f2")
        assert hand.sees("已退回询问、尚未了结：2")
        await hand.press("escape")
        teller = desk.sign_in("201", PASSWORD)
        assert [one.mark.note for one in asked.mine(teller)] == ["为何没有留电话？", "写明资金用途"]
    async with at_terminal() as hand:
        await hand.sign_in("201", PASSWORD)
        assert hand.sees("‼ 复核询问 1：F5")
        await hand.press("f5")
        assert hand.sees("待回答询问 1")
        place = [one.part for one in mine(hand)].index(Part.ASKED)
        await hand.press("home", *["down"] * place, "enter")
        assert isinstance(hand.app.screen, AskedScreen)
        assert hand.sees("? 待回答")
        await hand.press("enter")
        await hand.type("客户只愿到店")
        await hand.press("f2")
        assert hand.sees("! 已回答")
        assert hand.sees("✓ 已回答。")
        await hand.press("down", "enter")
        assert hand.sees("已无须回答")
    async with at_terminal() as hand:
        await to_review(hand, "down")
        assert "! 已回答" in line(hand, 2)
        assert hand.sees("回答：客户只愿到店")
        await hand.press("1", "f2", "f2")
        assert hand.sees("尚未复核")
        for _ in range(6):
            await hand.press("1")
        assert hand.sees("已全部复核"), hand.screen
        await hand.press("f4", "f2")
        assert hand.sees("孙丽 11-23 09:30 签字（全部）"), hand.screen
        await hand.press("f2", "f2", "1")
        assert hand.sees("当日复核已签字")
        await hand.press("escape", "f4")
        await hand.type("误签")
        await hand.press("enter")
        await hand.type("001")
        await hand.press("enter")
        await hand.type(PASSWORD)
        await hand.press("f2")
        assert isinstance(hand.app.screen, Dialog)  # a second person is somebody else
        await hand.press("escape", "f4")
        await hand.type("误签")
        await hand.press("enter")
        await hand.type("101")
        await hand.press("enter")
        await hand.type(PASSWORD)
        await hand.press("f2")
        assert hand.sees("可以重新修改"), hand.screen
        await hand.press("4")
        assert hand.sees("已复核 8/9")


async def test_from_day_to_day(at_terminal: AtTerminal, review: DayReview, desk: Desk, clock: FixedClock) -> None:
    clock.advance(timedelta(days=3))
    visits.count(desk.sign_in("101", PASSWORD), "cash_small")
    async with at_terminal() as hand:
        await to_review(hand)
        assert hand.sees("2026-11-26 周四")
        assert hand.sees("当日没有")
        await hand.press("space")
        assert hand.sees("日终后才抽样")
        await hand.press("space", "left")
        assert hand.sees("2026-11-23 周一")
        await hand.press("left")
        assert hand.sees("这是最早的营业日")
        await hand.press("right", "right")
        assert hand.sees("之后没有营业日了")
        await hand.press("f4", "f2")
        assert hand.sees("尚未日终")


async def test_two_reviewers_at_once(at_terminal: AtTerminal, review: DayReview, desk: Desk) -> None:
    async with at_terminal() as hand:
        await to_review(hand, "down")
        marks.coach(desk.sign_in("001", PASSWORD), review.rows[1].id, "写明原因")
        await hand.press("1")
        assert hand.sees("有变动")
        await hand.press("escape")
        assert "+ 已辅导" in line(hand, 2)  # what the other has said is there to be looked at


async def test_before_the_first_day(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await to_review(hand, "1", "f4", "f3", "left", "right", "enter", "space")
        assert hand.sees("没有")
        assert isinstance(hand.app.screen, ReviewDayScreen)
