"""Settings: the terminal's own at once, the branch's by its supervisor, what was typed never lost."""

import re
from collections.abc import Callable

import pytest
from textual.widgets import Input

from lobby_tui.desk import branch_settings
from lobby_tui.desk.branch_settings import BranchChoices
from lobby_tui.desk.shift import Shift
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.own import OwnScreen
from lobby_tui.screens.settings import SettingsScreen
from lobby_tui.settings import Settings, remembered
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import dialog, error_under, in_field

WIDE = (120, 50)
WAN = 10_000 * 100


async def open_settings(hand: Hand, number: str = "001") -> None:
    await hand.sign_in(number, PASSWORD)
    await hand.press("f7")
    assert isinstance(hand.app.screen, SettingsScreen)


async def type_threshold(hand: Hand, kind: str, text: str) -> None:
    field = hand.app.screen.query_one(f"#field-{kind} TextField", Input)
    field.focus()
    field.value = ""
    await hand.type(text)


@pytest.mark.parametrize("number", ["001", "101", "201"])
async def test_language_and_colours_change_at_once_and_are_kept(
    at_terminal: AtTerminal, settings: Settings, number: str
) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand, number)
        assert in_field(hand) == "language"
        await hand.press("２")
        assert hand.sees("Colours")
        assert in_field(hand) == "theme"
        await hand.press("2")
        assert hand.app.theme == "lobby-light"
        await hand.press("escape")
        assert isinstance(hand.app.screen, DeskScreen | OwnScreen)
    kept = remembered(settings.home)
    assert (kept["language"], kept["theme"]) == ("en", "lobby-light")


async def test_the_next_start_has_the_colours(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_settings(hand)
        hand.app.wear("lobby-light")
    async with at_terminal() as hand:
        assert hand.app.theme == "lobby-light"


async def test_the_supervisor_sets_a_threshold_and_the_running_shift_uses_it(
    at_terminal: AtTerminal, sign_in: Callable[[str], Shift]
) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        await type_threshold(hand, "cash", "35万")
        await hand.press("f2")
        assert hand.sees("✓ 已保存，从下一次建议起生效。")
        assert hand.app.shift.playbook.threshold("cash").fen == 35 * WAN
        await hand.press("escape")
        assert isinstance(hand.app.screen, DeskScreen)
        await hand.press("f7")
        assert hand.app.screen.query_one("#field-cash TextField", Input).value == "35万"
        await type_threshold(hand, "cash", "")
        await hand.press("f2")
        assert hand.app.shift.playbook.threshold("cash").fen == 20 * WAN
    assert dict(branch_settings.current(sign_in("001")).thresholds) == {}


async def test_wrong_amounts_stand_under_their_fields_and_stay_as_typed(
    at_terminal: AtTerminal, sign_in: Callable[[str], Shift]
) -> None:
    async with at_terminal((60, 50)) as hand:
        await open_settings(hand)
        await type_threshold(hand, "cash", "很多")
        await type_threshold(hand, "loan", "0")
        await hand.press("f2")
        assert error_under(hand, "存取现金") == "这不是有效的金额。"
        assert error_under(hand, "贷款与提前还款") == "起点金额须大于零，否则任何金额都算大额。"
        assert in_field(hand) == "cash"
        assert hand.sees("很多")
    assert dict(branch_settings.current(sign_in("001")).thresholds) == {}


async def test_signals_are_switched_with_digits_and_space(
    at_terminal: AtTerminal, sign_in: Callable[[str], Shift]
) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        hand.app.screen.query_one("SignalPicker").focus()
        await hand.press("２", "down", "down", "space", "right", "1", "enter")
        assert hand.sees("✓ 已保存"), hand.screen
        off = {one.code for one in hand.app.shift.playbook.signals if not one.enabled}
        assert off == {"A02", "A03", "B01"}
        await hand.press("1", "f2")
        assert hand.app.shift.playbook.signal("B01").enabled
    assert branch_settings.current(sign_in("001")).disabled_signals == {"A02", "A03"}


async def test_sensitive_cues_are_hidden(at_terminal: AtTerminal) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        hand.app.screen.query_one("#field-sensitive Segments").focus()
        await hand.press("2", "f2")
        assert not hand.app.shift.playbook.signal("D06").enabled
        hand.app.screen.query_one("#field-sensitive Segments").focus()
        await hand.press("1", "f2")
        assert hand.app.shift.playbook.signal("D06").enabled


@pytest.mark.parametrize(("answer", "wan"), [("1", 35), ("2", 20)])
async def test_leaving_with_changes_asks_once(at_terminal: AtTerminal, answer: str, wan: int) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        await type_threshold(hand, "cash", "35万")
        await hand.press("escape")
        assert "尚未保存" in dialog(hand)
        await hand.press("escape")
        assert isinstance(hand.app.screen, SettingsScreen)
        assert hand.sees("35万")
        await hand.press("escape", answer)
        await hand.until(lambda: isinstance(hand.app.screen, DeskScreen))
        assert hand.app.shift.playbook.threshold("cash").fen == wan * WAN


async def test_leaving_with_a_wrong_amount_stays(at_terminal: AtTerminal) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        await type_threshold(hand, "cash", "x")
        await hand.press("escape", "1")
        await hand.until(lambda: isinstance(hand.app.screen, SettingsScreen))
        assert error_under(hand, "存取现金") == "这不是有效的金额。"


async def test_another_language_keeps_what_is_not_saved_and_the_cursor(at_terminal: AtTerminal) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        hand.app.screen.query_one("SignalPicker").focus()
        await hand.press("1")
        await type_threshold(hand, "fund", "35万")
        await hand.press("f8")
        assert hand.sees("Signals in use")
        assert in_field(hand) == "fund"
        await hand.type("5000")
        await hand.press("f2")
        assert hand.sees("✓ Saved"), hand.screen
        assert hand.app.shift.playbook.threshold("fund").fen == 355_000 * 100
        assert not hand.app.shift.playbook.signal("A01").enabled


@pytest.mark.parametrize("number", ["101", "102", "201", "202", "301"])
async def test_other_roles_read_what_is_set(
    at_terminal: AtTerminal, sign_in: Callable[[str], Shift], number: str
) -> None:
    branch_settings.change(sign_in("001"), BranchChoices({"cash": "35万"}, frozenset({"A02"}), True))
    async with at_terminal((120, 40)) as hand:
        await open_settings(hand, number)
        assert hand.sees("以下由网点负责人设定")
        assert re.search(r"存取现金 +35万元", hand.screen)
        assert re.search(r"国债 +20万元", hand.screen)
        assert hand.sees("大额汇款")
        assert not hand.app.screen.query(Input)
        before = hand.app.shift.playbook
        await hand.press("f2")
        assert hand.app.shift.playbook == before


async def test_no_settings_behind_a_locked_screen_or_the_shield(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("001", PASSWORD)
        await hand.press("f12", "f7")
        assert isinstance(hand.app.screen, LockScreen)
        await hand.type(PASSWORD)
        await hand.press("enter", "f9", "f7")
        assert not isinstance(hand.app.screen, SettingsScreen)


async def test_the_shield_covers_settings_and_nothing_typed_is_lost(at_terminal: AtTerminal) -> None:
    async with at_terminal(WIDE) as hand:
        await open_settings(hand)
        await type_threshold(hand, "cash", "35万")
        await hand.press("f9")
        assert not hand.sees("35万")
        await hand.press("f9")
        assert hand.sees("35万")
        assert in_field(hand) == "cash"
