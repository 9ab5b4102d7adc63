"""A hand on the keyboard: presses keys as a person would, and reads the screen.

Textual's own Pilot waits for widgets that a step has just taken away, and gives up after 30 s; this one waits until the
app holds no keys back and runs no worker.
"""

import asyncio

from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot

from lobby_tui.app import LobbyApp
from lobby_tui.screens.base import Dialog


class Hand:
    """One person at one terminal."""

    def __init__(self, pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, LobbyApp)
        self.app: LobbyApp = pilot.app
        self.pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> None:
        """Press named keys, or single characters, one after the other."""
        for key in keys:
            if len(key) == 1:
                self.app.post_message(Key(_character_to_key(key), key))
            else:
                self.app.post_message(Key(key, " " if key == "space" else None))
            self.keys += 1
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text, a character at a time, as an input method commits it."""
        await self.press(*("space" if character == " " else character for character in text))

    async def paste(self, text: str) -> None:
        """Paste text at once."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until what was pressed has been done."""
        quiet = 0
        for _ in range(4000):
            await asyncio.sleep(0.002)
            # A worker that asks a question runs until it is answered.
            asking = isinstance(self.app.screen, Dialog)
            running = not asking and any(worker.is_running for worker in self.app.workers)
            waiting = self.app.holds_keys or running or self.app.message_queue_size
            quiet = 0 if waiting else quiet + 1
            if quiet >= 4:
                await self.pilot.pause()
                return
        raise AssertionError("the app does not come to rest")

    async def sign_in(self, no: str, password: str) -> None:
        """Sign in from the first screen."""
        await self.settle()
        await self.type(no)
        await self.press("enter")
        await self.type(password)
        await self.press("enter")

    @property
    def screen(self) -> str:
        """What the person sees."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def sees(self, text: str) -> bool:
        """Whether a text is on the screen."""
        return text in self.screen
