"""Each screen speaks one language: what is left of the other one is data, a key, or a name."""

import ast
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import lobby_tui
from lobby_tui.desk import drafts, referrals, visits
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.models.clock import FixedClock
from tests.conftest import PASSWORD, PEOPLE, AtTerminal
from tests.hand import Hand
from tools import messages

CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
DATA = ("长安街支行", "孙丽", *(name for _, name, _ in PEOPLE), "王*明", "李*", "王小明", "熟", "大堂", "中文")
# Keys, the brand, file formats, codes of signals, pieces of a digest, and words that Chinese banks write so.
LATIN = re.compile(
    r"(?<![A-Za-z])(?:F\d+|Esc|Enter|Tab|Del|PgUp|PgDn|Lobby|English|PDF|XLSX|CSV|TXT|VIP|ID|[A-E]\d\d|[0-9a-f]+|wx|Shift)(?![A-Za-z])|/\S+"
)


def left_over(screen: str, language: str) -> list[str]:
    """What does not belong to `language` on a screen."""
    if language == "zh":
        return ENGLISH.findall(LATIN.sub(" ", screen))
    for text in DATA:
        screen = screen.replace(text, " ")
    return CHINESE.findall(screen)


def prepare(desk: Desk, clock: FixedClock) -> None:
    """Somebody in the lobby at each step, referrals of both kinds, a draft, and a day before."""
    shift = desk.sign_in("101", PASSWORD)
    visits.count(shift, "cash_small")
    visits.see(shift, visits.ask(shift, visits.greet(shift, "elder_man", "elderly").id, "wealth").id, "D01")
    visits.greet(shift, "madam")
    visits.greet(shift)
    drafts.keep(shift, "quick", {"customer": "王小明", "signals": ["A01"]})
    referrals.log(shift, ReferralEntry("王小明", ["A01", "E01"], manager_no="301", remarks="熟"))
    referrals.log(
        shift, ReferralEntry("李四", ["B04"], "to_follow_up", contact="13812345678", best_time="noon", consent=True)
    )
    clock.advance(900)


async def shown(hand: Hand, *keys: str) -> str:
    await hand.press(*keys)
    return hand.screen


async def every_screen(hand: Hand) -> AsyncIterator[tuple[str, str]]:
    """Go through the screens of the lobby manager; yields what was done, and the screen.

    The palette is left out: it is there to be searched in both languages.
    """
    yield "draft", await shown(hand)
    yield "one page", await shown(hand, "1")
    yield "complaints", await shown(hand, "f2")
    yield "desk", await shown(hand, "escape")
    yield "left", await shown(hand, "delete")
    yield "counted", await shown(hand, "escape", "1")
    yield "undone", await shown(hand, "f6")
    yield "spot", await shown(hand, "enter")
    for place in "BCDE":
        yield f"class {place}", await shown(hand, "right")
    yield "why refer", await shown(hand, "f2")
    yield "where to", await shown(hand, "escape", "f4")
    yield "why there", await shown(hand, "1")
    yield "amount", await shown(hand, "escape", "f3", "x", "enter")
    yield "ask", await shown(hand, "backspace", "enter", "escape")
    for _ in range(9):
        await hand.press("up")
        yield "a need", hand.screen
    yield "greet", await shown(hand, "escape")
    yield "help wanted", await shown(hand, "0")
    yield "refer", await shown(hand, "escape", "1", "2", "left", "left", "left", "1", "enter")
    yield "its complaints", await shown(hand, "f2")
    yield "parked", await shown(hand, "tab")
    yield "list", await shown(hand, "f3")
    yield "nothing found", await shown(hand, "f3", "x")
    yield "change", await shown(hand, "escape", "enter")
    yield "day", await shown(hand, "escape", "escape", "f4")
    yield "export", await shown(hand, "f2")
    yield "close", await shown(hand, "escape", "f6")
    yield "refused", await shown(hand, "f2")
    yield "help", await shown(hand, "enter", "f1")
    yield "settings", await shown(hand, "escape", "escape", "escape", "f7")
    yield "shield", await shown(hand, "escape", "f9")
    yield "lock", await shown(hand, "escape", "f12")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_lobby_managers_screens(
    at_terminal: AtTerminal, desk: Desk, clock: FixedClock, language: str
) -> None:
    prepare(desk, clock)
    wrong: dict[str, list[str]] = {}
    drawn: dict[str, str] = {}
    async with at_terminal(size=(80, 30)) as hand:
        if language == "en":
            await hand.press("f8")
        assert left_over(hand.screen, language) == []
        await hand.sign_in("101", PASSWORD)
        async for name, screen in every_screen(hand):
            assert name == "a need" or screen not in drawn, f"{name} looks like {drawn.get(screen)}"
            drawn[screen] = name
            if found := left_over(screen, language):
                wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_tellers_screens(at_terminal: AtTerminal, language: str) -> None:
    async with at_terminal() as hand:
        await hand.sign_in("201", PASSWORD)
        if language == "en":
            await hand.press("f8")
        for keys in ((), ("f6",), ("space",), ("escape", "f7"), ("escape", "f1")):
            assert left_over(await shown(hand, *keys), language) == [], hand.screen


def literals() -> set[str]:
    """Every text that the code marks for translation, also inside of an f-string, where the collector is blind."""
    found = set()
    for path in Path(lobby_tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in messages.KEYWORDS and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found - {""}


def test_no_text_escapes_the_catalogue() -> None:
    texts = literals()
    assert len(texts) > 100
    assert texts - {message.id for message in messages.extracted()} == set()
