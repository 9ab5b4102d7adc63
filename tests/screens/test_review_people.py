"""Everybody's month on the screen, one person's, one's own, and the coaching log."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.widgets import DataTable

from lobby_tui.desk import checklists, visits
from lobby_tui.desk.review import coaching, people
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.my_score import MyScoreScreen
from lobby_tui.screens.review_people import ReviewPeopleScreen
from lobby_tui.screens.review_person import ReviewPersonScreen
from lobby_tui.screens.review_records import ReviewRecordsScreen
from lobby_tui.screens.score_sources import ScoreSourcesScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.review.random_months import Inventor
from tests.hand import Hand


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    """The head of a branch with some months behind it, and something done on the open day."""
    shift = sign_in("001")
    with shift.store.scribbling() as session:
        Inventor(session, shift, 7).fill()
    lobby = sign_in("101")
    visits.count(lobby, "cash_small", number=12)
    checklists.tick(lobby, "opening", "folder")
    return shift


async def opened(hand: Hand, no: str, screen: ReviewPeopleScreen | MyScoreScreen) -> None:
    await hand.sign_in(no, PASSWORD)
    await hand.app.push_screen(screen)
    await hand.settle()


async def test_what_gives_way_shows_that_it_is_cut(head: Shift, at_terminal: AtTerminal) -> None:
    async with at_terminal((68, 24)) as hand:
        await opened(hand, "001", ReviewPeopleScreen())
        await hand.press("f8")
        row = next(line for line in hand.screen.splitlines() if line.lstrip().startswith("101"))
        assert "Lobby" in row
        assert "…" in row, hand.screen


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_everybody_by_staff_number_and_said_to_be_no_ranking(
    head: Shift, at_terminal: AtTerminal, size: tuple[int, int]
) -> None:
    async with at_terminal(size) as hand:
        screen = ReviewPeopleScreen()
        await opened(hand, "001", screen)
        assert [one.person.no for one in screen.found] == ["001", "101", "102", "201", "202", "301", "302"]
        assert screen.found[0].own
        assert hand.sees("按员工号排列，不是排名。各岗位的项目不同")
        assert hand.sees("- 不属于本岗位")
        table = screen.review_table()
        assert [row[0] for row in table.rows] == [one.person.no for one in screen.found]
        assert [row[-1] for row in table.rows] == [one.total for one in screen.found]
        # The file has the names of the measures, also where the screen has no room for them.
        assert len(table.columns) == 3 + 7 + 1
        assert hand.sees("接待客户")
        assert hand.sees("复核退回")
        teller = next(row for row in table.rows if row[0] == "201")
        assert teller[3] is None


async def test_months_before_and_no_month_to_come(head: Shift, at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        screen = ReviewPeopleScreen()
        await opened(hand, "001", screen)
        await hand.press("right")
        assert hand.sees("2026-11")
        await hand.press("left")
        assert hand.sees("2026-10")
        assert tuple(screen.found) == people.of_branch(head, head.today().replace(month=10, day=5))


async def test_every_number_of_a_person_opens_what_it_was_counted_from(head: Shift, at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await opened(hand, "001", ReviewPeopleScreen())
        await hand.press("down", "enter")
        screen = hand.app.screen
        assert isinstance(screen, ReviewPersonScreen)
        assert screen.no == "101"
        seen = set()
        for place, line in enumerate(people.of_person(head, "101", head.today()).lines):
            assert screen.query_one(DataTable).cursor_row == place
            await hand.press("enter")
            above = hand.app.screen
            if not line.applies:
                assert above is screen
                assert hand.sees("该项不属于本岗位，不计分。")
            elif isinstance(above, ReviewRecordsScreen):
                assert above.total == line.count
            else:
                assert isinstance(above, ScoreSourcesScreen)
                assert sum(count for _, count in above.found) == line.count
            seen.add(type(above))
            if above is not screen:
                await hand.press("escape")
            await hand.press("down")
        assert seen == {ReviewPersonScreen, ReviewRecordsScreen, ScoreSourcesScreen}


async def test_a_talk_is_written_down_and_put_right(head: Shift, at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await opened(hand, "001", ReviewPersonScreen("101"))
        await hand.press("2")
        assert hand.sees("还没有辅导记录。")
        await hand.press("f6", "1")
        assert hand.sees("与李娜的晨间辅导")
        assert hand.sees("今天准备联系哪些客户，打算怎么开口？")
        await hand.press("f2")
        assert hand.sees("还没有填写任何内容。")
        await hand.press("escape", "f6", "1")
        await hand.type("利率下调")
        await hand.press("tab")
        await hand.type("致电 13812345678")
        await hand.press("f2")
        assert hand.sees("✓ 辅导记录已登记。")
        assert hand.sees("138****5678")
        assert not hand.sees("13812345678")
        (talk,) = coaching.of_person(head, "101")
        assert (talk.by.no, talk.version) == ("001", 1)
        await hand.press("enter")
        assert hand.sees("与李娜的晨间辅导")
        await hand.type("，")
        await hand.press("f2")
        (talk,) = coaching.of_person(head, "101")
        assert talk.version == 2
        with head.reading() as session:
            from sqlmodel import select

            from lobby_tui.models.review import Coaching

            assert session.exec(select(Coaching)).one().answers["customers"] == "致电 13812345678"
        # The same talk once more is the one that stands there.
        await hand.press("f6", "1")
        assert hand.sees("138****5678")
        await hand.press("escape")
        assert len(coaching.of_person(head, "101")) == 1


async def test_everybody_sees_their_own_from_the_work_menu_and_only_reads(
    head: Shift, at_terminal: AtTerminal, clock: FixedClock
) -> None:
    coaching.add(head, "201", "morning", {"goal": "多开口"}, "先问用途")
    async with at_terminal() as hand:
        await hand.sign_in("201", PASSWORD)
        await hand.press("f5", "end")
        assert hand.sees("我的积分与辅导")
        await hand.press("enter")
        screen = hand.app.screen
        assert type(screen) is MyScoreScreen
        assert screen.score is not None
        assert screen.score.lines == people.of_person(head, "201", head.today()).lines
        assert hand.sees("王芳 201")
        await hand.press("down", "enter")
        assert isinstance(hand.app.screen, ScoreSourcesScreen)
        await hand.press("escape", "f3", "f6")
        assert hand.app.screen is screen
        await hand.press("2")
        assert hand.sees("多开口 / 先问用途")
        await hand.press("enter", "left")
        assert hand.app.screen is screen
        await hand.press("1")
        assert hand.sees("2026-11")


async def test_the_last_months_are_drawn_where_there_is_room(head: Shift, at_terminal: AtTerminal) -> None:
    months = people.course(head, "101", head.today())
    async with at_terminal((160, 45)) as hand:
        await opened(hand, "101", MyScoreScreen())
        for one in months:
            assert hand.sees(f"{one.month.first:%Y-%m}")
        assert hand.sees(f"近 {sum(one.points is not None for one in months)} 个月")
    async with at_terminal() as hand:
        await opened(hand, "101", MyScoreScreen())
        assert not hand.sees("2025-12")
        assert hand.sees("个月，")


async def test_whoever_is_asked_for_a_month_without_work_is_told_nothing_wrong(
    head: Shift, at_terminal: AtTerminal, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=400).total_seconds())
    async with at_terminal() as hand:
        await opened(hand, "102", MyScoreScreen())
        assert hand.sees("合计 0")
