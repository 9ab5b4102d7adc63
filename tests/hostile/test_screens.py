"""Hostile texts in every text field of every screen, and on every screen that shows what a store holds.

A screen survives: nothing that is drawn steers the terminal, no text ends the app, and what cannot be saved is refused
with words. What is stored in the end is the business of `test_fields.py`.
"""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.widgets import Input, OptionList

from lobby_tui.app import LobbyApp
from lobby_tui.desk.opening import open_desk
from lobby_tui.last_look import LastLook
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.base import Dialog
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD
from tests.hand import Hand
from tests.hostile.day import type_day, write_raw
from tests.hostile.places import Bench
from tests.hostile.texts import EVERYTHING, MARKUP, TEXTS, dangers, tell


@dataclass(frozen=True, slots=True)
class Route:
    """A screen with text fields: who gets there with which keys, and which of its fields are to be found."""

    screen: str
    no: str
    keys: tuple[str, ...]
    fields: tuple[str, ...]


REFERRAL: Final = ("customer", "identifier", "contact", "home_branch", "remarks")
COMPLAINT: Final = ("what", "customer", "contact", "wish", "about", "people", "received_on")
INCIDENT: Final = ("what", "place", "happened", "measures", "reported_to", "reported", "loss", "people_involved")
CUSTOMER: Final = ("f5", "part:rights", *"欧阳甲乙", "enter", "enter")
ROUTES: Final = (
    Route("QuickReferralScreen", "101", ("f2",), REFERRAL),
    Route("ReferralsScreen", "101", ("f3", "f3"), ("search",)),
    Route("ChangeReferralScreen", "301", ("f3", "enter"), REFERRAL),
    Route("NewComplaintScreen", "101", ("f5", "4", "f2"), COMPLAINT),
    Route("ComplaintsScreen", "101", ("f5", "4", "f3"), ("search",)),
    Route("StepDialog", "101", ("f5", "4", "enter", "f2"), ("note",)),
    Route("ChangeComplaintScreen", "101", ("f5", "4", "enter", "f3"), COMPLAINT),
    Route("NewFaultScreen", "101", ("f5", "5", "f2"), ("label", "what", "ticket")),
    Route("TicketDialog", "101", ("f5", "5", "f4"), ("ticket",)),
    Route("FixedDialog", "101", ("f5", "5", "enter"), ("note",)),
    Route("NewIncidentScreen", "101", ("f5", "6", "f2"), INCIDENT),
    Route("ChangeIncidentScreen", "101", ("f5", "6", "enter"), INCIDENT),
    Route("OutcomeDialog", "101", ("f5", "6", "f4"), ("outcome",)),
    Route("TroubleDialog", "101", ("f5", "7", "f4"), ("note",)),
    Route("MeetingsScreen", "101", ("f5", "8", "f4"), ("note", "present")),
    Route("CarryOverDialog", "101", ("f5", "9", "f4"), ()),
    Route("AbsenceDialog", "101", ("f5", "0", "f2"), ("no", "first_on", "stand_in", "note")),
    Route("CalendarDialog", "001", ("f5", "0", "f3", "f2"), ("day", "note")),
    Route("CrowdingDialog", "101", ("f5", "part:traffic", "1"), ("note", "waiting")),
    Route("ExportDialog", "101", ("f4", "f2"), ("folder",)),
    Route("ResultDialog", "301", ("f5", "1", "enter"), ()),
    Route("DoneDialog", "301", ("f5", "2", "f3", "1"), ("note", "day")),
    Route("PlanDialog", "301", ("f5", "2", "f3", "f2"), ()),
    Route("SecondDialog", "301", ("f5", "part:crm", "f2"), ("second", "password")),
    Route("ReadDialog", "001", ("f5", "part:crm", "f4"), ("file",)),
    Route("SettingsScreen", "001", ("f7",), ("cash", "fund")),
    Route("FilterDialog", "001", ("f5", "part:audit", "f2"), ("since", "person", "action", "subject", "chain")),
    Route("TrailExportDialog", "001", ("f5", "part:audit", "f3"), ("out",)),
    Route("SecondFolderDialog", "001", ("f5", "part:backups", "f4"), ("folder",)),
    Route("CustomersScreen", "001", ("f5", "part:rights"), ("search",)),
    Route("CorrectDialog", "001", (*CUSTOMER, "f3"), ("name", "contact", "identifier", "reason")),
    Route("CustomerExportDialog", "001", (*CUSTOMER, "f2"), ("out", "reason")),
    Route("EraseDialog", "001", (*CUSTOMER, "delete"), ("reason",)),
    Route("DaysDialog", "001", ("f5", "part:retention", "enter"), ()),
    Route("CoachingDialog", "001", ("f5", "part:review", "5", "down", "enter", "f6", "1"), ("note", "on")),
    Route("ChangePasswordDialog", "101", ("f7", "f3"), ()),
    Route("PinDialog", "101", ("f7", "f4"), ()),
    Route("PaletteDialog", "101", ("f10",), ()),
    Route("LockScreen", "101", ("f12",), ("password",)),
)


@asynccontextmanager
async def at_work(home: Path, folder: Path, no: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hand]:
    """Somebody signs in at a branch with one record of each kind."""
    shutil.copytree(home, folder / "home")
    app = LobbyApp(Settings(folder / "home", "zh", CHEAP), FixedClock(MORNING + timedelta(hours=1)))
    async with app.run_test(size=size) as pilot:
        hand = Hand(pilot)
        await hand.sign_in(no, PASSWORD)
        yield hand


async def go(hand: Hand, keys: tuple[str, ...]) -> None:
    """Press the keys that lead to a screen; `part:` is one of the menu that has no digit."""
    for key in keys:
        if key.startswith("part:"):
            parts = hand.app.screen.query_one("#parts", OptionList)
            parts.highlighted = parts.get_option_index(key.removeprefix("part:"))
            await hand.press("enter")
        else:
            await hand.press(key)


def fields(hand: Hand) -> dict[str, Input]:
    """The text fields that can be typed into, by the names that errors have."""
    found = {}
    for one in hand.app.screen.query(Input):
        ids = [node.id or "" for node in one.ancestors_with_self]
        if one.focusable and one.display:
            found[next((name.removeprefix("field-") for name in ids if name.startswith("field-")), ids[0])] = one
    return found


def check_screen(hand: Hand) -> None:
    """Nothing that is drawn steers the terminal, and the app still runs."""
    assert not dangers(hand.screen), ascii(hand.screen)
    assert hand.app.is_running


@pytest.mark.parametrize("no", ["101", "301", "001"])
async def test_no_text_breaks_a_field(home_at_work: Path, tmp_path: Path, no: str) -> None:
    tried = Counter[str]()
    for turn in range(6 if EVERYTHING else 1):
        async with at_work(home_at_work, tmp_path / str(turn), no) as hand:
            base = len(hand.app.screen_stack)
            for route in (one for one in ROUTES if one.no == no):
                await go(hand, route.keys)
                assert type(hand.app.screen).__name__ == route.screen, hand.screen
                tried[route.screen] += await fill(hand, route, 97 * ROUTES.index(route) + 41 * turn, tmp_path)
                await hand.press("f2", "enter")
                check_screen(hand)
                await leave(hand, base)
    tell(f"screens for {no}", **tried)


async def fill(hand: Hand, route: Route, turn: int, folder: Path) -> int:
    """Paste texts into each field, one after the other; how many."""
    found = fields(hand)
    assert set(route.fields) <= set(found)
    assert found
    texts = [TEXTS[(turn + 7 * place) % len(TEXTS)] for place in range(len(found) * (6 if EVERYTHING else 1))]
    for place, text in enumerate(texts):
        name = list(found)[place % len(found)]
        if name in ("folder", "out", "file"):
            text = str(folder / "nowhere" / "below" / text.lstrip("/~").replace("..", ""))
        found[name].focus()
        await hand.burst("end", "ctrl+u")
        await hand.paste(text)
        check_screen(hand)
    return len(texts)


async def leave(hand: Hand, base: int) -> None:
    """Back to where this person began, from wherever a saving led to."""
    for _ in range(12):
        if len(hand.app.screen_stack) <= base and not isinstance(hand.app.screen, Dialog):
            return
        name = type(hand.app.screen).__name__
        if name == "LockScreen":
            hand.app.screen.query_one("#password", Input).value = PASSWORD
        await hand.press({"LockScreen": "enter", "ChoiceDialog": "2"}.get(name, "escape"))
    raise AssertionError(f"no way back:\n{hand.screen}")


async def test_no_screen_shows_what_a_store_should_not_hold(home_at_work: Path, tmp_path: Path) -> None:
    """Texts that came past the desk, by an old version or another program, are as harmless as those that were typed."""
    home = tmp_path / "raw"
    shutil.copytree(home_at_work, home)
    desk = open_desk(Settings(home, "zh", CHEAP), FixedClock(MORNING))
    bench = Bench(desk)
    type_day(bench.lobby, ["x"] * 3)
    assert write_raw(bench, [*MARKUP, *(text for text in TEXTS if dangers(text))]) > 50
    desk.close()
    async with at_work(home, tmp_path, "001") as hand:
        base = len(hand.app.screen_stack)
        await hand.press("f5")
        parts = [str(one.id) for one in hand.app.screen.query_one("#parts", OptionList).options]
        for keys in (("f3",), ("f4",), *(("f5", f"part:{part}") for part in parts)):
            await leave(hand, base)
            await go(hand, keys)
            check_screen(hand)
            for key in ("down", "enter"):
                await hand.press(key)
                check_screen(hand)


def test_what_is_harmless_is_drawn_as_it_is() -> None:
    line = [
        Segment("王㛃𬀩\U000e0100 👩\u200d💻 \ue000"),
        Segment("[/b]", Style(bold=True)),
        Segment("\x1b[A", None, [(ControlType.CURSOR_UP, 1)]),
    ]
    assert LastLook().apply(line, Color(0, 0, 0)) == line


def test_what_is_not_harmless_leaves_its_place_empty() -> None:
    line = [Segment("王\x1b[2J\u202e明\x9b\x00"), Segment("x")]
    shown = LastLook().apply(line, Color(0, 0, 0))
    assert [one.text for one in shown] == ["王[2J明", "x"]
    assert sum(one.cell_length for one in shown) == sum(one.cell_length for one in line)
