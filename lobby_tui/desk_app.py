"""An app with a desk behind it: who is signed in, the lock, and the way from a screen to the desk.

The store costs more to import than Textual itself, so the sign-in screen is painted first and the desk is imported
behind it, in the thread in which every desk function then runs.
"""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from textual.worker import NoActiveWorker, get_current_worker

from lobby_tui.errors import LobbyError, NotAllowedError
from lobby_tui.locale import Language
from lobby_tui.settings import Settings
from lobby_tui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from lobby_tui.desk.opening import Desk
    from lobby_tui.desk.shift import Shift
    from lobby_tui.models.clock import Clock

P = ParamSpec("P")
R = TypeVar("R")


class DeskApp(TerminalApp):
    """What it shows is the sub-class's business, but for the lock and the question for a password."""

    def __init__(self, settings: Settings, clock: "Clock | None" = None) -> None:
        super().__init__(settings)
        self.clock = clock
        self.desk: Desk | None = None
        self._shift: Shift | None = None
        self._open = asyncio.Event()
        self._open.set()
        self._turn = asyncio.Lock()
        self.locked_in: Language | None = None
        """The language in which the screens beneath the lock are."""
        # One thread: what is typed in order is saved in order, and nothing waits for the event loop.
        self._desk_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    @property
    def shift(self) -> "Shift":
        """The signed-in person's shift. Screens exist only while there is one."""
        assert self._shift is not None
        return self._shift

    @property
    def locked(self) -> bool:
        """Whether the store is closed until the same person unlocks it."""
        return not self._open.is_set()

    @property
    def idle_seconds(self) -> int:
        """What the branch has set."""
        return self._shift.branch.limits.idle_seconds if self._shift else super().idle_seconds

    @property
    def signed_in(self) -> bool:
        """Whether somebody is at work."""
        return self._shift is not None

    def warm_up(self) -> None:
        """Import the desk in its thread, so that it is there when the password is."""
        self._desk_thread.submit(_import_desk)

    async def at_desk(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a desk function in the desk's thread. Raises what it raises.

        While the screen is locked it waits. Where the function needs the password anew, the person is asked for it.
        """
        await self._open.wait()
        try:
            try:
                return await self._in_thread(function, *args, **kwargs)
            except NotAllowedError as error:
                if error.code != "password_again" or not await self._proved_again():
                    raise
            return await self._in_thread(function, *args, **kwargs)
        except NotAllowedError as error:
            if error.code == "signed_out":
                self.turn_out(error)
            raise

    async def _in_thread(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._desk_thread, lambda: function(*args, **kwargs))

    def turn_out(self, error: LobbyError) -> None:
        """Somebody else has to let this person in anew, or has let them in for other work: see the app."""

    async def _proved_again(self) -> bool:
        """Ask for the password once more; false where it is not given, or where nothing can wait for an answer."""
        from lobby_tui.screens.password_dialogs import PasswordDialog

        try:
            get_current_worker()
        except NoActiveWorker:
            return False
        with self.asking():
            given: bool | None = await self.push_screen_wait(PasswordDialog())
        return given is True

    async def sign_in(self, staff_no: str, password: str) -> None:
        """Open the desk for a person. Raises NotAllowedError, StoreError."""
        self._shift = await self._in_thread(self._signed_in, staff_no, password)
        self._open.set()

    def _signed_in(self, staff_no: str, password: str) -> "Shift":
        from lobby_tui.desk.opening import open_desk

        if self.desk is None:
            self.desk = open_desk(self.settings, self.clock)
        return self.desk.sign_in(staff_no, password)

    async def upgrade(self, staff_no: str, password: str) -> None:
        """Bring the store up to this release. Raises what `upgrading.upgrade` raises."""
        from lobby_tui.desk.upgrading import upgrade

        assert self.desk is not None
        await self.at_desk(upgrade, self.desk, staff_no, password)

    async def action_lock(self) -> None:
        """Cover everything, close the store and forget its keys, until the same person unlocks it.

        Another person may sign in instead.
        """
        from lobby_tui.screens.lock import LockScreen

        async with self._turn:
            if not self.signed_in or self.locked:
                return
            with suppress(LobbyError):  # what was typed stays on the screens beneath, and they tell
                await self.save_drafts()
            self._open.clear()
            self.locked_in = self.t.language
            await self.cover(LockScreen())
            await self._forget()

    async def _forget(self) -> None:
        """Close the store, and drop what opens it. What was asked before is answered first."""
        if self.desk and self._shift:
            await self._in_thread(self.desk.lock, self._shift)

    async def unlock(self, typed: str) -> None:
        """Go on where the person was, by their password or their PIN. Raises NotAllowedError, StoreError."""
        async with self._turn:
            assert self.desk is not None
            self._shift = await self._in_thread(self.desk.unlock, self.shift, typed)
            self._open.set()

    async def _watch_idle(self) -> None:
        await super()._watch_idle()
        if self._shift and self._shift.over:
            await self.action_lock()

    async def save_drafts(self) -> None:
        """Ask every open form to save what was typed, now. Under the lock that has been done already."""
        if not self.locked:
            await super().save_drafts()

    async def left_alone(self) -> bool:
        """Somebody has walked away from the desk."""
        before = self.locked
        await self.action_lock()
        return self.locked and not before

    async def leave_desk(self) -> None:
        """Nobody is signed in from here on, and nothing is open."""
        await self._forget()
        self._shift = None
        self._open.set()

    async def on_unmount(self) -> None:
        """Give the store back."""
        self.stop_listening()
        if self.desk:
            await self._in_thread(self.desk.close)
        self._desk_thread.shutdown(wait=True)


def _import_desk() -> None:
    """Import what the desk needs, about 0.4 s, while the person types their number."""
    import lobby_tui.desk.managers
    import lobby_tui.desk.opening
    import lobby_tui.desk.referrals
    import lobby_tui.desk.summary
    import lobby_tui.desk.visit_endings  # noqa: F401

    # What is there now stays for the day, and the collector need not look through it again: p99 of a save 4.6 to 4.1 ms
    gc.collect()
    gc.freeze()
