"""The keys on the screen: a paper key is made, written down and used; the key is changed; nothing stays to be seen."""

from pathlib import Path

import pytest

from lobby_tui.desk import key_care
from lobby_tui.desk.opening import Desk
from lobby_tui.screens.desk import DeskScreen
from lobby_tui.screens.keys import KeysScreen
from lobby_tui.screens.paper_key import PaperKeyDialog
from lobby_tui.screens.sign_in import SignInScreen
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand

NEW = "a new and long sentence"


async def to_the_keys(hand: Hand) -> None:
    await hand.sign_in("001", PASSWORD)
    await hand.press("f5")
    lines = hand.screen.splitlines()
    place = next(number for number, line in enumerate(lines) if "密钥与纸质密钥" in line)
    first = next(number for number, line in enumerate(lines) if "推介确认" in line)
    await hand.press(*["down"] * (place - first), "enter")
    assert isinstance(hand.app.screen, KeysScreen)


def words(hand: Hand) -> tuple[str, ...]:
    dialog = hand.app.screen
    assert isinstance(dialog, PaperKeyDialog)
    assert dialog.key is not None
    return dialog.key.chinese


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_paper_key_is_made_and_shown_once(at_terminal: AtTerminal, size: tuple[int, int]) -> None:
    async with at_terminal(size) as hand:
        await to_the_keys(hand)
        assert hand.sees("尚无")
        await hand.press("f2")
        shown = words(hand)
        assert all(hand.sees(f"{place}  {word}") for place, word in enumerate(shown, start=1))
        await hand.press("enter", "2")
        assert all(map(hand.sees, shown))
        await hand.press("escape", "1")
        assert isinstance(hand.app.screen, KeysScreen)
        assert hand.sees("生成于 2026-11-23 09:30")
        # Another one ends it, and so is asked about.
        await hand.press("f2")
        assert hand.sees("将失效")
        await hand.press("2")
        assert isinstance(hand.app.screen, KeysScreen)


async def test_a_page_to_print(at_terminal: AtTerminal, tmp_path: Path) -> None:
    async with at_terminal() as hand:
        await to_the_keys(hand)
        await hand.press("f2")
        shown = words(hand)
        await hand.press("f2", "2", *["backspace"] * 80)
        await hand.type(str(tmp_path))
        await hand.press("f2")
        assert all(map(hand.sees, shown))
        assert hand.sees("请打印后删除文件")
        (page,) = tmp_path.glob("*_paper_key_*.txt")
        assert all(word in page.read_text() for word in shown)


@pytest.mark.parametrize("key", ["f9", "f12"])
async def test_what_covers_the_words_takes_them_away(at_terminal: AtTerminal, key: str) -> None:
    async with at_terminal() as hand:
        await to_the_keys(hand)
        await hand.press("f2")
        dialog, shown = hand.app.screen, words(hand)
        await (hand.app.action_shield() if key == "f9" else hand.app.action_lock())
        await hand.pilot.pause()
        assert isinstance(dialog, PaperKeyDialog)
        assert dialog.key is None
        if key == "f9":
            await hand.app.action_shield()
            await hand.settle()
            assert hand.sees("用词已遮盖")
            assert not any(hand.sees(f"{place}  {word}") for place, word in enumerate(shown, start=1))


async def test_the_key_is_changed_and_work_goes_on(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await to_the_keys(hand)
        await hand.press("f4")
        await hand.type("wrong horse")
        await hand.press("enter")
        assert hand.sees("✗")
        await hand.press(*["backspace"] * 11)
        await hand.type(PASSWORD)
        await hand.press("enter")
        assert isinstance(hand.app.screen, KeysScreen)
        assert hand.sees("1 次")
        await hand.press("escape", "escape")
        assert isinstance(hand.app.screen, DeskScreen)
        await hand.press("f8")
        assert isinstance(hand.app.screen, DeskScreen)


async def test_in_again_by_the_words(at_terminal: AtTerminal, desk: Desk) -> None:
    shown = "".join(key_care.make_paper_key(desk.sign_in("001", PASSWORD)).chinese)
    desk.close()
    desk.keys.device_path.unlink()
    async with at_terminal() as hand:
        await hand.press("f3")
        await hand.paste("的" * 12)
        await hand.press("tab")
        await hand.type("001")
        for _ in range(2):
            await hand.press("tab")
            await hand.type(NEW)
        await hand.press("f2")
        assert hand.sees("校验不符")
        hand.app.screen.query_one("#field-words TextField").focus()
        await hand.press(*["backspace"] * 12)
        await hand.paste(shown)
        await hand.press("f2")
        assert isinstance(hand.app.screen, SignInScreen)
        assert hand.sees("302")
        await hand.type(NEW)
        await hand.press("enter")
        assert isinstance(hand.app.screen, DeskScreen)


async def test_in_english_as_well(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        await hand.press("f8")
        await hand.press("f3")
        assert hand.sees("Recover with the paper key")
        await hand.press("escape")
        assert isinstance(hand.app.screen, SignInScreen)
