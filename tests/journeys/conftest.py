"""The real app, headless, on a branch of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from lobby_tui.app import LobbyApp
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.hand import Hand

AtTerminal = Callable[..., AbstractAsyncContextManager[Hand]]


@pytest.fixture
def at_terminal(settings: Settings, clock: FixedClock) -> AtTerminal:
    """Somebody sits down at the terminal; the size may be given."""

    @asynccontextmanager
    async def sit_down(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hand]:
        app = LobbyApp(settings, clock)
        async with app.run_test(size=size) as pilot:
            hand = Hand(pilot)
            await hand.settle()
            yield hand

    return sit_down
