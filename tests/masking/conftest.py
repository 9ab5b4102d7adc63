"""The branch with the planted customer, made once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD
from tests.masking.planted import plant


@pytest.fixture(scope="session")
def planted_folder(branch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never opened again, only copied."""
    folder = tmp_path_factory.mktemp("planted")
    home = folder / "home"
    shutil.copytree(branch_folder, home)
    clock = FixedClock(MORNING)
    desk = open_desk(Settings(home, "zh", CHEAP), clock)
    plant(desk, clock, folder / "files")
    desk.close()
    return home


@pytest.fixture
def settings(planted_folder: Path, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    shutil.copytree(planted_folder, home)
    return Settings(home, "zh", CHEAP)


@pytest.fixture
def clock() -> FixedClock:
    """An hour after the customer was there."""
    return FixedClock(MORNING + timedelta(days=1, hours=1))


@pytest.fixture
def desk(settings: Settings, clock: FixedClock) -> Iterator[Desk]:
    desk = open_desk(settings, clock)
    yield desk
    desk.close()


@pytest.fixture
def sign_in(desk: Desk) -> Callable[[str], Shift]:
    return lambda no: desk.sign_in(no, PASSWORD)
