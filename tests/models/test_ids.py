"""Ids go up whatever the clock does, and are the same again from the same seed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.clock import FixedClock
from lobby_tui.models.ids import Ids

START = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)


def milliseconds(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@pytest.mark.parametrize("seed", range(16))
def test_version_variant_and_time(seed: int) -> None:
    made = Ids(Random(seed), FixedClock(START)).new()
    assert made.version == 7
    assert made.variant == RFC_4122
    assert made.int >> 80 == milliseconds(START)
    # The counter starts in its lower half: 2048 more ids fit in this millisecond.
    assert made.int >> 64 & 0xFFF < 0x800


@given(st.lists(st.integers(-(10**7), 10**7), max_size=60), st.integers())
def test_ids_only_go_up(steps: list[int], seed: int) -> None:
    clock = FixedClock(START)
    ids = Ids(Random(seed), clock)
    made = [ids.new()]
    for step in steps:
        clock.set(clock.now() + timedelta(milliseconds=step))
        made.append(ids.new())
    assert all(before < after for before, after in pairwise(made))
    assert {one.version for one in made} == {7}


def test_more_ids_than_a_millisecond_counts() -> None:
    ids = Ids(Random(1), FixedClock(START))
    made = [ids.new() for _ in range(9000)]
    assert made == sorted(set(made))
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {RFC_4122}
    assert 1 <= (made[-1].int >> 80) - milliseconds(START) <= 3


def test_the_clock_takes_over_again_when_it_has_caught_up() -> None:
    clock = FixedClock(START)
    ids = Ids(Random(1), clock)
    ids.new()
    clock.set(START - timedelta(hours=1))
    assert ids.new().int >> 80 == milliseconds(START)
    clock.set(START + timedelta(seconds=1))
    assert ids.new().int >> 80 == milliseconds(START) + 1000


def test_seeded_ids_come_again_and_others_do_not() -> None:
    first, again, other = (Ids(Random(seed), FixedClock(START)) for seed in (7, 7, 8))
    assert [first.new() for _ in range(5)] == (expected := [again.new() for _ in range(5)])
    assert other.new() not in expected
    assert Ids(clock=FixedClock(START)).new() != Ids(clock=FixedClock(START)).new()


def test_the_random_part_is_random() -> None:
    ids = Ids(clock=FixedClock(START))
    seen = 0
    for _ in range(200):
        seen |= ids.new().int & ((1 << 62) - 1)
    assert seen == (1 << 62) - 1


def test_threads_get_different_ids() -> None:
    ids = Ids()
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ids.new(), range(2000)))
    assert len(set(made)) == 2000
