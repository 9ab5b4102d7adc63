"""Filling a store with two years of a busy branch: visits, signals, referrals, answers, results; a quarter of a minute.

Rows as the desk writes them, by the driver, without audit events: nothing that is measured here reads those.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlcipher3 import dbapi2

from benchmarks.big_store import NAMES
from benchmarks.branch import CHEAP, PASSWORD, signed_in
from lobby_tui.playbook.schema import Playbook
from lobby_tui.settings import Settings
from lobby_tui.store.engine import prepare
from lobby_tui.store.keys import KeyFile

Row = dict[str, Any]
Rows = tuple[str, Row]


@dataclass(frozen=True)
class Size:
    """How busy the branch is, each working day."""

    days: int = 500
    visits: int = 400
    referrals: int = 40


@dataclass
class Filler:
    """Invents the days of one branch; the same seed gives the same ones."""

    branch: str
    people: Mapping[str, str]
    playbook: Playbook
    size: Size
    chance: random.Random
    number: int = 0

    def id(self) -> str:
        self.number += 1
        return f"{self.number:032x}"

    def day(self, on: date, is_open: bool) -> Iterator[Rows]:
        """All rows of one day."""
        opened = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        day, head = self.id(), self.people["001"]
        ended: Row = {} if is_open else {"closed_at": _at(opened + timedelta(hours=9)), "closed_by": head}
        state = "open" if is_open else "closed"
        yield "business_day", {"id": day, "date": on.isoformat(), "state": state, "opened_at": _at(opened),
                               "opened_by": head, **ended}  # fmt: skip
        moments = sorted(self.chance.triangular(0, 480, 150) for _ in range(self.size.visits))
        referred = set(self.chance.sample(range(self.size.visits), self.size.referrals))
        numbers = iter(range(1, self.size.referrals + 1))
        for number, minutes in enumerate(moments, 1):
            arrived = opened + timedelta(minutes=minutes)
            visit = self._visit(day, number, arrived, number - 1 in referred)
            yield "visit", visit
            codes = self.chance.sample([signal.code for signal in self.playbook.signals], self.chance.choice((1, 1, 2)))
            if number - 1 in referred:
                yield from self._signals(visit, codes)
                yield from self._referral(day, visit, next(numbers), codes, arrived)
            elif self.chance.random() < 0.03:
                yield from self._signals(visit, codes)

    def _visit(self, day: str, number: int, arrived: datetime, referred: bool) -> Row:
        waited = timedelta(minutes=self.chance.expovariate(1 / 6)) if self.chance.random() < 0.4 else timedelta(0)
        return {
            "id": self.id(), "day_id": day, "number": number, "state": "referred" if referred else "routed",
            "step": "refer" if referred else "ask", "arrived_at": _at(arrived), "ended_at": _at(arrived + waited),
            "staff_id": self.people["101"], "need": self.chance.choice(self.playbook.needs).code,
            "zone": self.chance.choice(self.playbook.zones).code,
        }  # fmt: skip

    def _signals(self, visit: Row, codes: Sequence[str]) -> Iterator[Rows]:
        for code in codes:
            yield "visit_signal", {"id": self.id(), "visit_id": visit["id"], "code": code, "suggested": 0,
                                   "seen_by": visit["staff_id"], "seen_at": visit["arrived_at"]}  # fmt: skip

    def _referral(self, day: str, visit: Row, number: int, codes: Sequence[str], at: datetime) -> Iterator[Rows]:
        answered, manager = self.chance.random(), self.people[self.chance.choice(("301", "302"))]
        later = _at(at + timedelta(minutes=self.chance.expovariate(1 / 50)))
        answer = "accepted" if answered < 0.7 else "returned" if answered < 0.85 else None
        outcome = None if answer != "accepted" else self.chance.choice(("success", "success", "nothing", None))
        row: Row = {
            "id": self.id(), "day_id": day, "number": number, "visit_id": visit["id"],
            "status": self.chance.choice(("introduced", "introduced", "to_follow_up")),
            "customer": self.chance.choice(NAMES), "reasons": " ".join(codes),
            "identified_by": self.people[self.chance.choice(("101", "101", "201"))], "logged_by": self.people["101"],
            "manager_id": manager, "contact": f"138{self.chance.randrange(10**8):08d}",
            "best_time": "下午",
            "consent_at": _at(at), "need": visit["need"],
            "remarks": "客户希望了解大额存单。", "version": 1, "created_at": _at(at), "changed_at": later,
            "answer": answer, "answered_at": later if answer else None, "answered_by": manager if answer else None,
            "outcome": outcome, "outcome_at": later if outcome else None,
        }  # fmt: skip
        yield "referral", row
        if answer:
            yield "confirmation", {"id": self.id(), "referral_id": row["id"], "day_id": day, "decision": answer,
                                   "reason": None if answer == "accepted" else "unreachable", "note": "",
                                   "by": manager, "at": later}  # fmt: skip
        if outcome:
            sold = outcome == "success"
            yield "result", {"id": self.id(), "referral_id": row["id"], "day_id": day, "opened": int(sold),
                             "no_result_reason": None if sold else "declined", "note": "", "source": "entered",
                             "version": 1, "by": manager, "at": later}  # fmt: skip


def fill(settings: Settings, size: Size = Size(), seed: int = 1) -> None:
    """Write the days into a new branch; today is the last of them, and open."""
    with signed_in(settings, "001") as shift:
        branch, today, playbook = shift.branch.id.hex, shift.today(), shift.playbook
    keys = KeyFile(settings.home, CHEAP).open("001", PASSWORD)
    with closing(dbapi2.connect(str(settings.store_path), isolation_level=None)) as connection:
        prepare(connection, keys.data)
        for pragma in ("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        people = dict(connection.execute("SELECT no, id FROM staff"))
        filler = Filler(branch, people, playbook, size, random.Random(seed))
        connection.execute("BEGIN IMMEDIATE")
        days = _working_days(today, size.days)
        for on in days:
            _write(connection, branch, filler.day(on, is_open=on == days[-1]))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _working_days(last: date, number: int) -> list[date]:
    found = [last]
    while len(found) < number:
        day = found[-1] - timedelta(days=1)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        found.append(day)
    return found[::-1]


def _write(connection: Any, branch: str, rows: Iterator[Rows]) -> None:
    """Insert a day's rows, those of one table and the same columns together."""
    tables: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    for table, row in rows:
        tables.setdefault((table, tuple(row)), []).append((branch, *row.values()))
    for (table, columns), values in tables.items():
        names = ", ".join(f'"{name}"' for name in ("branch_id", *columns))
        places = ", ".join("?" * (len(columns) + 1))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)


def _at(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
