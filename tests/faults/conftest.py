"""Children that can be killed, and what has to hold after whatever happened to them."""

import multiprocessing
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from lobby_tui.desk import checkup
from lobby_tui.desk.opening import open_desk
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD
from tests.faults import busy
from tests.faults.busy import Known

if TYPE_CHECKING:
    from tests.faults.terminals import FrontDesk

Acknowledged = dict[uuid.UUID, int]
Start = Callable[..., tuple[BaseProcess, Connection]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a function of `workers` in a process of its own; its last argument is the pipe it answers through."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.workers"])
    started: list[BaseProcess] = []

    def run(work: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(*arguments, theirs), daemon=True)
        process.start()
        theirs.close()
        started.append(process)
        return process, ours

    yield run
    for process in started:
        process.kill()
        process.join()


@pytest.fixture(scope="session")
def busy_branch(branch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    """A branch in the middle of its day, and the ids of what is there; never opened again, only copied."""
    folder = tmp_path_factory.mktemp("busy")
    home = busy.copied(branch_folder, folder / "home")
    return home, busy.make(home, folder)


@pytest.fixture
def busy_home(busy_branch: tuple[Path, Known], tmp_path: Path) -> Path:
    """A copy of the busy branch for one test."""
    return busy.copied(busy_branch[0], tmp_path / "busy")


@pytest.fixture
def known(busy_branch: tuple[Path, Known]) -> Known:
    """The ids of what is there in the busy branch."""
    return busy_branch[1]


@pytest.fixture
def front_desk(settings: Settings) -> "Iterator[Callable[..., FrontDesk]]":
    """Starts the program in a terminal, on this test's branch; all that were started end with the test."""
    from tests.faults.terminals import FrontDesk

    with ExitStack() as ending:

        def begin(home: Path = settings.home, **options: Any) -> FrontDesk:
            program = FrontDesk(home, **options)
            ending.callback(program.close)
            return program

        yield begin


def received(pipe: Connection) -> list[Any]:
    """All that is left in a pipe whose other end is closed."""
    found = []
    with suppress(EOFError, ConnectionResetError):
        while True:
            found.append(pipe.recv())
    return found


def acknowledged(answers: list[Any]) -> Acknowledged:
    """The referrals among a child's answers: numbers by id."""
    return {one[0]: one[1] for one in answers if isinstance(one, tuple) and isinstance(one[0], uuid.UUID)}


def saved(settings: Settings) -> Acknowledged:
    """What the store holds now, each with exactly one event that speaks of it; the store checks out."""
    desk = open_desk(Settings(settings.home, "zh", CHEAP))
    try:
        shift = desk.sign_in("001", PASSWORD)
        found = checkup.check(shift)
        assert found.problems == ()
        assert found.replayed
        with shift.reading() as session:
            rows = session.connection().execute(text("SELECT id, number FROM referral")).all()
            logged = "SELECT subject FROM audit_event WHERE action = 'referral_logged'"
            events = session.connection().execute(text(logged)).scalars().all()
            terms = session.connection().execute(text("SELECT DISTINCT referral_id FROM search_term")).all()
    finally:
        desk.close()
    there = {uuid.UUID(one): number for one, number in rows}
    assert sorted(events) == sorted(f"referral:{one}" for one in there)
    assert {uuid.UUID(one) for (one,) in terms} == there.keys()
    return there
