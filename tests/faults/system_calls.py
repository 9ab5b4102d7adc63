"""What the program asks the system to do with its files, as `strace` records it."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

_LINE = re.compile(r"(?:\[pid +\d+\] |\d+ +)?(?P<name>\w+)\((?P<descriptor>\d+)<(?P<path>[^>]*)>")
_WRITES = {"write", "pwrite64", "pwritev", "writev", "ftruncate"}
_SYNCS = {"fsync", "fdatasync"}
SAID = "acknowledged"


@dataclass(frozen=True)
class Call:
    """One call: its name, the file that it concerns, and the whole line."""

    name: str
    path: str
    line: str

    @property
    def writes(self) -> bool:
        """Whether it changes a file."""
        return self.name in _WRITES and not self.acknowledges

    @property
    def syncs(self) -> bool:
        """Whether it waits until a file is on the disk."""
        return self.name in _SYNCS

    @property
    def acknowledges(self) -> bool:
        """Whether it is how the program under test says that something is saved."""
        return self.name == "write" and SAID in self.line


def recorded(program: str, *words: str, into: Path) -> list[Call]:
    """The calls of a Python program that write or sync, in order. Skips the test where they cannot be recorded."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("needs strace")
    record = into / "calls"
    wanted = ",".join(sorted(_WRITES | _SYNCS))
    command = [
        strace,
        "-f",
        "-y",
        "-s",
        "32",
        "-e",
        f"trace={wanted}",
        "-o",
        str(record),
        sys.executable,
        "-c",
        program,
    ]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=60)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip("may not trace here")
    assert done.returncode == 0, done.stderr
    found = (_LINE.match(line) for line in record.read_text(errors="replace").splitlines())
    return [Call(one["name"], one["path"], one.string) for one in found if one]
