"""A backup of a big store while a desk writes: how long the desk's longest entry waits for it."""

import os
import threading
import time
from itertools import count

from benchmarks import big_store
from benchmarks.branch import folder, set_up, signed_in
from benchmarks.measure import Result, collected, milliseconds, quantile
from lobby_tui.desk import referrals, safekeeping
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift

BIG = int(os.environ.get("LOBBY_BENCH_REFERRALS", "1000000"))
A_DAY = 250
# A quick desk; as fast as it can go would measure the disk.
PAUSE_SECONDS = 0.02


def run() -> list[Result]:
    """The longest write and the 99th of a hundred while the backup of a closing is made, and how long that takes."""
    with folder() as home:
        settings = set_up(home / "home")
        big_store.fill(settings, BIG, A_DAY)
        with signed_in(settings, "101") as shift, collected():
            quiet = _written(shift, until=time.monotonic() + 30)
            done = threading.Event()
            took: list[float] = []

            def back_up() -> None:
                try:
                    took.append(milliseconds(lambda: safekeeping.after_closing(shift)))
                finally:
                    done.set()

            backup = threading.Thread(target=back_up)
            backup.start()
            busy = _written(shift, done=done)
            backup.join()
    name = f"a write while {BIG:,} referrals are backed up"
    return [
        # Where this one misses as well, the machine has something else to do.
        Result(f"a write beside nothing else, longest of {len(quiet)}", max(quiet), 200),
        Result(f"{name}, longest of {len(busy)}", max(busy), 200),
        Result(f"{name}, p99 against a quiet desk's", quantile(busy, 0.99), 20, quantile(quiet, 0.99)),
        Result(f"backup of {BIG:,} referrals, written and checked", took[0] / 1000, 600, unit="s"),
    ]


def _written(shift: Shift, until: float = 0, done: threading.Event | None = None) -> list[float]:
    """Milliseconds of each referral that is logged until then."""
    found: list[float] = []
    for number in count(1):
        if done.is_set() if done else time.monotonic() > until:
            return found
        entry = ReferralEntry(
            customer=big_store.NAMES[number % len(big_store.NAMES)],
            signals=["A01", "C02"],
            manager_no="301",
            contact=f"139{number:08d}",
            consent=True,
            key=shift.ids.new(),
        )
        found.append(milliseconds(lambda entry=entry: referrals.log(shift, entry)))  # type: ignore[misc]
        time.sleep(PAUSE_SECONDS)
    return found
