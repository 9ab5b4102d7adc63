"""What a disk may hold after the power went: what was synced, and of what was written since any part, by sectors.

The store syncs at the end of each commit, around folding its log into the file, and after the head of a log that it
begins anew; `test_power_cut.py` sees to that with the system's own record of its calls. So between two acknowledgements
there are stages: perhaps a new head of the log, then its sectors in any order, then, if it was folded, sectors of the
file.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from lobby_tui.store.engine import unlock

SECTOR = 512
FRAME, HEAD = 4096 + 24, 32
"""A page in the log with its own head, and the head of the log."""


@dataclass(frozen=True)
class Image:
    """The two files of a store. The index of the log lives in memory, and is made anew after a power cut."""

    file: bytes
    log: bytes

    @classmethod
    def of(cls, store: Path) -> "Image":
        """What the files hold now, while whoever writes to them waits."""
        log = store.with_name(store.name + "-wal")
        return cls(store.read_bytes(), log.read_bytes() if log.exists() else b"")

    def put(self, store: Path) -> None:
        """Lay it down as a store."""
        for name in ("-wal", "-shm"):
            store.with_name(store.name + name).unlink(missing_ok=True)
        store.write_bytes(self.file)
        store.with_name(store.name + "-wal").write_bytes(self.log)


def part_of(before: bytes, after: bytes, chance: random.Random) -> bytes:
    """`before`, with each sector that differs in `after` either there or not, and the end anywhere."""
    share = chance.choice([0.02, 0.2, 0.5, 0.8, 0.98])
    size = max(len(before), len(after))
    torn = bytearray(before.ljust(size, b"\0"))
    for at in range(0, size, SECTOR):
        if torn[at : at + SECTOR] != after[at : at + SECTOR] and chance.random() < share:
            torn[at : at + SECTOR] = after[at : at + SECTOR].ljust(len(torn[at : at + SECTOR]), b"\0")
    return bytes(torn[: chance.randint(min(len(before), len(after)), size)])


def cuts(before: Image, after: Image, chance: random.Random, torn: int) -> Iterator[Image]:
    """Images of a power cut between two acknowledgements: cut at each page of the log and inside it, and torn ones."""
    if before.log[:HEAD] != after.log[:HEAD]:
        yield before
        # Nothing else is written before the new head is safe; it lies in one sector, which arrives as a whole.
        before = Image(before.file, after.log[:HEAD] + before.log[HEAD:])
        yield before
    ends = range(len(before.log) - (len(before.log) - HEAD) % FRAME, len(after.log) + 1, FRAME)
    for end in ends if len(after.log) > len(before.log) else ():
        for length in (end, end + FRAME // 2):
            yield Image(before.file, after.log[: max(length, len(before.log))])
    for _ in range(torn):
        yield Image(before.file, part_of(before.log, after.log, chance))
        if before.file != after.file:
            yield Image(part_of(before.file, after.file, chance), after.log)


def numbers(store: Path, key: bytes) -> list[tuple[str, int]]:
    """The referrals of a store as SQLite finds it after the power cut: ids and numbers. The file has to be whole."""
    connection = dbapi2.connect(str(store), isolation_level=None)
    try:
        unlock(connection, key)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT id, number FROM referral ORDER BY number").fetchall()
        events = "SELECT count(*) FROM audit_event WHERE action = 'referral_logged'"
        assert connection.execute(events).fetchone() == (len(rows),)
        return [tuple(row) for row in rows]
    finally:
        connection.close()


def copied_keys(source: Path, target: Path) -> Path:
    """A folder with all of a branch but its store; gives the path for the store."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("lobby.db*"))
    return target / "lobby.db"
