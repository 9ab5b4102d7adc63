"""Contrast at WCAG AA: of every pair of colours that the style sheets use, and of what is really drawn."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.theme import Theme

import lobby_tui
from lobby_tui.themes import THEMES
from tests.conftest import PASSWORD, AtTerminal
from tests.hand import Hand
from tests.screens.steps import refer, spot

AA = 4.5
PACKAGE = Path(lobby_tui.__file__).parent
SHEETS = sorted(PACKAGE.rglob("*.tcss"))
TEXTS = ("foreground", "muted", "primary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel")
# Lines and scroll bars: nothing is read from them.
DRAWN = {"rule"}


def channel(value: float) -> float:
    """WCAG 2.1, relative luminance: one channel from 0 to 1, made linear."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(color: Color) -> float:
    red, green, blue = (channel(one / 255) for one in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def color_of(theme: Theme, name: str) -> Color:
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES, ids=lambda one: one.name)
@pytest.mark.parametrize(("text", "ground"), product(TEXTS, GROUNDS))
def test_every_text_can_be_read_on_every_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(color_of(theme, text), color_of(theme, ground)) >= AA


@pytest.mark.parametrize("theme", THEMES, ids=lambda one: one.name)
def test_so_can_the_keys(theme: Theme) -> None:
    text, ground = theme.variables["key-cap"].split(" on ")
    assert contrast(Color.parse(text), Color.parse(ground)) >= AA


def test_the_style_sheets_and_screens_use_no_other_colours() -> None:
    used: set[str] = set()
    for sheet in SHEETS:
        text = sheet.read_text()
        used |= set(re.findall(r"(?<!-)\bcolor: \$([a-z-]+)", text))
        assert set(re.findall(r"\bbackground: \$([a-z-]+)", text)) <= set(GROUNDS), sheet.name
        assert not re.findall(r"(?:color|background): *#", text), sheet.name
    for module in [*PACKAGE.glob("screens/*.py"), *PACKAGE.glob("widgets/*.py")]:
        used |= set(re.findall(r'"(?:bold )?\$([a-z-]+)"', module.read_text()))
    assert used - DRAWN <= {*TEXTS, "key-cap"}


def drawn(hand: Hand) -> Iterator[Segment]:
    """Every piece of text on the screen that has something to read in it."""
    for strip in hand.app.screen._compositor.render_strips():
        for segment in strip:
            if re.search(r"\w", segment.text):
                yield segment


def too_faint(hand: Hand) -> list[tuple[str, float]]:
    found = []
    for segment in drawn(hand):
        style = segment.style
        assert style is not None
        if style.color is None or style.bgcolor is None or style.dim:
            found.append((segment.text, 0.0))
            continue
        text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        if style.reverse:
            text, ground = ground, text
        ratio = contrast(text, ground)
        if ratio < AA:
            found.append((segment.text, round(ratio, 2)))
    return found


@pytest.mark.parametrize("theme", THEMES, ids=lambda one: one.name)
async def test_what_is_really_drawn_can_be_read(at_terminal: AtTerminal, theme: Theme) -> None:
    async with at_terminal((120, 40)) as hand:
        hand.app.wear(theme.name)
        await hand.sign_in("101", "not my password")
        await hand.settle()
        assert too_faint(hand) == []
        await hand.type(PASSWORD)
        await hand.press("enter", "1")
        assert too_faint(hand) == []
        for keys in (("f3",), ("escape", "f4"), ("escape", "f7")):
            await hand.press(*keys)
            assert too_faint(hand) == [], keys
        await hand.press("escape")
        await spot(hand, "2")
        await hand.press("1")
        assert too_faint(hand) == []
        await hand.press("tab")
        await refer(hand)
        assert too_faint(hand) == []
        await hand.press("f2")
        assert hand.sees("✗")
        assert too_faint(hand) == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda one: one.name)
async def test_so_can_the_supervisor_s_settings(at_terminal: AtTerminal, theme: Theme) -> None:
    async with at_terminal((120, 50)) as hand:
        hand.app.wear(theme.name)
        await hand.sign_in("001", PASSWORD)
        await hand.press("f7", "tab", "tab", "x", "f2")
        assert hand.sees("✗")
        assert too_faint(hand) == []
        hand.app.screen.query_one("SignalPicker").focus()
        await hand.press("1")
        assert too_faint(hand) == []
