"""One bit of the store is flipped, or the file is cut short: it is noticed, and nothing wrong is ever shown.

LOBBY_FLIPS=2000 flips and cuts more; `-s` shows what came of it.
"""

import json
import os
import random
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from lobby_tui.desk import checkup
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from tests.conftest import PASSWORD
from tests.faults import workers
from tests.faults.busy import Known, at_work, copied
from tests.faults.conftest import Start, received

FLIPS = int(os.environ.get("LOBBY_FLIPS", "40"))
PAGE = 4096
SAID = ("store_damaged", "store_unreadable", "store_plain", "disk_error")
RIGHT, OTHER = "not noticed, and all is as it was", "not noticed, and not as it was"


def rows_of(shift: Shift) -> dict[str, list[str]]:
    """Every row of every table but what a sign-in writes."""
    with shift.reading() as session:
        ask = session.connection().exec_driver_sql
        names = ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").scalars().all()
        names = [name for name in names if not name.startswith("audit_")]
        return {name: sorted(map(repr, ask(f"SELECT * FROM {name}"))) for name in names}


def looked_at(home: Path, expected: dict[str, list[str]] | None = None) -> str:
    """What somebody who signs in and looks at everything is told: by a message, by the check's findings, or nothing."""
    try:
        with closing(at_work(home)) as desk:
            shift = desk.sign_in("001", PASSWORD)
            if checkup.check(shift).problems:
                return "noticed by the check"
            return RIGHT if expected is None or rows_of(shift) == expected else OTHER
    except StoreError as error:
        return "noticed at once" if error.remedy and error.code in SAID else error.code


@pytest.fixture
def expected(busy_home: Path) -> dict[str, list[str]]:
    with closing(at_work(busy_home)) as desk:
        return rows_of(desk.sign_in("001", PASSWORD))


def test_one_bit_flipped(busy_branch: tuple[Path, Known], tmp_path: Path, expected: dict[str, list[str]]) -> None:
    chance, found = random.Random("flips"), Counter[str]()
    whole = (busy_branch[0] / "lobby.db").read_bytes()
    home = copied(busy_branch[0], tmp_path / "flipped")
    # The head of the file first, which is neither encrypted nor checked by SQLite: it is the salt.
    places = [*range(0, 16, 4), *(chance.randrange(len(whole)) for _ in range(FLIPS))]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        (home / "lobby.db").write_bytes(damaged)
        found[looked_at(home, expected)] += 1
        clear(home)
    sys.stdout.write(f"\n{len(places)} bits flipped: {dict(found)}\n")
    assert found[OTHER] == 0
    # What is not noticed lies in pages that hold nothing any more.
    assert found["noticed at once"] + found["noticed by the check"] > len(places) * 0.8


def test_a_row_whose_end_is_read_as_zeros(busy_home: Path) -> None:
    """SQLCipher hands it over so once, where the page that a row runs over to is damaged, and refuses what follows."""
    with closing(at_work(busy_home)) as desk:
        shift = desk.sign_in("001", PASSWORD)
        with pytest.raises(StoreError) as caught, shift.reading():
            json.loads("\0\0")
    assert caught.value.code == "store_damaged"


def test_a_file_cut_short(busy_branch: tuple[Path, Known], tmp_path: Path) -> None:
    chance, found = random.Random("cuts"), Counter[str]()
    whole = (busy_branch[0] / "lobby.db").read_bytes()
    home = copied(busy_branch[0], tmp_path / "cut")
    pages = len(whole) // PAGE
    lengths = [0, 1, 15, 16, 100, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, len(whole) - PAGE, len(whole) - 1]
    lengths += [chance.randrange(pages) * PAGE for _ in range(FLIPS // 4)]
    lengths += [chance.randrange(len(whole)) for _ in range(FLIPS // 4)]
    for length in lengths:
        (home / "lobby.db").write_bytes(whole[:length])
        found[looked_at(home)] += 1
        clear(home)
    sys.stdout.write(f"\n{len(lengths)} times cut short: {dict(found)}\n")
    assert found["noticed at once"] + found["noticed by the check"] == len(lengths)


def test_one_bit_flipped_in_the_log(start: Start, busy_branch: tuple[Path, Known], tmp_path: Path) -> None:
    """After a crash the log holds the last entries. SQLite ends it where its sums do not fit, and says nothing: what
    came after is gone, as a whole, and only today's printed head shows it. What is left is right.
    """
    home = copied(busy_branch[0], tmp_path / "log")
    child, pipe = start(workers.log_when_told, home, "101", 8000)
    pipe.recv()
    for _ in range(3):
        pipe.send(True)
        pipe.recv()
    child.kill()
    child.join()
    assert received(pipe) == []
    files = {one: one.read_bytes() for one in (home / "lobby.db", home / "lobby.db-wal")}
    whole, found, chance = states(home, files, None), Counter[str](), random.Random("log")
    for _ in range(max(8, FLIPS // 4)):
        place = chance.randrange(len(files[home / "lobby.db-wal"]))
        left = states(home, files, place)
        assert left == whole[: len(left)]
        found["all there" if left == whole else "the last entries gone, and what is left is right"] += 1
    sys.stdout.write(f"\n{found.total()} bits flipped in the log: {dict(found)}\n")


def states(home: Path, files: dict[Path, bytes], flipped: int | None) -> list[tuple[int, str, bytes]]:
    """The events that are left of a store whose log has one bit flipped there; it checks out."""
    clear(home)
    for path, data in files.items():
        damaged = bytearray(data)
        if flipped is not None and path.name.endswith("-wal"):
            damaged[flipped] ^= 1
        path.write_bytes(damaged)
    with closing(at_work(home)) as desk:
        shift = desk.sign_in("001", PASSWORD)
        assert checkup.check(shift).problems == ()
        return workers.events(shift)[:-1]


def clear(home: Path) -> None:
    """Take away what SQLite keeps beside the file while it is open."""
    for name in ("lobby.db-wal", "lobby.db-shm"):
        (home / name).unlink(missing_ok=True)
