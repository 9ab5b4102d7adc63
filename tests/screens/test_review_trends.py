"""Trends and goals on the screen: what it shows is what the desk says, what it opens is what is behind it."""

from datetime import date

import pytest
from textual.widgets import OptionList

from lobby_tui.desk.review import goals, trends
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.span import Span, Unit, span_of
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.review_days import ReviewDaysScreen
from lobby_tui.screens.review_records import ReviewRecordsScreen
from lobby_tui.screens.review_trends import ReviewTrendsScreen
from lobby_tui.widgets.trend_chart import trend_chart
from tests.conftest import PASSWORD, AtTerminal
from tests.desk.review import weeks
from tests.hand import Hand

THIS = span_of(Unit.MONTH, weeks.TODAY)


async def opened(hand: Hand) -> ReviewTrendsScreen:
    """The view, of a branch with some weeks now and a year ago."""
    await hand.sign_in("001", PASSWORD)
    shift = hand.app.shift
    assert shift is not None
    weeks.write(shift, weeks.working_days(date(2025, 11, 3), date(2025, 11, 28)), 2)
    weeks.write(shift, weeks.working_days(date(2026, 10, 12), date(2026, 11, 20)), 3)
    view = ReviewTrendsScreen()
    await hand.app.push_screen(view)
    await hand.settle()
    return view


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_months_units_and_measures(at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        view = await opened(hand)
        found = trends.trend(view.shift, Unit.MONTH, Measure.VISITS, THIS)
        assert view.found == found.periods
        assert hand.sees("2026-11（至今）")
        assert hand.sees("与去年同期前 15 个营业日对照")
        assert hand.sees("━ 去年同期")
        now = found.periods[0]
        assert [str(now.days), str(now.value), str(now.last_year)] == [
            str(cell) for cell in view.review_table().rows[0][1:4]
        ]
        for digit, unit in (("2", Unit.WEEK), ("3", Unit.DAY), ("4", Unit.QUARTER), ("1", Unit.MONTH)):
            await hand.press(digit)
            assert view.found == trends.trend(view.shift, unit, Measure.VISITS, span_of(unit, weeks.TODAY)).periods
        await hand.press("f4")
        assert hand.app.screen.query_one(OptionList).option_count == len(Measure)
        await hand.press("2")
        assert view.measure is Measure.MEAN_WAIT
        assert view.found == trends.trend(view.shift, Unit.MONTH, Measure.MEAN_WAIT, THIS).periods
        assert hand.sees("平均等候")
        await hand.press("f4", "end", "enter")
        assert view.measure is Measure.COMPLAINTS
        await hand.press("f4", "escape")
        assert view.measure is Measure.COMPLAINTS


async def test_earlier_and_later_never_past_now(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = await opened(hand)
        await hand.press("right")
        assert view.span == THIS
        await hand.press("left")
        assert view.span == Span(date(2026, 8, 1), date(2026, 8, 31))
        assert not any(one.span.first > view.span.first for one in view.found)
        await hand.press("2")
        assert view.span == span_of(Unit.WEEK, date(2026, 8, 31))
        await hand.press("right", "right", "right", "right")
        assert view.span == span_of(Unit.WEEK, weeks.TODAY)


async def test_what_is_behind(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = await opened(hand)
        await hand.press("enter")
        days = hand.app.screen
        assert isinstance(days, ReviewDaysScreen)
        assert len(days.found) == view.found[0].days
        assert sum(one.figure.value for one in days.found) == view.found[0].value
        await hand.press("enter")
        records = hand.app.screen
        assert isinstance(records, RecordsScreen)
        assert records.total == days.found[0].figure.value
        assert not hand.sees("已有变化")
        await hand.press("escape", "escape")
        assert hand.app.screen is view
        await hand.press("f4", "6", "enter")
        referrals = hand.app.screen
        assert isinstance(referrals, ReviewRecordsScreen)
        assert referrals.total == view.found[0].value
        assert hand.sees("王*明")
        assert not hand.sees("王小明")
        assert hand.sees("2026-11-01 … 2026-11-30")


async def test_pages_of_records(at_terminal: AtTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobby_tui.screens.review_records.PAGE", 7)
    monkeypatch.setattr("lobby_tui.desk.review.range_records.page.__defaults__", (0, 7))
    async with at_terminal() as hand:
        await opened(hand)
        await hand.press("f4", "6", "enter")
        records = hand.app.screen
        assert isinstance(records, ReviewRecordsScreen)
        first = [line.id for line in records.found]
        assert hand.sees(f"第 1-7 笔，共 {records.total} 笔")
        await hand.press("f4")
        assert [line.id for line in records.found] == first
        await hand.press("f5")
        assert hand.sees(f"第 8-14 笔，共 {records.total} 笔")
        assert not set(first) & {line.id for line in records.found}
        await hand.press("f4")
        assert [line.id for line in records.found] == first


async def test_a_goal_is_set_changed_and_taken_away(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = await opened(hand)
        await hand.press("f4", "6", "f6", "tab", "tab")
        await hand.type("90")
        await hand.press("f2")
        assert hand.app.screen is view, hand.screen
        (goal,) = goals.listed(view.shift)
        assert (goal.month, goal.measure, goal.target) == ("2026-11", Measure.REFERRALS, 90)
        assert hand.sees("✓ 2026-11 目标：推介 90")
        assert hand.sees("15/21 天，完成")
        await hand.press("f6", "tab", "tab", "backspace", "backspace")
        await hand.type("12a")
        await hand.press("f2")
        assert hand.sees("这不是数字")
        await hand.press("backspace", "f2")
        assert goals.listed(view.shift)[0].target == 12
        await hand.press("f6", "tab", "tab", "backspace", "backspace", "f2")
        assert goals.listed(view.shift) == ()
        assert hand.sees("✓ 2026-11 不再设“推介”的目标")


async def test_another_months_goal_stands_in_the_field(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = await opened(hand)
        goals.set_goal(view.shift, "2026-12", "visits", 77)
        goals.set_goal(view.shift, "2026-12", "referrals", 5)
        await hand.press("f6", "tab", *["backspace"] * 7)
        await hand.type("2026-12")
        await hand.press("tab")
        assert hand.sees("77")
        await hand.press("backspace")
        await hand.type("8")
        await hand.press("f2")
        assert {one.measure: one.target for one in goals.listed(view.shift)} == {
            Measure.VISITS: 78,
            Measure.REFERRALS: 5,
        }


async def test_not_over_a_colleagues_goal(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = await opened(hand)
        await hand.press("f6", "tab", "tab")
        goals.set_goal(view.shift, "2026-11", "visits", 77)
        await hand.type("5")
        await hand.press("f2")
        assert hand.sees("同事刚刚改动了这项目标")
        await hand.press("escape")
        assert goals.listed(view.shift)[0].target == 77


async def test_what_is_on_the_screen_is_taken_away(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = await opened(hand)
        await hand.press("f3", "f2")
        (file,) = (hand.app.settings.home / "papers").iterdir()
        text = file.read_text("utf-8-sig")
        assert f"2026-11（至今）,{view.found[0].days},{view.found[0].value}," in text
        assert "review_trends" in file.name


async def test_a_branch_that_has_not_begun(at_terminal: AtTerminal) -> None:
    async with at_terminal((80, 24)) as hand:
        await hand.sign_in("001", PASSWORD)
        await hand.app.push_screen(ReviewTrendsScreen())
        await hand.settle()
        assert hand.sees("这段时间网点没有营业日")
        await hand.press("enter", "left", "right", "2", "3", "4", "f4", "escape", "f6", "escape")
        assert isinstance(hand.app.screen, ReviewTrendsScreen)


def test_the_chart() -> None:
    drawn = trend_chart([0, 1, 100, None], [100, None, 50, 1], ["a", "b", "c", "d"], "100", 40, 4).plain
    lines = drawn.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("100      ━━")
    assert lines[2].startswith("  0 ")
    assert lines[3].split() == ["a", "b", "c", "d"]
    # Whatever is there at all shows; what is not stays blank.
    assert "▁" in lines[2]
    assert lines[0].count("█") == 5
    assert trend_chart([], [], [], "0", 40, 4).plain == ""
    assert trend_chart([0], [0], ["a"], "0", 40, 2).plain.splitlines()[1].split() == ["a"]


@pytest.mark.parametrize("width", [8, 30, 76, 156])
@pytest.mark.parametrize("count", [1, 8, 26, 31, 100])
def test_the_chart_keeps_its_room(width: int, count: int) -> None:
    values = [one * 37 % 101 for one in range(count)]
    for height in (2, 3, 12):
        lines = trend_chart(values, values[::-1], [f"{one:02}-01" for one in range(count)], "9999", width, height).plain
        assert len(lines.splitlines()) == height
        assert max(len(line) for line in lines.splitlines()) <= max(width, 7)
