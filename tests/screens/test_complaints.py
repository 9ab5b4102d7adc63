"""Complaints on the screen: registered in half a minute, taken through the five steps, kept through a crash."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from lobby_tui.desk import complaints
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.opening import Desk
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.complaint_page import ComplaintScreen
from lobby_tui.screens.complaints import ComplaintsScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog

ENTRY = ComplaintEntry(kind="service", what="柜台等候过久", customer="王小明", contact="13812345678")
# The keystroke-level model: seconds for a key, and for making up one's mind (Card, Moran and Newell 1980).
KEY, DECISION = 0.28, 1.35
# A Chinese character by pinyin: the syllable's letters, and a digit or space to choose it.
KEYS_PER_CHARACTER = 3


@asynccontextmanager
async def listed(
    at_terminal: AtTerminal, no: str = "101", size: tuple[int, int] = (80, 24), language: str = "zh"
) -> AsyncIterator[Hand]:
    """Somebody at the list of complaints."""
    async with at_terminal(size) as hand:
        if language == "en":
            await hand.press("f8")
        await hand.sign_in(no, PASSWORD)
        if isinstance(hand.app.screen, Dialog):  # a draft, or a day left open, is offered first
            await hand.press("escape")
        await hand.app.push_screen(ComplaintsScreen())
        await hand.settle()
        yield hand


async def test_a_first_record_takes_half_a_minute_at_most(at_terminal: AtTerminal, desk: Desk) -> None:
    what = "柜台等候太久没人答复"
    assert len(what) == 10
    async with listed(at_terminal) as hand:
        before = hand.keys
        await hand.press("f2", "2")
        await hand.type(what)
        await hand.press("enter", "enter")
        await hand.type("王小明")
        await hand.press("enter")
        await hand.type("13812345678")
        await hand.press("f2")
        keys = hand.keys - before
        assert hand.sees("✓ 第 1 号")
    typed = len(what) + len("王小明")
    # To open it, which kind, what to write, the name, the contact, and to save.
    seconds = KEY * (keys + typed * (KEYS_PER_CHARACTER - 1)) + DECISION * 6
    assert seconds <= 30, f"{keys} keys, {seconds:.1f} s"
    (one,) = complaint_lists.unfiled(desk.sign_in("101", PASSWORD)).rows
    assert (one.kind, one.what, one.customer, one.masked_contact) == ("service", what, "王*明", "138****5678")


async def test_the_list_says_what_is_urgent_without_colour(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    for received in ("2026-11-22", "2026-11-10", "2026-11-05"):
        complaints.register(shift, replace(ENTRY, received_on=received))
    complaints.register(desk.sign_in("201", PASSWORD), replace(ENTRY, people=25, face_to_face=True))
    async with listed(at_terminal) as hand:
        rows = [line.split() for line in hand.screen.splitlines() if "王*明" in line]
        assert [row[0] for row in rows] == ["3", "4", "2", "1"]
        assert hand.sees("‼ 逾期 3 天")
        assert hand.sees("4 ‼")
        assert hand.sees("! 剩 2 天")
        assert hand.sees("‼ 无人")
        assert not hand.sees("王小明")
        await hand.press("down")
        assert hand.sees("重大投诉：请立即报告网点负责人")


async def test_through_the_five_steps_by_digits(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    complaints.register(shift, ENTRY)
    async with listed(at_terminal) as hand:
        await hand.press("enter")
        assert isinstance(hand.app.screen, ComplaintScreen)
        await hand.press("1", "f2")
        assert hand.sees("✓ 安抚")
        await hand.press("3")
        assert not hand.sees("处理决定"), "deciding comes after the cause is found"
        await hand.press("2")
        await hand.type("只开一个柜口")
        await hand.press("enter")
        await hand.press("3", "1")
        await hand.type("属实，致歉")
        await hand.press("f2")
        assert hand.sees("已决定待告知")
        await hand.press("4")
        assert "上级" in dialog(hand)
        await hand.press("2", "f2")
        assert "须告知投诉人" in dialog(hand)
        await hand.press("1", "f2")
        assert hand.sees("已告知")
        await hand.press("5", "f2")
        assert hand.sees("已归档")
        await hand.press("escape")
        assert hand.sees("没有在办的投诉")
        await hand.press("f4")
        assert hand.sees("王*明")
    (one,) = complaint_lists.filed(shift).rows
    assert (one.decision, one.notified_by) == ("justified", "phone")


async def test_a_digit_that_means_nothing_now_does_nothing(at_terminal: AtTerminal, desk: Desk) -> None:
    one = complaints.register(desk.sign_in("101", PASSWORD), ENTRY)
    async with listed(at_terminal) as hand:
        await hand.press("enter", "4", "5", "3")
        assert isinstance(hand.app.screen, ComplaintScreen)
        assert complaint_lists.page(hand.app.shift, one.id).complaint.version == 1


async def test_a_name_in_full_takes_a_reason(at_terminal: AtTerminal, desk: Desk) -> None:
    complaints.register(desk.sign_in("101", PASSWORD), ENTRY)
    async with listed(at_terminal) as hand:
        await hand.press("enter", "f4", "escape")
        assert not hand.sees("王小明")
        await hand.press("f4", "1")
        assert "王小明 联系方式 13812345678" in dialog(hand)
        await hand.press("escape")
        assert not hand.sees("王小明")


async def test_whoever_is_meant_stands_aside(at_terminal: AtTerminal, desk: Desk) -> None:
    complaints.register(desk.sign_in("001", PASSWORD), replace(ENTRY, about="101"))
    async with listed(at_terminal) as hand:
        await hand.press("enter")
        assert hand.sees("您是被投诉人，应当回避")
        await hand.press("1", "6", "f3")
        assert "应当回避" in hand.screen


async def test_a_handler_is_chosen_by_digit_never_the_one_who_is_meant(at_terminal: AtTerminal, desk: Desk) -> None:
    complaints.register(desk.sign_in("201", PASSWORD), replace(ENTRY, about="001"))
    async with listed(at_terminal) as hand:
        await hand.press("enter", "6")
        assert "李娜" in dialog(hand)
        assert "孙丽" not in dialog(hand)
        await hand.press("1", "f2")
        assert hand.sees("指定经办人  李娜")


async def test_searching_by_number(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    for _ in range(2):
        complaints.register(shift, ENTRY)
    complaint_steps.take(shift, complaint_lists.by_number(shift, 1).id, StepEntry("withdrawn"))
    complaint_steps.take(shift, complaint_lists.by_number(shift, 1).id, StepEntry("archived"))
    async with listed(at_terminal) as hand:
        await hand.press("f3")
        await hand.type("１")
        assert hand.sees("已归档")
        await hand.type("9x")
        assert hand.sees("没有这个编号的投诉")
        await hand.press("escape")
        assert hand.sees("处理中")


async def test_a_teller_sees_only_what_they_registered(at_terminal: AtTerminal, desk: Desk) -> None:
    complaints.register(desk.sign_in("101", PASSWORD), ENTRY)
    async with listed(at_terminal, "201") as hand:
        assert hand.sees("没有在办的投诉")
        await hand.press("f3", "1")
        assert hand.sees("没有这个编号的投诉")
        await hand.press("escape", "f2", "4")
        await hand.type("多收了手续费")
        await hand.press("f2")
        assert hand.sees("尚无经办人")
        await hand.press("enter")
        assert hand.sees("后续由大堂经理或网点负责人处理")


async def test_the_supervisor_extends(at_terminal: AtTerminal, desk: Desk, clock: FixedClock) -> None:
    shift = desk.sign_in("101", PASSWORD)
    one = complaints.register(shift, ENTRY)
    complaint_steps.take(shift, one.id, StepEntry("made_complex", "涉及多方"))
    clock.advance(timedelta(days=29))
    async with listed(at_terminal, "001") as hand:
        assert hand.sees("! 剩 1 天")
        await hand.press("enter", "8", "1")
        await hand.type("等待总行核对")
        await hand.press("f2")
        assert hand.sees("2027-01-22"), hand.screen
    assert complaint_lists.by_number(shift, 1).clock.days_left == 31


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_deadline_and_every_field_are_on_the_screen(
    at_terminal: AtTerminal, desk: Desk, size: tuple[int, int], language: str
) -> None:
    shift = desk.sign_in("101", PASSWORD)
    complaints.register(shift, replace(ENTRY, kind="other", received_on="2026-11-11"))
    async with listed(at_terminal, size=size, language=language) as hand:
        assert hand.sees("! 剩 3 天" if language == "zh" else "! 3 d left")
        assert hand.sees("李娜")
        await hand.press("f2")
        labels = ("类别", "受理时间") if language == "zh" else ("Kind", "Received on")
        assert all(hand.sees(label) for label in labels)
        assert hand.sees("代表人最多 5 名" if language == "zh" else "At most 5 representatives")


async def test_keys_ahead_of_the_list_wait_for_it(at_terminal: AtTerminal, desk: Desk) -> None:
    complaints.register(desk.sign_in("101", PASSWORD), ENTRY)
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f5", "4", "enter", "1", "f2")
        assert isinstance(hand.app.screen, ComplaintScreen)
        assert hand.sees("✓ 安抚"), hand.screen
