"""How long the command line takes to answer, against the import of the library it is written with."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from benchmarks.branch import folder
from benchmarks.measure import Result, in_turns, median

RUNS = 15


def run() -> list[Result]:
    """`lobby --help` and `lobby --version`."""
    with folder() as home:
        environment = {**os.environ, "LOBBY_HOME": str(home), "LOBBY_LANG": "zh"}
        lobby = (sys.executable, "-m", "lobby_tui")
        found = in_turns(
            RUNS,
            {
                "floor": _command((sys.executable, "-c", "import typer"), environment),
                "help": _command((*lobby, "--help"), environment),
            },
            warm=2,
        )
    return [Result("lobby --help against import typer", median(found["help"]), 2.5, median(found["floor"]))]


def _command(words: Sequence[str], environment: dict[str, str]) -> Callable[[], None]:
    return lambda: _run(words, environment)


def _run(words: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
