"""One paper, four formats; a pack has two. The heavy libraries behind PDF and XLSX wait until they are needed."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.papers import csv_file, pdf, txt, xlsx
from lobby_tui.papers.content import Document, Pack, Paper

RENDERERS: Mapping[str, Callable[[Paper], bytes]] = {
    "pdf": pdf.render,
    "xlsx": xlsx.render,
    "csv": csv_file.render,
    "txt": txt.render,
}
PACKERS: Mapping[str, Callable[[Pack], bytes]] = {"pdf": pdf.render, "xlsx": xlsx.render}
FORMATS: tuple[str, ...] = tuple(RENDERERS)
PACK_FORMATS: tuple[str, ...] = tuple(PACKERS)


def render(document: Document, format: str) -> bytes:  # noqa: A002 - the word that the command line uses
    """The bytes of a file of `document`.

    Raises `RefusedError` for a format that is unknown, or that a pack has not, or for too long a text.
    """
    if isinstance(document, Pack):
        if format not in PACKERS:
            raise _unknown(format, PACK_FORMATS)
        return PACKERS[format](document)
    if format not in RENDERERS:
        raise _unknown(format, FORMATS)
    return RENDERERS[format](document)


def _unknown(format: str, known: tuple[str, ...]) -> RefusedError:  # noqa: A002
    nearest = get_close_matches(format.lower(), known, n=1, cutoff=0.0)[0]
    return RefusedError(
        msg("There is no format “{format}”.", format=format),
        remedy=msg("Choose one of {formats}; the nearest is {nearest}.", formats=", ".join(known), nearest=nearest),
        field="format",
    )
