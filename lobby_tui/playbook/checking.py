"""Checking a playbook's file, for whoever writes or changes one."""

from pathlib import Path

from lobby_tui.playbook.errors import PlaybookError, Problem
from lobby_tui.playbook.loading import load_playbook

__all__ = ["Problem", "check_playbook"]


def check_playbook(path: str | Path) -> tuple[Problem, ...]:
    """Every problem of a playbook's file, none when it can be used.

    Mistakes of form and type come first; only a playbook without them is checked as a whole.
    """
    try:
        load_playbook(Path(path))
    except PlaybookError as error:
        return error.problems
    return ()
