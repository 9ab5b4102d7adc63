"""A program in a real pseudo-terminal: keys go in as bytes, and what comes out is kept and drawn.

Needs a system with pseudo-terminals: tests skip themselves elsewhere with `pytest.importorskip("fcntl")`.
"""

import os
import re
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence

import pyte
from ptyprocess import PtyProcess

KEYS = {
    "enter": "\r", "tab": "\t", "esc": "\x1b", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f12": "\x1b[24~",
}  # fmt: skip
LEFT_ALTERNATE_SCREEN, CURSOR_SHOWN = b"\x1b[?1049l", b"\x1b[?25h"
# A machine that does much else at the same time is no reason to fail.
PATIENCE = 10.0
# pyte does not know these private sequences, and would print them.
_UNKNOWN = re.compile(rb"\x1b\[[>=<][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
_UNFINISHED = re.compile(rb"\x1b(\[[?>=<]?[0-9;]*\$?)?\Z")


class Terminal:
    """One program on one terminal."""

    def __init__(
        self, words: Sequence[str], environment: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self.output = b""
        """Everything that the program has written."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._undrawn = b""
        self._child = PtyProcess.spawn(list(words), env=dict(environment), dimensions=(lines, columns))
        self._there = True
        self._status: int | None = None

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self._child.pid)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        rows = (self._screen.buffer[line] for line in range(self._screen.lines))
        return "\n".join("".join(row[x].data for x in range(self._screen.columns)).rstrip() for row in rows)

    @property
    def cursor_line(self) -> int:
        """The line that the cursor stands in, counted from 0: where an input method shows its window."""
        return int(self._screen.cursor.y)

    def line_of(self, text: str) -> int:
        """The line that a text stands in, counted from 0; -1 where it does not."""
        lines = self.text.split("\n")
        return next((index for index, line in enumerate(lines) if text in line), -1)

    def wait(self, *texts: str) -> None:
        """Wait until all `texts` are on the screen."""
        self.until(lambda: all(text in self.text for text in texts), f"{texts} not seen")

    def wait_gone(self, text: str) -> None:
        """Wait until `text` is no longer on the screen."""
        self.until(lambda: text not in self.text, f"{text!r} still seen")

    def wait_cursor(self, label: str, below: int = 0) -> None:
        """Wait until the cursor is in the field beside `label`, or so many lines below it."""
        self.until(
            lambda: self.line_of(label) >= 0 and self.cursor_line == self.line_of(label) + below,
            f"the cursor is not at {label!r}",
        )

    def until(self, held: Callable[[], bool], complaint: str, seconds: float = PATIENCE) -> None:
        """Take in what the program writes until `held`. Raises AssertionError with the screen."""
        end = time.monotonic() + seconds
        while not held():
            if time.monotonic() > end:
                raise AssertionError(f"{complaint} within {seconds} s; the screen is:\n{self.text}")
            self._take_in(0.05)

    def idle(self, seconds: float) -> None:
        """Let the program run for a while, where that very time is what is tested."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._take_in(min(0.05, max(0.0, end - time.monotonic())))

    def send(self, text: str | bytes) -> None:
        """Write to the terminal in one chunk."""
        os.write(self._child.fd, text if isinstance(text, bytes) else text.encode())

    def press(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self.send(KEYS.get(name, name))

    def resize(self, columns: int, lines: int) -> None:
        """Another size, as when somebody drags the window."""
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away, as closing its window or losing the line does."""
        self._there = False
        self._child.fileobj.close()

    def ended(self, seconds: float) -> int:
        """The exit status, or the negative number of the signal that ended the program. Raises AssertionError."""
        end = time.monotonic() + seconds
        while self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() > end:
                raise AssertionError(f"still running after {seconds} s; the screen is:\n{self.text}")
            self._take_in(0.02)
        while self._take_in(0.02):  # what it wrote last
            pass
        return self._status

    def close(self) -> None:
        """End the program if it still runs, and give the terminal back."""
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.ended(5)
        self._child.fileobj.close()
        self._child.closed = self._child.terminated = True

    def _take_in(self, seconds: float) -> bool:
        """Read and draw; whether there was something within so many seconds."""
        if not self._there:
            time.sleep(seconds)
            return False
        if not select.select([self._child.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._child.fd, 65536)
        except OSError:  # the other end is closed
            self._there = False
            return False
        self.output += data
        whole = self._undrawn + data
        unfinished = _UNFINISHED.search(whole)
        cut = unfinished.start() if unfinished else len(whole)
        self._undrawn = whole[cut:]
        self._stream.feed(_UNKNOWN.sub(b"", whole[:cut]))
        return True
