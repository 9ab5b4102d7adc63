"""The store: a durable referral against a bare durable commit, and a big store against a small one."""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlcipher3 import dbapi2

from benchmarks import big_store
from benchmarks.branch import folder, set_up, signed_in
from benchmarks.measure import Result, in_turns, median, quantile
from lobby_tui.desk import closing, doubles, referrals, summary
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.store.engine import prepare

COMMITS = 1000
LOOKS = 100
A_DAY = 250
SMALL = 1000
BIG = int(os.environ.get("LOBBY_BENCH_REFERRALS", "1000000"))


def run() -> list[Result]:
    """All figures of the store."""
    return [commit(), *scale()]


def commit() -> Result:
    """A referral through the desk, and the same bytes in as many rows through the bare driver, by turns."""
    with folder() as home, signed_in(set_up(home / "home"), "101") as shift:
        referrals.log(shift, _entry(shift, 0))
        floor = _bare_commits(home / "bare.db", _sizes(shift))
        numbers, evenings = count(1), count(1)

        def ours() -> None:
            referrals.log(shift, _entry(shift, next(numbers)))

        def evening() -> None:
            # Its time is not a referral's: it is a commit of its own. The referral that opens the next day counts.
            if next(evenings) % A_DAY == 0:
                closing.close(shift, carry_over="next_day")

        found = in_turns(COMMITS, {"floor": floor, "ours": ours, "evening": evening}, warm=50)
    return Result("referral saved durably, p99", quantile(found["ours"], 0.99), 4, quantile(found["floor"], 0.99))


def _entry(shift: Shift, number: int) -> ReferralEntry:
    return ReferralEntry(
        customer=big_store.NAMES[number * 37 % len(big_store.NAMES)],
        signals=["A01", "C02"],
        manager_no="301",
        contact=f"138{number:08d}",
        best_time="下午",
        consent=True,
        remarks="客户希望了解大额存单。",
        key=shift.ids.new(),
    )


def _sizes(shift: Shift) -> list[int]:
    """How many bytes each row of one referral holds: the referral, its search terms, its event."""
    queries = (
        "SELECT * FROM referral",
        "SELECT * FROM search_term",
        "SELECT * FROM audit_event ORDER BY seq DESC LIMIT 1",
    )
    with shift.reading() as session:
        rows = [row for query in queries for row in session.connection().execute(text(query))]
    return [sum(len(value if isinstance(value, bytes) else str(value).encode()) for value in row) for row in rows]


def _bare_commits(path: Path, sizes: list[int]) -> Callable[[], None]:
    path.touch()
    connection = dbapi2.connect(str(path), isolation_level=None)
    prepare(connection, bytes(32))
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB)")

    def one() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO bare (body) VALUES (?)", [(os.urandom(size),) for size in sizes])
        connection.execute("COMMIT")

    return one


def scale() -> list[Result]:
    """What a person asks for, of a store of a thousand referrals and of a million, by turns, both warm."""
    with folder() as home:
        small, big = set_up(home / "small"), set_up(home / "big")
        big_store.fill(small, SMALL, A_DAY)
        big_store.fill(big, BIG, A_DAY)
        with signed_in(small, "101") as few, signed_in(big, "101") as many:
            return [_compared(name, ask, few, many) for name, ask in QUESTIONS.items()]


QUESTIONS: dict[str, Callable[[Shift], Any]] = {
    "day summary": lambda shift: summary.of_day(shift),
    "page of the day": lambda shift: referral_search.of_day(shift, shift.today()),
    "search, one surname": lambda shift: referral_search.search(shift, "王"),
    "search, an initial": lambda shift: referral_search.search(shift, "w"),
    "search, last four digits": lambda shift: referral_search.search(shift, "0100", limit=1),
    "doubles while typing": lambda shift: doubles.while_typing(shift, big_store.NAMES[0], "", "13800000100"),
}


def _compared(name: str, ask: Callable[[Shift], Any], few: Shift, many: Shift) -> Result:
    found = in_turns(LOOKS, {"few": lambda: ask(few), "many": lambda: ask(many)}, warm=10)
    title = f"{name}, {BIG:,} against {SMALL:,}"
    return Result(title, median(found["many"]), 1.3, median(found["few"]))
