"""The attack table, cell by cell: what notices that somebody changed the file behind the desk's back, and what not.

The attacker has the file, the key that opens it, and knows how everything is computed, but not the key of the chain.
An event, its rows and everything that points to them go together, so that only what the column names can tell. Where
a cell says no, nobody may be promised that it is noticed; should a test begin to fail there, more can be promised.
"""

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.desk import checkup, closing, referrals, verifying
from lobby_tui.desk.day_heads import DayHead
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from lobby_tui.store.audit import canonical, event_hash
from lobby_tui.store.engine import unlock
from tests.conftest import PASSWORD

A_DAY: Final = 6
"""Referrals on each day."""
LAST_FIVE: Final = 5
OF_THE_CHAIN: Final = ("audit chain", "Audit event")
GUESS: Final = b"guess" * 6 + b"ed"
Event = dict[str, Any]


class PlainChain:
    """A chain that needs no key, as many programs have: each event with a digest of itself and of the one before.

    The program has none: it stands here to be measured beside the chain that the program has.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self.links: dict[int, bytes] = {}
        self.compute(events, since=0)

    def compute(self, events: Sequence[Event], since: int) -> None:
        """Compute the links anew from event `since` on, as everybody can."""
        before = bytes(32)
        for event in events:
            if event["seq"] >= since:
                self.links[event["seq"]] = self._link(before, event)
            before = self.links[event["seq"]]

    def notices(self, events: Sequence[Event]) -> bool:
        """Whether the events that are there now are not those that were chained."""
        before, seq = bytes(32), 0
        for event in events:
            if event["seq"] != seq + 1 or self.links[event["seq"]] != self._link(before, event):
                return True
            before, seq = self.links[event["seq"]], event["seq"]
        return False

    @staticmethod
    def _link(before: bytes, event: Event) -> bytes:
        said = {name: str(value) for name, value in event.items() if name not in ("prev", "hash", "key_number")}
        return hashlib.sha256(before + canonical(said)).digest()


@dataclass
class World:
    """Two closed days with a printed head each, a file, and whoever changes it."""

    settings: Settings
    clock: FixedClock
    desk: Desk
    key: bytes = b""
    yesterday: DayHead = field(default_factory=lambda: DayHead("", 0, False))
    today: DayHead = field(default_factory=lambda: DayHead("", 0, False))
    copies: dict[str, Path] = field(default_factory=dict)
    plain: PlainChain = field(default_factory=lambda: PlainChain([]))

    def live(self) -> None:
        """Two days: referrals, a closing, a paper. A copy of the file is kept at three moments."""
        self.yesterday = self._day("before yesterday's closing")
        self.copy("after yesterday's closing")
        self.clock.advance(timedelta(days=1))
        self.today = self._day("before today's closing")
        with self.open() as connection:
            self.plain = PlainChain(events_of(connection))

    def _day(self, name: str) -> DayHead:
        lobby_manager = self.desk.sign_in("101", PASSWORD)
        self.key = lobby_manager.keys.data
        for number in range(A_DAY):
            referrals.log(lobby_manager, ReferralEntry(f"王小明{number}", ["A01"], manager_no="301"))
        self.copy(name)
        return closing.close(self.desk.sign_in("101", PASSWORD), carry_over="next_day").head

    def copy(self, name: str) -> None:
        self.desk.close()
        target = self.settings.home.parent / f"copy{len(self.copies)}.db"
        shutil.copy(self.settings.store_path, target)
        self.copies[name] = target
        self.desk = open_desk(self.settings, self.clock)

    def put_back(self, name: str) -> None:
        with self.open() as connection:
            (last,) = self._last(connection)
        shutil.copy(self.copies[name], self.settings.store_path)
        with self.open() as connection:
            (now,) = self._last(connection)
        assert now < last

    @staticmethod
    def _last(connection: Any) -> tuple[int]:
        found: tuple[int] = connection.execute("SELECT max(seq) FROM audit_event").fetchone()
        return found

    @contextmanager
    def open(self, triggers: bool = True) -> Iterator[Any]:
        """The file with its key: no desk, no pragmas; without the triggers for whoever drops them."""
        self.desk.close()
        connection = dbapi2.connect(str(self.settings.store_path), isolation_level=None)
        try:
            unlock(connection, self.key)
            if not triggers:
                connection.execute("DROP TRIGGER audit_event_no_update")
                connection.execute("DROP TRIGGER audit_event_no_delete")
            yield connection
        finally:
            connection.close()

    def supervisor(self) -> Shift:
        return self.desk.sign_in("001", PASSWORD)

    # What notices it: a column of the table each.

    def plain_chain(self) -> bool:
        with self.open() as connection:
            return self.plain.notices(events_of(connection))

    def keyed_chain(self) -> bool:
        found = checkup.check(self.supervisor())
        assert found.replayed or not found.ok
        return any(mark in one.text for one in found.problems for mark in OF_THE_CHAIN)

    def yesterdays_head(self) -> bool:
        return not verifying.verify(self.supervisor(), self.yesterday.head).ok

    def todays_head(self) -> bool:
        return not verifying.verify(self.supervisor(), self.today.head).ok


def events_of(connection: Any) -> list[Event]:
    rows = connection.execute("SELECT * FROM audit_event ORDER BY seq").fetchall()
    names = [one[1] for one in connection.execute("PRAGMA table_info(audit_event)")]
    return [dict(zip(names, row, strict=True)) for row in rows]


def rehash(connection: Any, key: bytes, since: int) -> None:
    """Compute the program's own chain anew from event `since` on, with the key that the attacker has."""
    previous = bytes(32)
    for event in events_of(connection):
        if event["seq"] >= since:
            said = {
                **event,
                "branch_id": uuid.UUID(event["branch_id"]),
                "chain": uuid.UUID(event["chain"]),
                "staff_id": uuid.UUID(event["staff_id"]) if event["staff_id"] else None,
                "at": datetime.fromisoformat(event["at"]),
                "detail": json.loads(event["detail"]),
                "rows": json.loads(event["rows"]),
                "prev": previous,
            }
            event["hash"] = event_hash(key, said)
            values = (previous, event["hash"], event["seq"])
            connection.execute("UPDATE audit_event SET prev = ?, hash = ? WHERE seq = ?", values)
        previous = event["hash"]


def old_event(connection: Any) -> int:
    """A referral of yesterday."""
    return _seq(connection, "min")


def new_event(connection: Any) -> int:
    """A referral of today."""
    return _seq(connection, "max")


def _seq(connection: Any, which: str) -> int:
    query = f"SELECT {which}(seq) FROM audit_event WHERE action = 'referral_logged'"
    (found,) = connection.execute(query).fetchone()
    return int(found)


def edit(connection: Any, seq: int) -> None:
    connection.execute("UPDATE audit_event SET staff_id = NULL WHERE seq = ?", (seq,))


# The attacks: a line of the table each.


def edit_an_old_event(world: World) -> None:
    with world.open(triggers=False) as connection:
        edit(connection, old_event(connection))


def delete_an_old_event(world: World) -> None:
    """A look in full, say: an event that no row speaks of."""
    with world.open(triggers=False) as connection:
        seq = old_event(connection) - 1
        connection.execute("DELETE FROM audit_event WHERE seq = ?", (seq,))


def recompute(world: World, find: Callable[[Any], int], key: Callable[[Any], bytes]) -> None:
    with world.open(triggers=False) as connection:
        seq = find(connection)
        edit(connection, seq)
        rehash(connection, key(connection), seq)
        world.plain.compute(events_of(connection), seq)


def recompute_from_an_old_event(world: World) -> None:
    recompute(world, old_event, lambda _: GUESS)


def recompute_from_an_old_event_with_todays_key(world: World) -> None:
    recompute(world, old_event, todays_key)


def recompute_from_an_event_of_today(world: World) -> None:
    recompute(world, new_event, lambda _: GUESS)


def recompute_from_an_event_of_today_with_todays_key(world: World) -> None:
    recompute(world, new_event, todays_key)


def todays_key(connection: Any) -> bytes:
    return bytes(connection.execute("SELECT day_key FROM audit_chain").fetchone()[0])


def cut_the_last_five(world: World) -> None:
    """From the end of the day, before it was closed, with the rows that they wrote: nothing points to what is gone."""
    world.put_back("before today's closing")
    with world.open(triggers=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        cut = [one for one in events_of(connection) if one["action"] == "referral_logged"][-LAST_FIVE:]
        assert [one["seq"] for one in cut] == list(range(cut[0]["seq"], cut[0]["seq"] + LAST_FIVE))
        connection.execute("DELETE FROM audit_event WHERE seq >= ?", (cut[0]["seq"],))
        for event in cut:
            (name,) = json.loads(event["rows"])
            one = uuid.UUID(name.removeprefix("referral:")).hex
            connection.execute("DELETE FROM search_term WHERE referral_id = ?", (one,))
            connection.execute("DELETE FROM referral WHERE id = ?", (one,))


def put_back_a_copy_of_today(world: World) -> None:
    world.put_back("after yesterday's closing")


def put_back_a_copy_of_yesterday(world: World) -> None:
    world.put_back("before yesterday's closing")


YES, NO = True, False
#                                                       plain, keyed, yesterday's head, today's head
TABLE: dict[Callable[[World], None], tuple[bool, bool, bool, bool]] = {
    edit_an_old_event: (YES, YES, YES, YES),
    delete_an_old_event: (YES, YES, YES, YES),
    recompute_from_an_old_event: (NO, YES, YES, YES),
    recompute_from_an_event_of_today: (NO, YES, NO, YES),
    cut_the_last_five: (NO, NO, NO, YES),
    put_back_a_copy_of_today: (NO, NO, NO, YES),
    put_back_a_copy_of_yesterday: (NO, NO, YES, YES),
    # Beyond the table: an attacker who also took the key of the day out of the file.
    recompute_from_an_old_event_with_todays_key: (NO, YES, YES, YES),
    recompute_from_an_event_of_today_with_todays_key: (NO, NO, NO, YES),
}  # fmt: skip
COLUMNS: Final = ("plain_chain", "keyed_chain", "yesterdays_head", "todays_head")


@pytest.fixture
def world(settings: Settings, clock: FixedClock) -> Iterator[World]:
    world = World(settings, clock, open_desk(settings, clock))
    world.live()
    yield world
    world.desk.close()


def noticed(world: World) -> tuple[bool, ...]:
    return tuple(getattr(world, column)() for column in COLUMNS)


def test_nobody_did_anything(world: World) -> None:
    assert noticed(world) == (NO, NO, NO, NO)
    assert checkup.check(world.supervisor()).ok


@pytest.mark.parametrize("attack", TABLE, ids=lambda attack: attack.__name__)
def test_what_notices_it(world: World, attack: Callable[[World], None]) -> None:
    attack(world)
    # The plain one first: a sign-in adds an event, which it knows nothing of.
    assert noticed(world) == TABLE[attack]


@pytest.mark.parametrize("verb", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_sql_alone_is_stopped_by_the_triggers(world: World, verb: str) -> None:
    with world.open() as connection:
        before = events_of(connection)
        with pytest.raises(dbapi2.IntegrityError, match="append-only"):
            connection.execute(f"{verb} WHERE seq = {old_event(connection)}")
        assert events_of(connection) == before
    assert noticed(world) == (NO, NO, NO, NO)


def test_dropping_the_triggers_is_no_obstacle(world: World) -> None:
    """So the table says: they stop a slip of the hand, and nobody who means it."""
    edit_an_old_event(world)
    with world.open() as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchall()
