"""Help: every screen says what it is for, every command is explained, and F1 closes what F1 opened."""

import importlib
import pkgutil

import pytest

import lobby_tui.screens
from lobby_tui.locale import LANGUAGES, catalogue
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.help import HelpDialog
from lobby_tui.screens.lock import LockScreen
from lobby_tui.screens.shield import ShieldScreen
from lobby_tui.widgets.commands import Command
from lobby_tui.widgets.key_table import KEY_CELLS, KeyTable
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import spot

TALL = (80, 60)


def screens() -> list[type[LobbyScreen]]:
    found = []
    for module in pkgutil.iter_modules(lobby_tui.screens.__path__, "lobby_tui.screens."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and issubclass(one, LobbyScreen) and one.__module__ == module.name:
                found.append(one)
    # What only others build on offers nothing itself.
    bases = [one for one in found if one.__subclasses__() and not one.COMMANDS]
    return [one for one in found if one not in (LobbyScreen, ShieldScreen, LockScreen, *bases)]


@pytest.mark.parametrize("screen", screens(), ids=lambda one: one.__name__)
def test_every_screen_says_what_it_is_for(screen: type[LobbyScreen]) -> None:
    assert len(screen.HELP) > 20
    if "HELP" in vars(screen):
        assert catalogue("zh")(screen.HELP) != screen.HELP


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_commands_of_the_screen_are_explained(at_terminal: AtTerminal, language: str) -> None:
    async with at_terminal(TALL) as hand:
        await hand.sign_in("101", PASSWORD)
        if language == "en":
            await hand.press("f8")
        commands = hand.app.screen.commands()  # type: ignore[attr-defined]
        await hand.press("f1")
        assert isinstance(hand.app.screen, HelpDialog)
        words = hand.screen.replace("\n", "").replace("│", "").replace(" ", "")
        for command in commands:
            assert hand.app.t(command.label).replace(" ", "") in words
            assert hand.app.t(command.help).replace(" ", "") in words, command
        note = hand.app.t.render(hand.app.shift.playbook.note)
        assert note[:20].replace(" ", "") in words


async def test_a_step_of_a_visit_explains_its_own_keys(at_terminal: AtTerminal) -> None:
    async with at_terminal(TALL) as hand:
        await hand.sign_in("101", PASSWORD)
        await spot(hand, "2")
        await hand.press("f1")
        assert hand.sees("客户分四步")
        assert hand.sees("F4     改区域")
        assert hand.sees("Tab    放一放")


@pytest.mark.parametrize("key", ["f1", "escape", "enter"])
async def test_each_of_three_keys_closes_it(at_terminal: AtTerminal, key: str) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f1")
        assert isinstance(hand.app.screen, HelpDialog)
        await hand.press(key)
        assert isinstance(hand.app.screen, DeskScreen)


async def test_a_small_screen_scrolls_to_the_end(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f1")
        assert not hand.sees("特征代码由本软件编制")
        await hand.press("end")
        await hand.until(lambda: hand.sees("特征代码由本软件编制"))
        assert hand.sees("Esc")


async def test_before_signing_in_it_tells_how_to(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.press("f1")
        assert hand.sees("输入工号，回车")
        assert not hand.sees("特征代码")
        await hand.press("f1")
        await hand.sign_in("101", PASSWORD)
        assert isinstance(hand.app.screen, DeskScreen)


@pytest.mark.parametrize(("key", "screen"), [("f9", ShieldScreen), ("f12", LockScreen)])
async def test_what_covers_the_screen_explains_nothing(at_terminal: AtTerminal, key: str, screen: type) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press(key, "f1", "f10")
        assert type(hand.app.screen) is screen


def test_long_sentences_hang_under_their_beginning() -> None:
    command = Command("x", "f2", "Save", "word " * 30)
    lines = KeyTable([command], catalogue("en"))._lines(40)
    assert len(lines) > 4
    assert lines[0].plain.startswith(" F2 ")
    assert all(line.plain.startswith(" " * KEY_CELLS) and line.cell_length <= 40 for line in lines[1:])
