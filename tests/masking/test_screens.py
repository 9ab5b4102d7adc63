"""Every screen, row by row and role by role: nothing of the planted customer can be read on any."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date

import pytest
from sqlmodel import col, select

from lobby_tui.desk import days, figures
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.waiting import Part
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.meeting import Meeting
from lobby_tui.screens.base import Dialog, LobbyScreen
from lobby_tui.screens.closing import ClosingScreen
from lobby_tui.screens.complaint_page import ComplaintScreen
from lobby_tui.screens.day import DayScreen
from lobby_tui.screens.figures import FiguresScreen
from lobby_tui.screens.meetings import MeetingsScreen
from lobby_tui.screens.my_score import TALKS, MyScoreScreen
from lobby_tui.screens.own import OwnScreen
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.referrals import ReferralsScreen
from lobby_tui.screens.review_day import ReviewDayScreen
from lobby_tui.screens.review_days import ReviewDaysScreen
from lobby_tui.screens.review_glance import ReviewGlanceScreen
from lobby_tui.screens.review_odd import ReviewOddScreen
from lobby_tui.screens.review_people import ReviewPeopleScreen
from lobby_tui.screens.review_person import ReviewPersonScreen
from lobby_tui.screens.review_records import ReviewRecordsScreen
from lobby_tui.screens.review_staff import ReviewStaffScreen
from lobby_tui.screens.review_trends import ReviewTrendsScreen
from lobby_tui.screens.review_works import ReviewWorksScreen
from lobby_tui.screens.shield import ShieldScreen
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.screens.work import ENTRIES
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.masking.planted import PHONE, leaks

Make = Callable[[], LobbyScreen]
ROWS = 4
OF_MANAGERS = (Part.ANSWERS, Part.FOLLOW_UPS, Part.OUTCOMES, Part.CRM, Part.ASKED, Part.SCORE)


def screens(hand: Hand) -> Iterator[tuple[str, Make]]:
    """The screens of this person's work, but forms: whoever edits has what they edit before them."""
    shift = hand.app.shift
    for entry in ENTRIES:
        if shift.may(entry.needs or Action.REFER) and (shift.person.no == "001" or entry.part in OF_MANAGERS):
            yield entry.name, entry.make
    yield "referrals", ReferralsScreen
    yield "own", OwnScreen
    yield "shield", ShieldScreen
    yield "talks", _talks
    if shift.may(Action.REVIEW):
        yield "odd", ReviewOddScreen
        yield "people", ReviewPeopleScreen
        yield "a person", lambda: ReviewPersonScreen("301")
        yield "glance", ReviewGlanceScreen
        yield "staff of the day", ReviewStaffScreen
        yield "what works", ReviewWorksScreen
        yield "trends", ReviewTrendsScreen
        ever = Span(date(2026, 1, 1), date(2026, 12, 31))
        yield "referrals of a year", lambda: ReviewRecordsScreen(RangeBehind(ever), "all")
        yield "days of a year", lambda: ReviewDaysScreen(ever, Measure.COMPLAINTS)


def _talks() -> LobbyScreen:
    screen = MyScoreScreen()
    screen.choice = TALKS
    return screen


def screens_of_a_day(hand: Hand) -> Iterator[tuple[str, Make]]:
    """Those that show a day that is over."""
    shift = hand.app.shift
    day = days.latest(shift, 9)[-1].date
    yield "day", lambda: DayScreen(day)
    yield "figures", lambda: FiguresScreen(day)
    yield "closing", lambda: ClosingScreen(day)
    yield "review of the day", lambda: ReviewDayScreen(day)
    yield "morning", lambda: MeetingsScreen(day, MeetingKind.MORNING)
    yield "complaint", lambda: ComplaintScreen(complaint_lists.unfiled(shift).rows[0].id)
    shown = [one for group in figures.of_day(shift, day).groups for one in group.figures if one.value]
    for kind in {one.behind.kind for one in shown}:
        figure = next(one for one in shown if one.behind.kind is kind)
        yield f"records {kind}", lambda figure=figure: RecordsScreen(day, figure)


async def looks(hand: Hand, make: Make) -> AsyncIterator[str]:
    """What is seen on a screen, row after row, and on the other half of a list: what is filed, the calendar."""
    screen = make()
    await hand.app.push_screen(screen)
    await hand.settle()
    halves = ("", "f3") if isinstance(screen, TableScreen) and "f3" in {one.key for one in screen.commands()} else ("",)
    for half in halves:
        if half:
            await hand.press(half)
        yield hand.screen
        for _ in range(ROWS if screen.query("DataTable") else 0):
            before = hand.screen
            await hand.press("down")
            if hand.screen == before:
                break
            yield hand.screen
    while hand.app.screen is not screen:
        await hand.app.pop_screen()
    await hand.app.pop_screen()


@pytest.mark.parametrize(("no", "every"), [("001", screens), ("301", screens), ("001", screens_of_a_day)])
async def test_no_screen_shows_a_number(
    at_terminal: AtTerminal, no: str, every: Callable[[Hand], Iterator[tuple[str, Make]]]
) -> None:
    seen = 0
    async with at_terminal((150, 50)) as hand:
        await hand.sign_in(no, PASSWORD)
        assert leaks(hand.screen) == []
        if isinstance(hand.app.screen, Dialog):
            await hand.press("escape")
        assert leaks(hand.screen) == []
        for name, make in every(hand):
            async for look in looks(hand, make):
                assert leaks(look) == [], f"{name}\n{look}"
                seen += "欧阳*娜" in look
    assert seen >= 5


async def test_the_desk_shows_no_number(at_terminal: AtTerminal) -> None:
    async with at_terminal((150, 50)) as hand:
        await hand.sign_in("101", PASSWORD)
        assert hand.sees("投诉"), hand.screen
        assert leaks(hand.screen) == []
        await hand.press("escape")
        assert leaks(hand.screen) == []


async def test_what_is_kept_of_a_text_that_is_edited(at_terminal: AtTerminal) -> None:
    """The minutes are read masked, changed, and saved: what the masks stand for is still there."""
    async with at_terminal((150, 50)) as hand:
        await hand.sign_in("001", PASSWORD)
        await hand.app.push_screen(MeetingsScreen(kind=MeetingKind.MORNING))
        await hand.settle()
        await hand.press("end")
        await hand.type("已读")
        assert leaks(hand.screen) == []
        await hand.press("f2")
        shift = hand.app.shift
        with shift.reading() as session:
            row = session.exec(select(Meeting).where(col(Meeting.version) == 2)).one()
        assert any(PHONE in str(answer) and str(answer).endswith("已读") for answer in row.answers.values())
        assert all(PHONE in str(answer) for answer in row.answers.values())
        assert PHONE in row.note
