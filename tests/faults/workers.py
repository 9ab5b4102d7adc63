"""What the children of the fault tests do: each is a terminal of its own, in a process of its own.

They are started from a server that has imported everything and opened nothing (`forkserver`), so that one takes
milliseconds, and shares no connection with its parent.
"""

import os
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from lobby_tui.desk import referrals, visits
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from lobby_tui.models.pinyin import table
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD

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
        except StoreError as error:
            acknowledge.send(error.code)
        else:
            acknowledge.send((done.id, done.number))
        if number % 4 == 0:
            visits.count(shift, "cash_small")
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
