"""Incidents on the screen, and both new parts of the work in both languages."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from lobby_tui.desk import complaints, drafts, incidents
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk
from lobby_tui.screens.base import Dialog, LobbyScreen
from lobby_tui.screens.complaints import ComplaintsScreen
from lobby_tui.screens.incidents import IncidentsScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog, error_under, in_field
from tests.screens.test_hostile_text import FEW, HOSTILE, check_screen
from tests.screens.test_languages import left_over

ENTRY = IncidentEntry("fire", "插座冒烟", place="填单台")


@asynccontextmanager
async def listed(
    at_terminal: AtTerminal, no: str = "101", screen: Callable[[], LobbyScreen] = IncidentsScreen
) -> AsyncIterator[Hand]:
    """Somebody at the list of incidents, or at another screen."""
    async with at_terminal() as hand:
        await hand.sign_in(no, PASSWORD)
        if isinstance(hand.app.screen, Dialog):
            await hand.press("escape")
        await hand.app.push_screen(screen())
        await hand.settle()
        yield hand


async def test_reported_completed_and_closed(at_terminal: AtTerminal, desk: Desk) -> None:
    async with listed(at_terminal) as hand:
        assert hand.sees("尚无突发事件")
        await hand.press("f2", "4")
        await hand.type("插座冒烟")
        await hand.press("f2")
        assert hand.sees("✓ 第 1 号")
        assert hand.sees("! 未办结")
        await hand.press("enter")
        assert hand.sees("修改第 1 号突发事件")
        assert hand.sees("2026-11-23 09:30")
        for _ in range(7):
            await hand.press("tab")
        assert in_field(hand) == "measures"
        await hand.type("断电，灭火器灭火")
        await hand.press("f2")
        assert hand.sees("处置措施  断电")
        await hand.press("f4", "f2")
        assert "✗" in dialog(hand)
        await hand.type("更换插座")
        await hand.press("enter")
        assert hand.sees("第 1 号突发事件已办结")
        assert hand.sees("处置结果  更换插座")
        await hand.press("enter")
        assert hand.sees("内容不能再改")
    (one,) = incidents.listed(desk.sign_in("101", PASSWORD))
    assert (one.kind, one.measures, one.outcome) == ("fire", "断电，灭火器灭火", "更换插座")


async def test_errors_stand_under_their_fields(at_terminal: AtTerminal) -> None:
    async with listed(at_terminal) as hand:
        await hand.press("f2", "4", "enter")
        await hand.type("25:10")
        await hand.press("f2")
        assert error_under(hand, "发生时间") == "这不是有效的时间。"
        assert error_under(hand, "事件经过")
        assert in_field(hand) == "what"


async def test_what_is_being_typed_is_a_draft_at_once(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    async with listed(at_terminal) as hand:
        await hand.press("f2", "4")
        await hand.type("插座")
        await hand.until(lambda: bool(drafts.mine(shift)))
        await hand.press("escape", "f2")
        assert hand.sees("插座")
        await hand.press("f2")
    assert drafts.mine(shift) == ()
    assert drafts.kept(shift, "incident") is None


async def test_a_teller_reports_and_does_not_close(at_terminal: AtTerminal, desk: Desk) -> None:
    incidents.report(desk.sign_in("101", PASSWORD), ENTRY)
    async with listed(at_terminal, "201") as hand:
        assert hand.sees("尚无突发事件")
        await hand.press("f2", "4")
        await hand.type("有人昏倒")
        await hand.press("f2")
        assert not hand.sees("办结选中")
        await hand.press("f4")
        assert isinstance(hand.app.screen, IncidentsScreen)


async def test_a_colleague_was_faster(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    one = incidents.report(shift, ENTRY)
    async with listed(at_terminal) as hand:
        await hand.press("enter")
        before = incidents.entry_of(shift, one)
        incidents.change(desk.sign_in("001", PASSWORD), one.id, replace(before, measures="已断电"), before)
        await hand.press("f2")
        assert "已有同事修改了这份报告" in dialog(hand)


async def test_hostile_text(at_terminal: AtTerminal, desk: Desk) -> None:
    async with listed(at_terminal) as hand:
        for text in [text for text in FEW if text != HOSTILE["long"]][::2]:
            await hand.press("f2", "4")
            await hand.paste(text)
            await hand.press("f2")
            if not hand.sees("✓ 第"):
                await hand.burst("end", "ctrl+u", "x", "f2")
            check_screen(hand)
        await hand.press("f4")
        await hand.paste("[/b]\x1b[31m")
        await hand.press("f2")
        check_screen(hand)
    assert [one.outcome for one in incidents.listed(desk.sign_in("101", PASSWORD)) if one.closed_at] == ["[/b]"]


def prepare(desk: Desk) -> None:
    """Complaints at every state, and two incidents; nothing typed by people is in the way of the other language."""
    shift = desk.sign_in("101", PASSWORD)
    entry = ComplaintEntry("service", "......", customer="王小明", contact="13812345678", people=22, face_to_face=True)
    one = complaints.register(shift, entry)
    for step in (StepEntry("calmed"), StepEntry("investigated", "..."), StepEntry("decided", "...", "justified")):
        complaint_steps.take(shift, one.id, step)
    complaints.register(desk.sign_in("201", PASSWORD), replace(entry, received_on="2026-11-01", about="201"))
    two = complaints.register(shift, entry)
    complaint_steps.take(shift, two.id, StepEntry("paused", choice="mediation"))
    complaint_steps.take(shift, complaints.register(shift, entry).id, StepEntry("withdrawn"))
    incidents.report(shift, IncidentEntry("fire", "...", people_involved=2, loss="3000", reported_to="119"))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_screen_speaks_one_language(at_terminal: AtTerminal, desk: Desk, language: str) -> None:
    prepare(desk)
    wrong: dict[str, list[str]] = {}
    ways = {
        ComplaintsScreen: ("", "enter", "1", "escape", "2", "escape", "6", "escape", "8", "escape", "f3", "escape",
                           "f4", "escape", "escape", "down", "enter", "4", "escape", "0", "escape", "escape", "f2",
                           "f2", "escape", "f4", "f4", "f3", "x", "escape", "f1"),
        IncidentsScreen: ("", "f4", "escape", "enter", "escape", "f2", "f2", "escape", "f1"),
    }  # fmt: skip
    for screen, keys in ways.items():
        async with listed(at_terminal, screen=screen) as hand:
            if language == "en":
                await hand.press("f8")
            for number, key in enumerate(keys):
                await hand.press(*([key] if key else []))
                if found := left_over(hand.screen, language):
                    wrong[f"{screen.__name__} {number} {key}"] = found
    assert wrong == {}
