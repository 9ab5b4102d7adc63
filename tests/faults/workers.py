"""What the children of the fault tests do: each is a terminal of its own, in a process of its own.

They are started from a server that has imported everything and opened nothing (`forkserver`), so that one takes
milliseconds, and shares no connection with its parent.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import alembic.command  # takes 300 ms, which every child would need for itself
import alembic.config  # noqa: F401
from sqlalchemy import text

from lobby_tui.desk import referrals, visits
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from lobby_tui.models.pinyin import table
from lobby_tui.papers.files import PaperFile
from lobby_tui.settings import Settings
from lobby_tui.store import engine, folding
from tests.conftest import CHEAP, PASSWORD
from tests.faults.acts import ACTS
from tests.faults.busy import Known, at_work
from tests.faults.system_calls import SAID

NOBODY = 65534


def signed_in(home: Path, no: str) -> Shift:
    return open_desk(Settings(home, "zh", CHEAP)).sign_in(no, PASSWORD)


def entry(shift: Shift, number: int) -> ReferralEntry:
    return ReferralEntry(
        customer=f"王小明{number}",
        signals=["A01"],
        manager_no="301",
        contact=f"138{number % 10**8:08d}",
        key=shift.ids.new(),
    )


def log_until_killed(home: Path, no: str, acknowledge: Connection) -> None:
    """Log referrals, and acknowledge each by its id and number once it is saved."""
    shift = signed_in(home, no)
    acknowledge.send("ready")
    number = 0
    while True:
        number += 1
        done = referrals.log(shift, entry(shift, number)).referral
        acknowledge.send((done.id, done.number))


def log_for(home: Path, no: str, seconds: float, acknowledge: Connection) -> None:
    """Log referrals and count visits for a while; what the store refuses is told, and tried again."""
    shift = signed_in(home, no)
    acknowledge.send("ready")
    acknowledge.recv()
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        try:
            done = referrals.log(shift, entry(shift, number)).referral
            acknowledge.send((done.id, done.number))
            if number % 4 == 0:
                visits.count(shift, "cash_small")
        except StoreError as error:
            acknowledge.send(error.code)
    acknowledge.close()


def log_on_a_small_disk(home: Path, no: str, limit: int, acknowledge: Connection) -> None:
    """Log referrals until no file can grow any more. `limit` is in bytes a file."""
    shift = signed_in(home, no)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    _log_until_refused(shift, acknowledge)


def log_in_a_read_only_folder(home: Path, no: str, acknowledge: Connection) -> None:
    """Sign in, and log, where neither the folder nor its files may be written."""
    table()  # what is read once from the program's own files, before they are out of reach
    Settings(home).store_path.exists()
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    _told(acknowledge, lambda: _log_until_refused(signed_in(home, no), acknowledge))


def _log_until_refused(shift: Shift, acknowledge: Connection) -> None:
    def work() -> None:
        for number in range(1000):
            done = referrals.log(shift, entry(shift, number)).referral
            acknowledge.send((done.id, done.number))

    _told(acknowledge, work)


def _told(acknowledge: Connection, work: Callable[[], None]) -> None:
    try:
        work()
    except StoreError as error:
        acknowledge.send((error.code, error.data.text))


def do_until_killed(home: Path, name: str, known: Known, acknowledge: Connection) -> None:
    """Do one thing, and acknowledge it by the events that it left and the files that it wrote."""
    act, out = ACTS[name], home.with_name("out")
    shift = at_work(home).sign_in(act.who, PASSWORD)
    act.first(shift, known, out)
    acknowledge.send(events(shift))
    acknowledge.recv()
    done = act.do(shift, known, out)
    acknowledge.send((events(shift), written(done)))
    acknowledge.recv()


def events(shift: Shift) -> list[tuple[int, str, bytes]]:
    """This terminal's audit events: their numbers, what they speak of, their hashes."""
    with shift.reading() as session:
        query = "SELECT seq, action, hash FROM audit_event ORDER BY seq"
        return [tuple(row) for row in session.connection().execute(text(query))]  # type: ignore[misc]


def written(done: object) -> dict[str, str]:
    """The digests of the files that a call says it has written, by their paths."""
    files = done if isinstance(done, tuple) else getattr(done, "files", ())
    return {str(one.path): one.sha256 for one in files if isinstance(one, PaperFile)}


def _folding_early(fold_at: int) -> None:
    """Let the log be folded into the file as soon as it has so many pages; for 0 beside the work, after each entry."""
    if not fold_at:
        folding.AFTER, folding.PAUSE_SECONDS = 1, 0  # type: ignore[misc]
        return
    engine._PRAGMAS = (*engine._PRAGMAS, f"PRAGMA wal_autocheckpoint = {fold_at}")  # type: ignore[misc]


def log_aloud(home: Path, fold_at: int, times: int) -> None:
    """Log referrals, and say after each, in one write, that it is saved."""
    _folding_early(fold_at)
    shift = signed_in(home, "101")
    for number in range(times):
        referrals.log(shift, entry(shift, number))
        os.write(sys.stdout.fileno(), SAID.encode())


def log_when_told(home: Path, no: str, fold_at: int, acknowledge: Connection) -> None:
    """Log a referral whenever told to. The log is folded into the file as soon as it has `fold_at` pages."""
    _folding_early(fold_at)
    shift = signed_in(home, no)
    acknowledge.send(shift.keys.data)
    number = 0
    while acknowledge.recv():
        number += 1
        done = referrals.log(shift, entry(shift, number)).referral
        if not fold_at:
            _folded(shift)
        acknowledge.send((done.id, done.number))


def _folded(shift: Shift) -> None:
    thread = shift.store._folding._thread
    assert thread is not None
    thread.join()


def set_up(home: Path, acknowledge: Connection) -> None:
    """Set up a branch, and acknowledge it."""
    acknowledge.send("ready")
    set_up_branch(Settings(home, "zh", CHEAP), NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD))
    acknowledge.send("done")
    acknowledge.recv()
