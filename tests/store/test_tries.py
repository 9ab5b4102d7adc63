"""Tries that failed: counted whoever makes them, slowed down, never for good, and by no clock that somebody sets."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import NotAllowedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.store import tries as tries_module
from lobby_tui.store.tries import ENDED_AFTER, LONGEST, Tries, delay
from tests.conftest import MORNING


@pytest.fixture
def tries(tmp_path: Path, clock: FixedClock) -> Tries:
    return Tries(tmp_path, clock)


def fails(tries: Tries, no: str = "101") -> int:
    """A try in vain; how many failed before it."""
    before = tries.begin(no)
    tries.failed(no)
    return before


def waits(tries: Tries, no: str = "101") -> int:
    """For how long a try of `no` is refused now; 0 where it is made, in vain."""
    try:
        fails(tries, no)
    except NotAllowedError as error:
        return int(str(error.message.params["seconds"])) if (error.code, error.field) == ("wait", "password") else -1
    return 0


@given(st.integers(min_value=0, max_value=10_000))
def test_the_wait_doubles_and_has_an_end(failures: int) -> None:
    assert 0 <= delay(failures) <= delay(failures + 1) <= LONGEST
    assert (delay(failures) == 0) == (failures < 3)
    assert delay(failures + 1) in (0, 1, LONGEST, 2 * delay(failures))


def test_the_waits(tries: Tries, clock: FixedClock) -> None:
    found = []
    for _ in range(14):
        assert waits(tries) == 0
        found.append(waits(tries) if len(found) > 1 else 0)
        clock.advance(found[-1])
    assert found == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_a_wait_is_not_made_longer_by_asking(tries: Tries, clock: FixedClock) -> None:
    for wait in (0, 0, 0, 1, 2, 4):
        clock.advance(wait)
        assert waits(tries) == 0
    for left in (8, 8, 8):
        assert waits(tries) == left
    clock.advance(5.5)
    assert waits(tries) == 3
    clock.advance(2.5)
    assert waits(tries) == 0


def test_success_starts_anew(tries: Tries) -> None:
    assert [fails(tries) for _ in range(3)] == [0, 1, 2]
    assert fails(tries, "102") == 0, "another person is not kept waiting"
    tries.succeeded("101")
    assert [fails(tries) for _ in range(3)] == [0, 1, 2]
    assert waits(tries) == 1


def test_what_was_not_tried_is_not_counted(tries: Tries) -> None:
    for _ in range(9):
        assert tries.begin("101") == 0
        tries.not_made("101")


def test_a_try_whose_process_was_killed_counts(tries: Tries, clock: FixedClock) -> None:
    for _ in range(2):
        tries.begin("101")
        clock.advance(ENDED_AFTER + 1)
    tries.begin("101")
    clock.advance(ENDED_AFTER + 0.5)
    assert fails(tries) == 3, "the last of them ran out half a second ago, and its delay with it"


def test_several_at_once_that_are_right_all_come_in(tmp_path: Path, clock: FixedClock) -> None:
    before: list[int] = []
    gate = threading.Barrier(8)

    def one() -> None:
        mine = Tries(tmp_path, clock)
        gate.wait()
        before.append(mine.begin("101"))
        mine.succeeded("101")

    _together(one)
    assert before == [0] * 8


def test_one_that_never_ends_holds_nobody_for_good(
    tries: Tries, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tries_module, "_LOOKS", 2)
    for _ in range(3):
        tries.begin("101")
    assert waits(Tries(tmp_path, tries.clock)) == 1


def failed_often(tries: Tries, clock: FixedClock, times: int = 12) -> None:
    for _ in range(times):
        clock.advance(LONGEST)
        assert waits(tries) == 0


def test_it_outlives_a_restart_of_the_program(tries: Tries, clock: FixedClock, tmp_path: Path) -> None:
    failed_often(tries, clock)
    assert waits(Tries(tmp_path, clock)) == 300


def test_it_outlives_a_restart_of_the_device(tries: Tries, clock: FixedClock, tmp_path: Path) -> None:
    failed_often(tries, clock)
    after = FixedClock(MORNING)  # its seconds begin again
    again = Tries(tmp_path, after)
    assert waits(again) == 300
    after.advance(299)
    assert waits(again) == 1
    after.advance(1)
    assert waits(again) == 0


def test_a_changed_time_of_day_changes_nothing(tries: Tries, clock: FixedClock) -> None:
    failed_often(tries, clock)
    for days in (400, -800):
        clock.set(clock.now() + timedelta(days=days))
        assert waits(tries) == 300


def test_tries_side_by_side_all_count(tmp_path: Path, clock: FixedClock) -> None:
    made, refused = [], []
    gate = threading.Barrier(8)

    def one() -> None:
        mine = Tries(tmp_path, clock)
        gate.wait()
        (refused if waits(mine) else made).append(1)

    _together(one)
    assert (len(made), len(refused)) == (3, 5), "the third makes the others wait"


def _together(work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def gone(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, by far " * 200)


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:2000] = bytes(1900)
    path.write_bytes(data)


def foreign(path: Path) -> None:
    import sqlite3

    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE tries (something TEXT)")
    connection.close()


@pytest.mark.parametrize("spoil", [gone, cut, garbage, damaged, foreign])
def test_a_file_that_is_lost_is_made_anew_and_told(tries: Tries, spoil: Callable[[Path], None]) -> None:
    fails(tries)
    tries.noted()
    assert tries.state == "kept"
    spoil(tries.path)
    assert fails(tries) == 0
    assert tries.state == "renewed"
    assert [fails(tries), fails(tries)] == [1, 2]
    assert waits(tries) == 1
    tries.noted()
    assert tries.state == "kept"


def test_where_no_file_can_be_had_it_counts_all_the_same(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "tries.db").mkdir()
    tries = Tries(tmp_path, clock)
    assert [fails(tries) for _ in range(3)] == [0, 1, 2]
    assert waits(tries) == 1
    assert tries.state == "unwritable"


def test_it_tells_no_number_and_belongs_to_its_owner(tries: Tries) -> None:
    fails(tries)
    fails(tries, "correcthorse")
    assert b"correcthorse" not in tries.path.read_bytes()
    assert tries.path.stat().st_mode & 0o077 == 0


def test_inventing_numbers_makes_nobody_forgotten(
    tries: Tries, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries_module, "MOST", 20)
    failed_often(tries, clock, 4)
    for number in range(18):
        fails(tries, f"x{number}")
    assert fails(tries, "y1") == 0, "the twentieth"
    assert [fails(tries, "y2"), fails(tries, "y3"), fails(tries, "y4")] == [0, 1, 2], "the others share a count"
    assert waits(tries, "y5") == 1
    assert waits(tries, "101") == 2, "and nobody's is dropped for them"
    clock.advance(90_000)
    assert fails(tries, "z") == 0, "a day later there is room again"
