"""A branch on a temporary store with a fixed clock, made once and copied for each test."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from lobby_tui.app import LobbyApp
from lobby_tui.desk import second_person, staff
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests import haste
from tests.hand import Hand

AtTerminal = Callable[..., AbstractAsyncContextManager[Hand]]

# A loaded machine is no reason to fail, and neither is a find that has nothing to do with the change that is tested:
# the same examples every time, unless somebody looks for new ones.
hypothesis_settings.register_profile("lobby", deadline=None, derandomize=True)
hypothesis_settings.register_profile("lobby-search", deadline=None, print_blob=True)
hypothesis_settings.load_profile("lobby-search" if "LOBBY_SEARCH" in os.environ else "lobby")

# The least that argon2 accepts: a test wants to know that a password is asked for, not to wait for it.
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PASSWORD = "correct horse"
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # a Monday, 09:30 in Shanghai
PEOPLE = (
    ("101", "李娜", "lobby_manager"),
    ("102", "周敏", "guide"),
    ("201", "王芳", "cash_teller"),
    ("202", "刘洋", "counter_teller"),
    ("301", "陈伟", "customer_manager"),
    ("302", "赵静", "customer_manager"),
)


haste.parse_styles_once()
haste.compile_statements_once()
haste.draw_at_rest()


def pytest_configure() -> None:
    haste.work_in_memory()


def pytest_collection_finish() -> None:
    haste.settle_the_collector()


def types_password(shift: Shift) -> Shift:
    """Whoever is asked for the password once more gives it, as after ten minutes for an export or a closing."""
    shift.presence.proved = shift.store.clock.monotonic()
    return shift


def beside(shift: Shift) -> SecondPerson:
    """Whoever stands by where something takes two people."""
    return second_person.prove(shift, "101" if shift.person.no == "001" else "001", PASSWORD)


@pytest.fixture(scope="session")
def branch_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with one person of each role; never opened again, only copied."""
    home = tmp_path_factory.mktemp("branch") / "home"
    settings = Settings(home, "zh", CHEAP)
    clock = FixedClock(MORNING)
    set_up_branch(settings, NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD), clock)
    desk = open_desk(settings, clock)
    supervisor = desk.sign_in("001", PASSWORD)
    for no, name, role in PEOPLE:
        staff.add(supervisor, no, name, role, PASSWORD)
    desk.close()
    return home


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def settings(branch_folder: Path, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    shutil.copytree(branch_folder, home)
    return Settings(home, "zh", CHEAP)


@pytest.fixture
def desk(settings: Settings, clock: FixedClock) -> Iterator[Desk]:
    desk = open_desk(settings, clock)
    yield desk
    desk.close()


@pytest.fixture
def sign_in(desk: Desk) -> Callable[[str], Shift]:
    return lambda no: desk.sign_in(no, PASSWORD)


@pytest.fixture
def lobby_manager(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("101")


@pytest.fixture
def at_terminal(settings: Settings, clock: FixedClock) -> AtTerminal:
    """Somebody sits down at the terminal, the real app without a screen; the size may be given."""

    @asynccontextmanager
    async def sit_down(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hand]:
        app = LobbyApp(settings, clock)
        async with app.run_test(size=size) as pilot:
            hand = Hand(pilot)
            await hand.settle()
            yield hand

    return sit_down
