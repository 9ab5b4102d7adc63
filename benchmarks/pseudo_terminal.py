"""A program in a pseudo-terminal of 120 × 40, and what stands on its screen."""

import os
import select
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte
from ptyprocess import PtyProcess

COLUMNS, LINES = 120, 40
TICKS = os.sysconf("SC_CLK_TCK")


class Program:
    """A running program. `since` is when it was started, in seconds of the monotonic clock."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self.since = time.perf_counter()
        self._process = PtyProcess.spawn(
            list(words), env={**environment, "TERM": "xterm-256color"}, dimensions=(LINES, COLUMNS)
        )

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close(force=True)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def wait(self, shown: Callable[[str], bool], seconds: float = 20) -> float:
        """The moment at which the output arrived that fulfils `shown`. Raises TimeoutError with the screen."""
        end = time.perf_counter() + seconds
        arrived = time.perf_counter()
        while not shown(self.text):
            if not self._ready(end - time.perf_counter()):
                raise TimeoutError(f"not seen within {seconds} s:\n{self.text}")
            arrived = time.perf_counter()
            self._stream.feed(os.read(self._process.fd, 65536))
        return arrived

    def idle(self, seconds: float) -> None:
        """Take in whatever is drawn during `seconds`."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if self._ready(end - time.perf_counter()):
                self._stream.feed(os.read(self._process.fd, 65536))

    def press(self, keys: str) -> float:
        """Send keys; the moment at which they were sent."""
        sent = time.perf_counter()
        os.write(self._process.fd, keys.encode())
        return sent

    def peak_memory(self) -> float:
        """The most that was ever resident, in MiB."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("this system does not say how much memory a process took")

    def cpu_seconds(self) -> float:
        """The processor time taken so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._process.fd], [], [], max(0.0, seconds))[0])
