"""Where this terminal keeps its things, and in which language it speaks.

A plain dataclass and three environment variables: the first frame waits for it, and pydantic-settings would cost it
100 ms (`docs/decisions/0005-start.md`).
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lobby_tui.errors import UsageError
from lobby_tui.locale import LANGUAGES, Language, msg


@dataclass(frozen=True, slots=True)
class Settings:
    """What has to be known before a store is open."""

    home: Path
    language: Language = "zh"
    argon2: Mapping[str, int] | None = field(default=None, repr=False)
    """Cheaper figures for the tests; None for the real ones."""

    @property
    def store_path(self) -> Path:
        """The store's file."""
        return self.home / "lobby.db"

    @property
    def terminal_path(self) -> Path:
        """What this terminal remembers between starts."""
        return self.home / "terminal.json"

    @property
    def is_set_up(self) -> bool:
        """Whether there is a store, or the keys of one that has gone missing."""
        return self.store_path.exists() or (self.home / "keys.json").exists()


def read_settings(
    home: Path | None = None, language: str | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """The settings from the options, else the environment, else what the terminal remembers, else the platform.

    Raises UsageError for a language that there is not.
    """
    folder = home or (Path(environ["LOBBY_HOME"]) if environ.get("LOBBY_HOME") else _platform_home())
    folder = folder.expanduser().absolute()
    wanted = language or environ.get("LOBBY_LANG") or remembered(folder).get("language")
    if wanted is None:
        locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
        wanted = "zh" if locale.lower().startswith("zh") else "en"
    for known in LANGUAGES:
        if wanted == known:
            return Settings(folder, known)
    raise UsageError(
        msg("There is no language “{language}”.", language=wanted),
        remedy=msg("Choose zh or en."),
        field="lang",
    )


def remembered(home: Path) -> dict[str, Any]:
    """What `terminal.json` holds; nothing where there is none or it cannot be read."""
    try:
        values = json.loads((home / "terminal.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _platform_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("lobby", appauthor=False)
