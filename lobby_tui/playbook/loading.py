"""Loading a playbook: by its name or from a file, with what a branch has set for itself."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from lobby_tui.locale import msg
from lobby_tui.playbook.errors import PlaybookError, Problem, UnknownCodeError, nearest
from lobby_tui.playbook.reading import read_playbook
from lobby_tui.playbook.schema import Playbook, Signal
from lobby_tui.playbook.texts import Frozen, Text
from lobby_tui.playbook.whole import problems_of
from lobby_tui.resources import data_dir

__all__ = [
    "Overrides",
    "PlaybookError",
    "UnknownCodeError",
    "list_playbooks",
    "load_playbook",
    "parse_playbook",
]


class Overrides(Frozen):
    """What a branch sets for itself; amounts in fen, keyed by the kind of threshold."""

    thresholds: Mapping[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    disabled_signals: frozenset[str] = frozenset()
    hide_sensitive: bool = False
    signal_names: Mapping[str, Text] = Field(default_factory=dict)


def list_playbooks() -> tuple[str, ...]:
    """The names of the playbooks that come with the program."""
    return tuple(sorted(path.stem for path in (data_dir() / "playbooks").glob("*.toml")))


def load_playbook(source: str | Path, overrides: Overrides | None = None) -> Playbook:
    """The checked playbook of this name, or in this file: a path, or a string with `/` or ending in `.toml`.

    Raises `PlaybookError`, which lists the problems, and `UnknownCodeError` for a name or an override that
    means nothing here.
    """
    path = _path(source)
    return parse_playbook(read_text(path), path.name, overrides)


def parse_playbook(text: str, name: str, overrides: Overrides | None = None) -> Playbook:
    """The checked playbook in a TOML text; `name` is what errors call it. Raises as `load_playbook` does."""
    playbook = _checked(text, name)
    return playbook if overrides in (None, Overrides()) else _overridden(playbook, overrides)


@lru_cache(maxsize=1)
def _checked(text: str, name: str) -> Playbook:
    """Kept, as it costs 12 ms and the same text is read again at each sign-in and unlocking."""
    playbook = read_playbook(text, name)
    problems = problems_of(playbook, name)
    if problems:
        raise PlaybookError(name, problems)
    return playbook


def read_text(path: Path) -> str:
    """The text of a playbook's file. Raises `PlaybookError` when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        near = nearest(path.stem, list_playbooks())
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        problem = Problem(path.name, "", msg("The file cannot be read ({reason}).", reason=reason), near)
        raise PlaybookError(path.name, (problem,)) from error


def _path(source: str | Path) -> Path:
    if isinstance(source, Path):
        return source
    if source.endswith(".toml") or "/" in source or "\\" in source:
        return Path(source)
    names = list_playbooks()
    if source not in names:
        raise UnknownCodeError("playbook", source, names)
    return data_dir() / "playbooks" / f"{source}.toml"


def _overridden(playbook: Playbook, overrides: Overrides) -> Playbook:
    for kind in overrides.thresholds:
        playbook.threshold(kind)
    for code in {*overrides.disabled_signals, *overrides.signal_names}:
        playbook.signal(code)
    thresholds = tuple(
        item.model_copy(update={"fen": overrides.thresholds.get(item.kind, item.fen)}) for item in playbook.thresholds
    )
    signals = tuple(_adjusted(signal, overrides) for signal in playbook.signals)
    return playbook.model_copy(update={"thresholds": thresholds, "signals": signals})


def _adjusted(signal: Signal, overrides: Overrides) -> Signal:
    hidden = signal.code in overrides.disabled_signals or (signal.sensitive and overrides.hide_sensitive)
    name = overrides.signal_names.get(signal.code, signal.name)
    return signal.model_copy(update={"enabled": signal.enabled and not hidden, "name": name})
