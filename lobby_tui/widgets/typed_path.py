"""A file or a folder that somebody typed."""

from pathlib import Path

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg


def folder_of(typed: str, field: str) -> Path:
    """What was typed as a path. Raises RefusedError where nothing was, or `~` and the name of nobody."""
    text = typed.strip().strip("\"'")
    if text:
        try:
            return Path(text).expanduser()
        except RuntimeError:
            pass
    raise RefusedError(msg("The folder “{folder}” cannot be found.", folder=text), field=field)
