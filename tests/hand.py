"""A hand on the keyboard: presses keys as a person would, and reads the screen.

Textual's own Pilot waits for widgets that a step has just taken away, and gives up after 30 s; this one waits until the
app holds no keys back and runs no worker.
"""

import asyncio
from collections.abc import Callable

from textual._context import visible_screen_stack
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from lobby_tui.app import LobbyApp
from lobby_tui.errors import LobbyError
from lobby_tui.screens.base import Dialog

TURNS = 3
"""So often everybody is looked at before they count as at rest: one may just be handing something to another."""


class Hand:
    """One person at one terminal."""

    def __init__(self, pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, LobbyApp)
        self.app: LobbyApp = pilot.app
        self.pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> None:
        """Press named keys, or single characters, one after the other, and look at the screen after each."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Press keys without looking up between them, as a quick hand, a slow line or a card reader does."""
        for key in keys:
            if len(key) == 1:
                self.app.post_message(Key(_character_to_key(key), key))
            else:
                self.app.post_message(Key(key, " " if key == "space" else None))
            self.keys += 1
        await self.settle()

    async def type(self, text: str) -> None:
        """Type text, a character at a time, as an input method commits it."""
        await self.burst(*_keys(text))

    async def paste(self, text: str) -> None:
        """Paste text at once."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until what was pressed has been done and is drawn.

        Not by the clock: where other programs want the processor as well, milliseconds pass without a turn for anybody.
        """
        still = 0
        for _ in range(40_000):
            assert self.app._exception is None, self.app._exception
            if self.app._exit:
                return
            if self._works():
                still = 0
                await asyncio.sleep(0.001)
                continue
            still += 1
            for _ in range(3):
                await asyncio.sleep(0)
            if still == TURNS:
                still = 0
                if not self._drew():
                    return
        raise AssertionError("the app does not come to rest")

    def _drew(self) -> bool:
        """Draw what has changed; whether there was anything, so that somebody may have more to do."""
        with self.app._context():  # of two terminals in one test, this one
            screen = self.app.screen
            changed = _to_draw(screen)
            if changed:
                # Textual does so sixty times a second; nobody here has to wait for that.
                screen._on_timer_update()
        return changed

    def _works(self) -> bool:
        """Whether something is being done, by anybody who is not waiting for the next key."""
        screen = self.app.screen
        # A worker that asks a question runs until it is answered; beneath the lock everything waits.
        own = (self.app, screen)
        at_work = [one for one in self.app.workers if one.node in own or not self.app.locked]
        running = not isinstance(screen, Dialog) and any(worker.is_running for worker in at_work)
        nodes = (self.app, *screen.walk_children(with_self=True))
        return self.app.holds_keys or running or any(map(_is_at_work, nodes))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what happens by itself a little later, as a draft that is kept when typing pauses."""
        for _ in range(400):
            await self.settle()
            if condition():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"it does not happen; the screen:\n{self.screen}")

    async def sign_in(self, no: str, password: str) -> None:
        """Be signed in: a thousand tests begin so, and what is typed for it is tested by those that type it."""
        await self.settle()
        try:
            await self.app.sign_in(no, password)
        except LobbyError:
            await self.sign_in_by_keys(no, password)
        else:
            self.app.go_home()
            await self.settle()

    async def sign_in_by_keys(self, no: str, password: str) -> None:
        """Sign in from the first screen."""
        await self.settle()
        await self.burst(*_keys(no), "enter", *_keys(password), "enter")

    @property
    def screen(self) -> str:
        """What the person sees."""
        visible_screen_stack.set(self.app._background_screens)
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def sees(self, text: str) -> bool:
        """Whether a text is on the screen."""
        return text in self.screen


def _is_at_work(node: MessagePump) -> bool:
    """Whether a widget has messages, or is at one: else it waits for the next."""
    queue = node._message_queue
    return not (queue.empty() and queue.ready_event._waiters)  # type: ignore[attr-defined]


def _to_draw(screen: Screen[object]) -> bool:
    """Whether something of a screen has changed that is not seen yet, or waits until it is."""
    changed = screen._layout_required or screen._scroll_required or screen._repaint_required
    return bool(changed or screen._recompose_required or screen._dirty_widgets or screen._callbacks)


def _keys(text: str) -> list[str]:
    return ["space" if character == " " else character for character in text]
