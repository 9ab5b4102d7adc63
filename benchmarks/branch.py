"""A branch to measure on, in a folder that goes when it is closed."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lobby_tui.desk import staff
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.desk.shift import Shift
from lobby_tui.settings import Settings

PASSWORD = "correct horse"
# Signing in is not what is measured, except by the terminal.
CHEAP: Mapping[str, int] = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PEOPLE = (
    ("101", "李娜", "lobby_manager"),
    ("201", "王芳", "cash_teller"),
    ("301", "陈伟", "customer_manager"),
    ("302", "赵静", "customer_manager"),
)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk that TMPDIR names; on a memory disk durable commits cost nothing and prove nothing."""
    with tempfile.TemporaryDirectory(prefix="lobby-bench-") as name:
        yield Path(name)


def set_up(home: Path, argon2: Mapping[str, int] | None = CHEAP) -> Settings:
    """A branch of five people."""
    settings = Settings(home, "zh", argon2)
    set_up_branch(settings, NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD))
    with signed_in(settings, "001") as supervisor:
        for no, name, role in PEOPLE:
            staff.add(supervisor, no, name, role, PASSWORD)
    return settings


@contextmanager
def signed_in(settings: Settings, no: str) -> Iterator[Shift]:
    """A shift at that branch."""
    desk = open_desk(settings)
    try:
        yield desk.sign_in(no, PASSWORD)
    finally:
        desk.close()
