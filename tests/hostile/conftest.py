"""A branch at work, made once and copied for each test that wants one."""

import shutil
from pathlib import Path

import pytest

from lobby_tui.desk.opening import open_desk
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING
from tests.hostile.places import Bench


@pytest.fixture(scope="session")
def home_at_work(branch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with one record of each kind; never opened again, only copied."""
    home = tmp_path_factory.mktemp("at work") / "home"
    shutil.copytree(branch_folder, home)
    desk = open_desk(Settings(home, "zh", CHEAP), FixedClock(MORNING))
    bench = Bench(desk)
    assert all((bench.referral, bench.complaint, bench.incident, bench.fault))
    desk.close()
    return home
