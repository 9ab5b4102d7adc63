"""One key at a time: each goes where the key before it led.

Textual forwards a key at once to whatever has the focus. The keys of a quick hand, a slow line or a card reader come in
one piece, so all of them would reach the screen that the first one is about to leave.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key, Paste
from textual.message_pump import MessagePump

Typed: TypeAlias = Key | Paste

# What a key sets off is passed on from a widget to its form, and from there to the screen.
PASSES = 3
# A second, or longer where the machine is busy: then each turn of the event loop takes longer as well.
TURNS, TURN_SECONDS = 200, 0.005


class Keyboard:
    """What is typed, in order, given to the app as soon as what was typed before has been dealt with."""

    def __init__(self, app: App[Any], give: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._typed: deque[Typed] = deque()
        self._giving: asyncio.Task[None] | None = None
        self._holds = 0
        self._free = asyncio.Event()
        self._free.set()

    @property
    def busy(self) -> bool:
        """Whether a step is being saved, or something typed has not been dealt with."""
        return bool(self._holds or self._typed or self._giving)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Give nothing while a step is being saved: it belongs to whatever is shown next."""
        self._holds += 1
        self._free.clear()
        try:
            yield
        finally:
            self._holds -= 1
            if not self._holds:
                self._free.set()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Give what is typed after all, to a question without whose answer the step cannot be saved."""
        holds, self._holds = self._holds, 0
        self._free.set()
        try:
            yield
        finally:
            self._holds += holds
            if self._holds:
                self._free.clear()

    def take(self, typed: Typed) -> None:
        """Give `typed` to the app, now or when its turn has come."""
        self._typed.append(typed)
        if self._giving is None:
            self._begin()

    def _begin(self) -> None:
        self._giving = asyncio.create_task(self._give_all())
        self._giving.add_done_callback(self._given)

    def drop(self) -> None:
        """Forget what has not been given: the program ends."""
        self._typed.clear()
        if self._giving:
            self._giving.cancel()

    async def _give_all(self) -> None:
        while self._typed:
            await self._free.wait()
            await self._give(self._typed.popleft())
            await self._dealt_with_in_time()

    async def _dealt_with_in_time(self) -> None:
        """Wait for what a key set off, but a widget that never answers must not leave the keyboard dead.

        Not by the clock: where the desk is just being imported and other programs want the processor as well, a second
        passes before anybody has had a turn, and the next key would go to the field that this one is leaving.
        """
        waiting = asyncio.create_task(self._dealt_with())
        try:
            for _ in range(TURNS):
                if waiting.done():
                    break
                await asyncio.wait({waiting}, timeout=TURN_SECONDS)
        finally:
            waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting

    def _given(self, task: asyncio.Task[None]) -> None:
        self._giving = None
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._app._handle_exception(error)
        elif self._typed:  # typed after the last look, and before the task was known to be done
            self._begin()

    async def _dealt_with(self) -> None:
        """Wait until nothing is on its way any more from the focus up to the app, and the focus stays where it is."""
        place: list[MessagePump] = []
        passes = 0
        while passes < PASSES:
            before, place = place, self._place()
            for node in place:
                await _reached(node)
            ready = all(map(_is_ready, self._app.screen_stack[-1:]))
            passes = passes + 1 if place == before and ready and not self._holds else 0
            await self._free.wait()
            if not ready:
                await asyncio.sleep(0.005)

    def _place(self) -> list[MessagePump]:
        """Whoever sees the next key, in turn."""
        top: DOMNode = self._app
        if self._app.screen_stack:
            top = self._app.focused or self._app.screen_stack[-1]
        return list(top.ancestors_with_self)


def _is_ready(screen: DOMNode) -> bool:
    return getattr(screen, "ready", True) and not getattr(screen, "filling", False)


async def _reached(node: MessagePump) -> None:
    """Wait until `node` has dealt with what it has got so far."""
    done = asyncio.Event()
    if node.call_later(done.set):
        await done.wait()
