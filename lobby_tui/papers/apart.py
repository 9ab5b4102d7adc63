"""Rendering in a process of its own, for the formats whose makers are heavy.

Typst keeps its last compilations and openpyxl its modules: a day of exports took a desk from 75 to 376 MB. A child
process costs about 0.1 s and gives everything back.
"""

import pickle
import subprocess
import sys
from typing import Final

from lobby_tui.errors import LobbyError, StoreError
from lobby_tui.locale import msg
from lobby_tui.papers.content import Paper
from lobby_tui.papers.render import render

HEAVY: Final = frozenset({"pdf", "xlsx"})


def render_apart(paper: Paper, format: str) -> bytes:  # noqa: A002 - the word that the command line uses
    """The bytes of `paper` in `format`, as `render` makes them. Raises what `render` raises, StoreError."""
    if format not in HEAVY:
        return render(paper, format)
    child = subprocess.run(
        [sys.executable, "-m", "lobby_tui.papers.apart"],
        input=pickle.dumps((paper, format)),
        capture_output=True,
        check=False,
    )
    if child.returncode != 0:
        raise StoreError(
            msg("The paper could not be made as {format}.", format=format.upper()),
            data=msg("The records are safe; no file was written."),
            remedy=msg("Try again; if it fails again, export it in another format and keep the log file."),
            code="paper_failed",
        )
    result = pickle.loads(child.stdout)
    if isinstance(result, LobbyError):
        raise result
    assert isinstance(result, bytes)
    return result


def _child() -> None:
    """Read a paper from stdin, write its bytes, or the refusal, to stdout."""
    paper, format_name = pickle.load(sys.stdin.buffer)
    result: bytes | LobbyError
    try:
        result = render(paper, format_name)
    except LobbyError as error:
        result = error
    sys.stdout.buffer.write(pickle.dumps(result))


if __name__ == "__main__":
    _child()
