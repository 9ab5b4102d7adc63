"""The glance on the screen: it fits, every figure opens its records, and it keeps itself fresh."""

import json
import uuid
from datetime import date, timedelta

import pytest

from lobby_tui.desk import absences, closing, complaints, faults, referrals, visits
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.review import changes
from lobby_tui.desk.review.glance_panels import panels
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.checklists import ChecklistsScreen
from lobby_tui.screens.complaints import ComplaintsScreen
from lobby_tui.screens.faults import FaultsScreen
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.review_glance import ReviewGlanceScreen
from lobby_tui.screens.review_staff import ReviewStaffScreen
from lobby_tui.settings import Settings
from lobby_tui.widgets.mark_board import MarkBoard
from tests.conftest import PASSWORD, AtTerminal, types_password
from tests.hand import Hand

MONDAY = date(2026, 11, 23)


def a_day(desk: Desk) -> None:
    head, manager = desk.sign_in("001", PASSWORD), desk.sign_in("101", PASSWORD)
    visits.count(manager, "cash_small", number=7)
    visits.greet(manager)
    referrals.log(manager, ReferralEntry(customer="王小明", signals=["A01"], manager_no="301"))
    complaints.register(manager, ComplaintEntry(kind="fees", what="收费未告知"))
    faults.report(manager, NewFault("atm", "吞卡"))
    absences.plan(head, "302", MONDAY, MONDAY)


async def glance_of_the_day(hand: Hand) -> ReviewGlanceScreen:
    await hand.sign_in("001", PASSWORD)
    screen = ReviewGlanceScreen()
    await hand.app.push_screen(screen)
    await hand.settle()
    return screen


def board(screen: ReviewGlanceScreen) -> MarkBoard:
    return screen.query_one(MarkBoard)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_it_is_one_look(at_terminal: AtTerminal, desk: Desk, size: tuple[int, int]) -> None:
    a_day(desk)
    async with at_terminal(size) as hand:
        screen = await glance_of_the_day(hand)
        for text in (
            "2026-11-23 周一",
            "营业中",
            "同星期的日子还太少",
            "到访",
            "正在等候",
            "推介",
            "机具故障",
            "在岗",
            "分流去向",
        ):
            assert hand.sees(text), hand.screen
        # Nothing lies outside the room.
        assert screen.query_one("#room").max_scroll_y == 0
        assert hand.sees("安静的接待室")
        assert hand.sees("各人推介") is (size[1] > 30)
        await hand.press("f8")
        assert hand.sees("Waiting now")
        assert screen.query_one("#room").max_scroll_y == 0


async def test_every_figure_opens_what_is_behind_it(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    places = {
        "running": ComplaintsScreen, "faults": FaultsScreen, "list:opening": ChecklistsScreen,
        "at_work": ReviewStaffScreen, "away": ReviewStaffScreen,
    }  # fmt: skip
    async with at_terminal((160, 45)) as hand:
        screen = await glance_of_the_day(hand)
        for code in list(board(screen).spots):
            board(screen).choose(code)
            await hand.press("enter")
            assert hand.app.screen is not screen, code
            assert isinstance(hand.app.screen, places.get(code, RecordsScreen)) or code in (
                "near", "unhandled", "next_due", "quiet", "list:patrol", "list:closing",
            ), code  # fmt: skip
            if isinstance(hand.app.screen, ReviewStaffScreen):
                panel = screen.found and panels(screen.found, hand.app.shift.playbook)[-1]
                values = {mark.code: mark.value for mark in panel.marks} if panel else {}
                assert len(hand.app.screen.found) == values[code]
            if isinstance(hand.app.screen, RecordsScreen):
                assert hand.app.screen.total == hand.app.screen.figure.value or code in ("longest", "median")
            await hand.press("escape")
            assert hand.app.screen is screen
            assert board(screen).chosen == code


async def test_arrows_go_from_figure_to_figure(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await glance_of_the_day(hand)
        codes = board(screen).spots
        assert board(screen).chosen == "visits"
        reached = set()
        for _ in range(3):
            for key in ("down", "down", "right", "down", "right", "up", "up", "left", "down", "down", "left", "up"):
                await hand.press(key)
                reached.add(board(screen).chosen)
        assert len(reached) > len(codes) / 3
        for _ in range(20):
            await hand.press("up")
        assert board(screen).chosen == "hour:09"
        assert hand.sees(">8")
        await hand.press("f8")
        assert board(screen).chosen == "hour:09"


async def test_what_is_usual_stands_beside_the_day(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    manager = desk.sign_in("101", PASSWORD)
    for number in (4, 8, 3):
        visits.count(manager, "cash_small", number=number)
        closing.close(types_password(manager), carry_over="next_day")
        clock.advance(timedelta(weeks=1))
    clock.advance(timedelta(hours=1))
    visits.count(manager, "cash_small", number=5)
    async with at_terminal() as hand:
        await glance_of_the_day(hand)
        assert hand.sees("10 点前 0 人，通常 4"), hand.screen
        assert hand.sees("┄ 通常（3 天）全天 4")
        # The usual of nine o'clock, when nobody has come today.
        assert hand.sees("┄┄")


async def test_another_terminals_entry_is_seen_without_a_key(
    at_terminal: AtTerminal, desk: Desk, settings: Settings, clock: FixedClock
) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await glance_of_the_day(hand)
        assert screen.found
        assert screen.found.visits.total == 8
        settings.terminal_path.write_text(json.dumps({"terminal": str(uuid.uuid4())}))
        other_desk = open_desk(settings, clock)
        visits.count(other_desk.sign_in("101", PASSWORD), "cash_small", number=2)
        before = hand.keys
        await hand.until(lambda: screen.found is not None and screen.found.visits.total == 10)
        assert hand.keys == before
        other_desk.close()


async def test_nothing_is_asked_while_it_cannot_be_seen(
    at_terminal: AtTerminal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await glance_of_the_day(hand)
        asked: list[int] = []
        real = changes.version
        monkeypatch.setattr(changes, "version", lambda shift: asked.append(1) or real(shift))
        for key in ("f1", "f9", "f12"):
            await hand.press(key)
            assert hand.app.screen is not screen
            asked.clear()
            screen.ask()
            await hand.settle()
            assert asked == [], key
            if key == "f12":
                assert isinstance(hand.app.screen, LockScreen)
                await hand.type(PASSWORD)
                await hand.press("enter")
            else:
                await hand.press("escape")
            assert hand.app.screen is screen, key
            assert asked, key


async def test_the_staff_of_the_day(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await glance_of_the_day(hand)
        board(screen).choose("at_work")
        await hand.press("enter")
        assert not hand.sees("赵静")
        await hand.press("1")
        assert hand.sees("赵静")
        await hand.press("3")
        assert hand.sees("王芳")
        assert not hand.sees("李娜")
        await hand.press("4")
        assert hand.sees("赵静")
        assert not hand.sees("王芳")
        await hand.press("1", "down", "enter")
        assert isinstance(hand.app.screen, RecordsScreen)
        assert hand.sees("王*明")


async def test_the_figures_are_taken_away(at_terminal: AtTerminal, desk: Desk) -> None:
    a_day(desk)
    async with at_terminal() as hand:
        screen = await glance_of_the_day(hand)
        await hand.press("f3", "f2")
        assert hand.app.screen is screen
        (file,) = (hand.app.settings.home / "papers").iterdir()
        text = file.read_text("utf-8-sig")
        assert "客流,到访,8," in text
        assert "状态,营业中" in text
        assert hand.sees("SHA-256"), hand.screen


async def test_a_branch_without_a_day_says_so(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        screen = await glance_of_the_day(hand)
        assert hand.sees("还没有营业日。")
        await hand.press("enter", "f3", "down")
        assert hand.app.screen is screen
