"""What the views of the review have in common, tried with a view made of numbers."""

from datetime import date
from pathlib import Path

import pytest
from textual import work
from textual.content import Content

from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.waiting import Part
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.review import VIEWS, ReviewScreen
from lobby_tui.screens.review_view import Choice, ReviewView
from lobby_tui.screens.work import ENTRIES
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand


class Behind(LobbyScreen):
    """The records of a row."""


class Numbers(ReviewView[int]):
    """Numbers, to be seen in two ways."""

    CHOICES = (Choice("plain", "plain"), Choice("double", "double"))
    UNITS = (Unit.DAY, Unit.WEEK, Unit.QUARTER)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        self.show_found([7, 11, 0])

    def review_table(self) -> ReviewTable:
        factor = 2 if self.choice == "double" else 1
        rows = tuple((f"row {one}", one * factor, None) for one in self.found)
        columns = (ReviewColumn("name"), ReviewColumn("number", numeric=True), ReviewColumn("nothing"))
        return ReviewTable("Numbers", (self.span_fact(), self.choice_fact()), columns, rows, "review_numbers")

    def records_of(self, row: int) -> LobbyScreen | None:
        return Behind() if row else None

    def chart(self, width: int, height: int) -> Content:
        return Content("▁▂▃")


class Plain(Numbers):
    """A view without a span and without a choice."""

    CHOICES = ()
    UNITS = ()

    def review_table(self) -> ReviewTable:
        return ReviewTable("Plain", (), (ReviewColumn("n"),), tuple((one,) for one in self.found))


async def opened(hand: Hand, screen: LobbyScreen) -> None:
    await hand.sign_in("001", PASSWORD)
    await hand.app.push_screen(screen)
    await hand.settle()


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_view(at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        view = Numbers()
        await opened(hand, view)
        assert hand.sees("日期 2026-11-23 周一   显示 plain")
        assert hand.sees("▁▂▃")
        assert hand.sees("row 11      11  -")
        assert hand.sees("» plain")
        await hand.press("2")
        assert hand.sees("row 11      22  -")
        await hand.press("f2")
        assert view.choice == "plain"
        await hand.press("enter")
        assert isinstance(hand.app.screen, Behind)
        hand.app.pop_screen()
        await hand.press("down", "down", "enter")
        assert hand.app.screen is view
        assert hand.sees("这一行背后没有明细。")


async def test_the_span_goes_back_and_never_past_today(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = Numbers()
        await opened(hand, view)
        monday = date(2026, 11, 23)
        await hand.press("right")
        assert view.span == Span(monday, monday)
        await hand.press("left")
        assert view.span == Span(date(2026, 11, 22), date(2026, 11, 22))
        await hand.press("f4")
        assert view.span == Span(date(2026, 11, 16), date(2026, 11, 22))
        await hand.press("right", "right")
        assert view.span == Span(monday, date(2026, 11, 29))
        await hand.press("f4")
        assert hand.sees("季度 2026 年第 4 季度")
        await hand.press("f4")
        assert view.span == Span(monday, monday)


async def test_a_plain_view_offers_neither(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        view = Plain()
        await opened(hand, view)
        offered = {one.action for one in view.commands()}
        assert {"records", "take_away", "back"} <= offered
        assert not offered & {"change", "length", "earlier", "later"}
        await hand.press("f2", "f4", "left", "right", "1")
        assert hand.app.screen is view


async def test_what_is_on_the_screen_is_taken_away(at_terminal: AtTerminal, tmp_path: Path) -> None:
    async with at_terminal() as hand:
        view = Numbers()
        await opened(hand, view)
        await hand.press("2", "f3")
        assert hand.sees("带走表格：3 行")
        await hand.press("f2")
        assert hand.app.screen is view
        (file,) = (hand.app.settings.home / "papers").iterdir()
        assert file.name.endswith("_masked.csv")
        assert "row 11,22," in file.read_text("utf-8-sig")
        assert hand.sees("SHA-256"), hand.screen
        await hand.press("f3", "4", "f2")
        assert "row 11\t22\t\n" in hand.app.clipboard
        assert hand.sees("✓ 已复制 3 行")


async def test_the_head_finds_the_review_in_the_work(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("001", PASSWORD)
        await hand.press("f5")
        assert hand.sees("复核与分析")
        place = next(place for place, entry in enumerate(ENTRIES) if entry.part is Part.REVIEW)
        await hand.press(*["down"] * place, "enter")
        assert isinstance(hand.app.screen, ReviewScreen)
        for view in VIEWS:
            assert hand.sees(hand.app.t(view.name))


async def test_others_do_not(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f5")
        assert not hand.sees("复核与分析")
