"""Rendering in a process of its own, for the formats whose makers are heavy.

Typst keeps its last compilations and openpyxl its modules: a day of exports took a desk from 75 to 376 MB. A child
process costs about 0.1 s and gives everything back; one child makes all the files of an export.
"""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from lobby_tui.errors import LobbyError, StoreError
from lobby_tui.locale import msg
from lobby_tui.papers.content import Document
from lobby_tui.papers.render import render

HEAVY: Final = frozenset({"pdf", "xlsx"})
Job = tuple[Document, str]


def render_apart(document: Document, format: str) -> bytes:  # noqa: A002 - the word that the command line uses
    """The bytes of `document` in `format`, as `render` makes them. Raises what `render` raises, StoreError."""
    return render_all([(document, format)])[0]


def render_all(jobs: Sequence[Job]) -> list[bytes]:
    """The bytes of each document in its format, in order. Raises what `render` raises, StoreError."""
    heavy = [job for job in jobs if job[1] in HEAVY]
    made = iter(_by_child(heavy) if heavy else [])
    return [next(made) if format_name in HEAVY else render(document, format_name) for document, format_name in jobs]


def _by_child(jobs: list[Job]) -> list[bytes]:
    child = subprocess.run(
        [sys.executable, "-m", "lobby_tui.papers.apart"],
        input=pickle.dumps(jobs),
        capture_output=True,
        check=False,
    )
    if child.returncode != 0:
        formats = ", ".join(sorted({name.upper() for _, name in jobs}))
        raise StoreError(
            msg("The paper could not be made as {format}.", format=formats),
            data=msg("The records are safe; no file was written."),
            remedy=msg("Try again; if it fails again, export it in another format and keep the log file."),
            code="paper_failed",
        )
    result = pickle.loads(child.stdout)
    if isinstance(result, LobbyError):
        raise result
    assert isinstance(result, list)
    return result


def _child() -> None:
    """Read what is wanted from stdin, write the bytes, or the refusal, to stdout."""
    result: list[bytes] | LobbyError
    try:
        result = [render(document, format_name) for document, format_name in pickle.load(sys.stdin.buffer)]
    except LobbyError as error:
        result = error
    sys.stdout.buffer.write(pickle.dumps(result))


if __name__ == "__main__":
    _child()
