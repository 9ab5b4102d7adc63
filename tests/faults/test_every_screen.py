"""In every screen: the window shrinks to nothing and grows again, and the system asks the program to end.

The signals themselves, in a real terminal, are in `test_terminal_signals.py`; what they call is the same everywhere.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from lobby_tui.app import LobbyApp
from lobby_tui.models.clock import FixedClock
from lobby_tui.screens.too_small import TooSmallScreen
from lobby_tui.screens.work import ENTRIES
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD
from tests.faults.busy import NOW
from tests.hand import Hand

Busy = Callable[[], AbstractAsyncContextManager[Hand]]

BARS = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")
COVERED_ONCE = {"keys f2"}
"""The words of the paper key are shown once, and not again after anything has been over them."""
SIZE, NOTHING = (80, 24), (20, 5)
# The ways from the desk of a supervisor, by keys, to what is no entry of the menu.
STEPS = {
    "greet": ("space",),
    "spot": ("space", "1", "2"),
    "amount": ("space", "1", "2", "f3"),
    "refer": ("space", "1", "9", "8", "f2"),
    "one page": ("f2",),
    "a referral": ("f3", "enter"),
    "figures": ("f4", "f3"),
    "export": ("f4", "f2"),
    "menu": ("f5",),
    "settings": ("f7",),
    "help": ("f1",),
    "palette": ("f10",),
    "shield": ("f9",),
    "lock": ("f12",),
}
MORE_STEPS = {
    "ask": ("space", "1"),
    "where to": ("space", "1", "2", "f4"),
    "referrals": ("f3",),
    "the day": ("f4",),
    "records": ("f4", "f3", "enter"),
}
# LOBBY_EVERY_SCREEN=1 goes through more of them, and through what F2 and Enter open in each part of the work.
EVERY = bool(os.environ.get("LOBBY_EVERY_SCREEN"))
INSIDE = ((), ("f2",), ("enter",)) if EVERY else ((),)
DESK = 2
"""How many screens there are when the desk is the last of them."""


async def home(hand: Hand) -> None:
    """To the desk, whatever is open over it."""
    while len(hand.app.screen_stack) > DESK:
        await hand.app.pop_screen()
    await hand.settle()


async def steps(hand: Hand) -> AsyncIterator[str]:
    """What a supervisor opens from the desk, one after the other; the lock at the end."""
    for name, keys in ((MORE_STEPS if EVERY else {}) | STEPS).items():
        await home(hand)
        await hand.press(*keys)
        yield name


async def work(hand: Hand) -> AsyncIterator[str]:
    """Every part of the branch's work."""
    for entry in ENTRIES:
        for keys in INSIDE:
            await home(hand)
            await hand.app.push_screen(entry.make())
            await hand.settle()
            await hand.press(*keys)
            yield " ".join((entry.part, *keys))


@pytest.fixture
def busy_terminal(busy_home: Path) -> Callable[[], AbstractAsyncContextManager[Hand]]:
    """The terminal of a branch in the middle of its day."""

    @asynccontextmanager
    async def sit_down() -> AsyncIterator[Hand]:
        app = LobbyApp(Settings(busy_home, "zh", CHEAP), FixedClock(NOW))
        async with app.run_test(size=SIZE) as pilot:
            hand = Hand(pilot)
            await hand.sign_in("001", PASSWORD)
            yield hand

    return sit_down


def as_before(before: str, after: str) -> bool:
    """Whether a screen shows what it did. A list may have scrolled by some lines, to where its highlight is."""
    first, now = ([line.translate(BARS).rstrip() for line in screen.splitlines()] for screen in (before, after))
    lost = [line for line in first if line and line not in now]
    return (first[0], first[-1]) == (now[0], now[-1]) and len(lost) <= len(list(filter(None, first))) / 5


@pytest.mark.parametrize("ways", [steps, work])
async def test_a_window_of_nothing_and_an_end(
    busy_terminal: Busy, monkeypatch: pytest.MonkeyPatch, ways: Callable[[Hand], AsyncIterator[str]]
) -> None:
    seen: set[str] = set()
    ended: list[str] = []
    async with busy_terminal() as hand:
        monkeypatch.setattr(hand.app, "exit", lambda *_: ended.append("ended"))
        async for name in ways(hand):
            before = hand.screen
            await hand.pilot.resize_terminal(*NOTHING)
            await hand.settle()
            assert isinstance(hand.app.screen, TooSmallScreen), name
            await hand.press("enter", "1")
            await hand.pilot.resize_terminal(*SIZE)
            await hand.settle()
            assert not isinstance(hand.app.screen, TooSmallScreen), name
            assert name in COVERED_ONCE or as_before(before, hand.screen), f"{name}:\n{before}\n{hand.screen}"
            hand.app.stop()
            await hand.settle()
            assert ended == ["ended"], f"{name}:\n{hand.screen}"
            ended.clear()
            seen.add(before)
    assert len(seen) > (len(STEPS) if ways is steps else len(ENTRIES)) * 0.8
