"""The palette: every command can be found, in either language and by pinyin, and does what its key does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList

from lobby_tui.locale import LANGUAGES, catalogue
from lobby_tui.models.names import initials
from lobby_tui.screens.day import DayScreen
from lobby_tui.screens.desk import DAY, NEW, UNDO, DeskScreen
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.palette import PaletteDialog, matching
from lobby_tui.screens.sign_in import SignInScreen
from lobby_tui.screens.visit import VisitScreen
from lobby_tui.widgets.commands import EVERYWHERE, PALETTE, SHIELD
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import spot

COMMANDS = (*DeskScreen.COMMANDS, *EVERYWHERE)


def full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.action)
def test_every_command_is_found_by_every_name_it_has(command: object) -> None:
    for language in LANGUAGES:
        name = catalogue(language)(command.label)  # type: ignore[attr-defined]
        for typed in (name, name.upper(), full_width(name), f" {name} ", name[:2]):
            assert command in matching(typed, COMMANDS), typed
        for letters in initials(name) if language == "zh" else ():
            assert command in matching(letters, COMMANDS), letters


def test_what_begins_so_stands_before_what_only_holds_it() -> None:
    assert matching("undo", COMMANDS)[0] == UNDO
    assert matching("xkh", COMMANDS) == [NEW]
    assert matching("客户", COMMANDS) == [NEW]
    assert SHIELD in matching("f9", COMMANDS)
    assert matching("没有这个", COMMANDS) == []


@given(typed=st.text(max_size=12))
def test_whatever_is_typed_finds_only_commands_and_each_once(typed: str) -> None:
    found = matching(typed, COMMANDS)
    assert len({one.action for one in found}) == len(found)
    assert set(found) <= set(COMMANDS)
    if not typed.strip():
        assert found == list(COMMANDS)


async def open_palette(hand: Hand, number: str = "101") -> None:
    await hand.sign_in(number, PASSWORD)
    await hand.press("f10")
    assert isinstance(hand.app.screen, PaletteDialog)


@pytest.mark.parametrize(
    ("typed", "screen"),
    [("new c", VisitScreen), ("ｘｋｈ", VisitScreen), ("新客", VisitScreen), ("yyr", DayScreen), ("lock", LockScreen)],
)  # fmt: skip
async def test_what_is_found_is_run(at_terminal: AtTerminal, typed: str, screen: type) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        await hand.type(typed)
        await hand.press("enter")
        assert type(hand.app.screen) is screen, hand.screen


@pytest.mark.parametrize("digit", ["1", "１"])
async def test_a_digit_takes_a_row_while_nothing_is_typed(at_terminal: AtTerminal, digit: str) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        await hand.press(digit)
        assert isinstance(hand.app.screen, VisitScreen)


async def test_once_something_is_typed_a_digit_is_part_of_it(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        await hand.type("f1")
        assert hand.app.screen.query_one(PaletteDialog.AUTO_FOCUS).value == "f1"  # type: ignore[attr-defined]
        assert hand.app.screen.query_one(OptionList).option_count == 2  # help, and F12


async def test_the_arrows_choose_and_go_round(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        rows = hand.app.screen.query_one(OptionList)
        await hand.press("up")
        assert rows.highlighted == rows.option_count - 1
        await hand.press("down")
        assert rows.highlighted == 0
        place = [one.action for one in hand.app.screen.found].index(DAY.action)  # type: ignore[attr-defined]
        await hand.press(*["down"] * place, "enter")
        assert isinstance(hand.app.screen, DayScreen)


async def test_nothing_found_does_nothing_and_says_so(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        await hand.type("[/b]")
        assert hand.sees("没有这样的命令。")
        await hand.press("enter", "up", "down")
        assert isinstance(hand.app.screen, PaletteDialog)
        await hand.press("escape")
        assert isinstance(hand.app.screen, DeskScreen)


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_it_closes_without_doing_anything(at_terminal: AtTerminal, key: str) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        await hand.press(key)
        assert isinstance(hand.app.screen, DeskScreen)


async def test_a_step_s_own_command_is_run_by_the_step(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await spot(hand, "2")
        await hand.press("f10")
        await hand.type("amount")
        await hand.press("enter")
        await hand.type("30")
        focused = hand.app.focused
        assert focused is not None
        assert focused.id == "amount"


async def test_commands_of_the_app_and_the_shield_run_too(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        await hand.type("sign out")
        await hand.press("enter")
        assert isinstance(hand.app.screen, SignInScreen)
        assert not hand.app.signed_in


async def test_both_names_and_the_key_stand_in_a_row(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await open_palette(hand)
        row = next(line for line in hand.screen.splitlines() if "新客户" in line and "New customer" in line)
        assert row.split("│")[1].rstrip().endswith("空格")
        assert catalogue("zh")(PALETTE.help) not in hand.screen


async def test_a_locked_screen_has_no_palette(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f12", "f10")
        assert isinstance(hand.app.screen, LockScreen)
