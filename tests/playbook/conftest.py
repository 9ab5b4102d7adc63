from pathlib import Path

import pytest

from lobby_tui.playbook.loading import load_playbook
from lobby_tui.playbook.schema import Playbook

SMALL = Path(__file__).parent / "small.toml"


@pytest.fixture(scope="session")
def icbc() -> Playbook:
    return load_playbook("icbc")


@pytest.fixture(scope="session")
def small() -> Playbook:
    return load_playbook(SMALL)


@pytest.fixture(scope="session")
def small_text() -> str:
    return SMALL.read_text(encoding="utf-8")
