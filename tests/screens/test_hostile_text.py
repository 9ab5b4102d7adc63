"""Text that would break a terminal, a spreadsheet or a markup language, through every field that takes text."""

import unicodedata
from pathlib import Path

import pytest
from textual.widgets import Input

from lobby_tui.desk import days, drafts, referrals
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.shift import Shift
from lobby_tui.models.text import display
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import ENTERED, dialog, error_under, in_field

HOSTILE = {
    "closing markup": "[/b]",
    "markup": "[red]x[link=https://example.org]y",
    "colour": "王\x1b[31m红",
    "clipboard": "王\x1b]52;c;cm0gLXJm\x07明",
    "unended": "王\x1b]0;title",
    "8-bit": "王\x9b2J明",
    "NUL": "王\x00明\x7f",
    "bidi": "王\u202eabc\u2066明",
    "zero width": "王\u200b\ufeff明\u00ad",
    "family": "王👨‍👩‍👧‍👦明",
    "formula": "=cmd|' /C calc'!A0",
    "rare": "㛃𬀩𫞩",
    "private use": "王\ue000\U000f1234",
    "selector": "葛\U000e0100",
    "combining": "e\u0301" * 3 + "\u0301" * 20,
    "breaks": "王\r\n明\u2028\x85",
    "braces": "{0} %s {name!r} $x",
    "long": "王" * 10_000,
}
FEW = tuple(HOSTILE.values())[::3]
"""For where each takes long; `tests/hostile` goes through every field with many more."""
CLEAR = ("end", "ctrl+u")


def cleaned(text: str) -> str:
    """What is left of a text on one line."""
    return " ".join(display(text).split())


def check_screen(hand: Hand) -> None:
    """Nothing that is drawn steers the terminal; a joiner may stand inside of a family."""
    for character in hand.screen.replace("\n", "").replace("\u200d", ""):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs"), (ascii(character), hand.screen)


async def put(hand: Hand, text: str) -> None:
    """Paste a text into the field that has the cursor, in place of what is there."""
    await hand.burst(*CLEAR)
    await hand.paste(text)
    check_screen(hand)


@pytest.fixture
def shift(desk: Desk) -> Shift:
    return desk.sign_in("101", PASSWORD)


async def test_signing_in(at_terminal: AtTerminal) -> None:
    async with at_terminal() as hand:
        for text in HOSTILE.values():
            await put(hand, text)
        await hand.burst(*CLEAR, *"[/b]", "enter")
        await hand.paste("[/b]\x1b[31m")
        await hand.press("enter")
        check_screen(hand)
        assert hand.app.screen.query_one("#problem").visual.plain  # type: ignore[attr-defined]


@pytest.mark.parametrize(("field", "label"), [("identifier", "帐号/证件号"), ("contact", "联系方式")])
async def test_numbers_refuse_it_under_their_field(
    at_terminal: AtTerminal, shift: Shift, field: str, label: str
) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f2", "1", "enter", *"王小明", "enter", "1", "1")
        await hand.press(*["enter"] * (field == "contact"))
        for text in FEW:
            assert in_field(hand) == field
            await put(hand, text)
            await hand.press("f2")
            check_screen(hand)
            assert error_under(hand, label), hand.screen
        await hand.press("f8", "f8", "escape")
        check_screen(hand)
    assert days.current(shift) is None


async def test_what_is_saved_is_the_cleaned_text(at_terminal: AtTerminal, shift: Shift) -> None:
    texts = list(HOSTILE.values())
    pairs = list(zip(texts, reversed(texts), strict=True))[1 : len(texts) // 2]
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        for customer, remarks in pairs:
            await hand.burst("f2", "1", "enter")
            await hand.paste(customer)
            await hand.burst("enter", "1", "1", "enter", "enter", "enter", "enter")
            await hand.paste(remarks)
            await hand.press("f2")
            check_screen(hand)
            assert hand.sees(ENTERED), hand.screen
        await hand.press("f3")
        for _ in pairs:
            check_screen(hand)
            await hand.press("down")
        await hand.press("escape", "f4")
        check_screen(hand)
    rows = referral_search.of_day(shift, shift.today()).rows
    details = [referrals.reveal(shift, row.id, "test") for row in rows]
    assert [one.customer for one in details] == [cleaned(customer) for customer, _ in pairs]
    assert [one.view.remarks for one in details] == [cleaned(remarks) for _, remarks in pairs]


async def test_what_is_too_long_is_refused_and_kept(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f2", "1", "enter")
        await hand.paste(HOSTILE["long"])
        await hand.burst("enter", "1", "1", "enter", "enter", "enter", "enter")
        await hand.paste(HOSTILE["long"])
        await hand.press("f2")
        assert "10000" in error_under(hand, "客户姓名")
        assert "10000" in error_under(hand, "备注")
        await hand.until(lambda: len(drafts.mine(shift)) == 1)  # as much of it as a draft can hold
        await hand.press("f8", "escape")
        check_screen(hand)
    assert days.current(shift) is None


async def test_searching_amounts_and_folders(at_terminal: AtTerminal, tmp_path: Path) -> None:
    texts = list(FEW)
    (tmp_path / "file").touch()
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.press("f3", "f3")
        for text in texts[::3]:
            await put(hand, text)
        await hand.burst("escape", "escape", "space", "1", "2", "f3")
        for text in texts[1::3]:
            await put(hand, text)
            await hand.press("enter")
            check_screen(hand)
            assert hand.sees("不是有效的金额")
            assert in_field(hand) == "amount"
        await hand.burst(*CLEAR, "enter", "enter", "f4")
        await hand.press("f2", "3", "5", "1")
        await put(hand, "~no-such-person/papers")
        await hand.press("f2")
        assert hand.sees("✗ 找不到文件夹“~no-such-person/papers”")
        await hand.press("escape")
        for text in texts[2::3]:
            await hand.press("f2", "3", "5", "1")
            await put(hand, str(tmp_path / "file" / text))
            await hand.press("f2")
            check_screen(hand)
            assert "文件夹" in dialog(hand)
            await hand.press("enter")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home"]


async def test_typing_is_as_harmless_as_pasting(at_terminal: AtTerminal, shift: Shift) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("101", PASSWORD)
        await hand.burst("f2", "1", "enter")
        await hand.type("[/b]\u202e\u200b\x9b𬀩👨\ue000")
        check_screen(hand)
        await hand.burst("enter", "1", "1", "f2")
        check_screen(hand)
        assert hand.sees(ENTERED), hand.screen
        await hand.press("f3", "f3")
        await hand.type("[/b]")
        check_screen(hand)
        assert isinstance(hand.app.focused, Input)
    (row,) = referral_search.search(shift, "[/b]")
    assert referrals.reveal(shift, row.id, "test").customer == "[/b]𬀩👨\ue000"
