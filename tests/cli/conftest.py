"""Running `lobby` in this process, on a branch of its own, with passwords that cost nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lobby_tui.cli.run import run
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        document = self.json
        assert set(document) == {"error"}
        assert set(document["error"]) == {"code", "message", "field", "data"}
        error: dict[str, Any] = document["error"]
        return error


Lobby = Callable[..., Answer]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which nobody has set anything, and a folder without a store."""
    for name in ("LOBBY_LANG", "LOBBY_NEW_PASSWORD", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("LOBBY_HOME", str(home))
    monkeypatch.setenv("LOBBY_PASSWORD", PASSWORD)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr("lobby_tui.store.keys.ARGON2", CHEAP)
    return home


@pytest.fixture
def command(bare: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Lobby:
    """Run a command line without anybody named."""

    def lobby(*arguments: str) -> Answer:
        capfdbinary.readouterr()
        status = run([*arguments])
        out, err = capfdbinary.readouterr()
        return Answer(status, out.decode(), err.decode())

    return lobby


@pytest.fixture
def lobby(settings: Settings, command: Lobby) -> Lobby:
    """Run a command line in English as the lobby manager, on a branch with one person of each role."""

    def as_somebody(*arguments: str, who: str = "101") -> Answer:
        return command("--lang", "en", "--as", who, *arguments)

    return as_somebody


REFER = ("refer", "--customer", "王小明", "--signal", "A01", "--status", "introduced", "--manager", "301")
