"""Everything that staff can do, on a disk that refuses at any step of it, and on a store that somebody else holds.

Each time nothing is changed, the message says what to do, and the same thing can be done as soon as there is room.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.desk import checkup
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from lobby_tui.store import engine
from tests.conftest import PASSWORD
from tests.faults import full_disk, workers
from tests.faults.acts import ACTS
from tests.faults.busy import Known, at_work
from tests.faults.full_disk import FULL

OTHER_WORDS = {"attempt to write a readonly database": "store_read_only", "disk I/O error": "disk_error"}
MOST_STEPS = 400


@pytest.fixture(autouse=True)
def disk(monkeypatch: pytest.MonkeyPatch) -> None:
    full_disk.put_under(monkeypatch)
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 1)  # nobody here ends while we wait


@pytest.fixture(params=ACTS)
def act(request: pytest.FixtureRequest, busy_home: Path, known: Known, tmp_path: Path) -> Iterator["Waiting"]:
    with closing(at_work(busy_home)) as desk:
        one, out = ACTS[request.param], tmp_path / "out"
        out.mkdir()
        shift = desk.sign_in(one.who, PASSWORD)
        one.first(shift, known, out)
        yield Waiting(request.param, shift, out, lambda: one.do(shift, known, out), desk.sign_in("001", PASSWORD))


class Waiting:
    """Something that is about to be done, and what is there before."""

    def __init__(self, name: str, shift: Shift, out: Path, do: Callable[[], object], head: Shift) -> None:
        self.name, self.shift, self.out, self.do, self.head = name, shift, out, do, head
        self.before = self.now

    @property
    def now(self) -> tuple[str, dict[str, bytes]]:
        """Every row of the store, as a digest, and every file that the program wrote for somebody or keeps beside."""
        with self.shift.reading() as session:
            ask = session.connection().exec_driver_sql
            names = (
                ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").scalars().all()
            )
            wanted = [name for name in names if name != "audit_event" or not ACTS[self.name].traced]
            rows = repr([sorted(map(repr, ask(f"SELECT * FROM {name}"))) for name in wanted])
        home = self.shift.store.path.parent
        files = [*self.out.rglob("*"), home / "keys.json", home / "device.key", home / "terminal.json"]
        kept = {one.name: one.read_bytes() for one in files if one.is_file() and one.name != "new.csv"}
        return hashlib.sha256(rows.encode()).hexdigest(), kept

    def refused(self, steps: int, says: str, code: str) -> bool:
        """Whether the disk refused, in the right words and without a trace, when it did only so many steps more."""
        error = self._refusal(steps, says)
        if error is None:
            return False
        # A file that is written for somebody has words of its own for a disk that is full.
        assert error.code == code or (error.code, code, error.field) == ("store", "disk_full", "out")
        assert error.remedy is not None
        assert self.now == self.before, f"after {steps} steps"
        return True

    def _refusal(self, steps: int, says: str) -> StoreError | None:
        try:
            with full_disk.after(steps, says):
                self.do()
        except StoreError as error:
            return error
        return None

    def done(self) -> None:
        """It went in, once, and the store checks out."""
        leaves = ACTS[self.name].leaves
        if leaves:
            assert leaves in [action for _, action, _ in workers.events(self.shift)[-2:]]
        # What the program keeps in its own folder of backups is not looked at here.
        assert ACTS[self.name].traced or self.now != self.before
        assert checkup.check(self.head).problems == ()


def test_refused_at_any_step_and_done_in_the_end(act: Waiting) -> None:
    for says, code in OTHER_WORDS.items():
        assert act.refused(1, says, code)
    with held(act.shift):
        assert act.refused(MOST_STEPS, FULL, "store_locked")
    steps = 0
    while act.refused(steps, FULL, "disk_full"):
        steps += 1 + steps // 20  # each of the first, and of a long way some
        assert steps < MOST_STEPS
    assert steps > 2
    act.done()


@contextmanager
def held(shift: Shift) -> Iterator[None]:
    """Another program begins to write to the store, and does not end."""
    with closing(dbapi2.connect(str(shift.store.path), isolation_level=None)) as other:
        engine.unlock(other, shift.keys.data)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()
