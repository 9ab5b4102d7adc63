"""One paper, four formats. The libraries behind PDF and XLSX are heavy: each waits until it is needed."""

from collections.abc import Callable
from difflib import get_close_matches

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.papers import csv_file, pdf, txt, xlsx
from lobby_tui.papers.content import Paper

RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": pdf.render,
    "xlsx": xlsx.render,
    "csv": csv_file.render,
    "txt": txt.render,
}
FORMATS: tuple[str, ...] = tuple(RENDERERS)


def render(paper: Paper, format: str) -> bytes:  # noqa: A002 - the word that the command line uses
    """The bytes of a file of `paper`. Raises `RefusedError` for an unknown format or too long a text."""
    if format not in RENDERERS:
        nearest = get_close_matches(format.lower(), FORMATS, n=1, cutoff=0.0)[0]
        raise RefusedError(
            msg("There is no format “{format}”.", format=format),
            remedy=msg(
                "Choose one of {formats}; the nearest is {nearest}.",
                formats=", ".join(FORMATS),
                nearest=nearest,
            ),
            field="format",
        )
    return RENDERERS[format](paper)
