"""Several processes at one store: numbers without gaps or doubles, and nobody's entry lost.

LOBBY_WRITE_SECONDS sets how long they write.
"""

import os
import sys

import pytest

from lobby_tui.settings import Settings
from tests.faults import workers
from tests.faults.conftest import Acknowledged, Start, acknowledged, received, saved

SECONDS = float(os.environ.get("LOBBY_WRITE_SECONDS", "0.5"))
PEOPLE = ("101", "001", "101", "001", "101", "001", "101", "001")


@pytest.mark.parametrize("writers", [2, 8])
def test_writers_take_turns(start: Start, settings: Settings, writers: int) -> None:
    children = []
    for no in PEOPLE[:writers]:
        # One after the other: a password that is being tried counts as a failure until it proved right.
        children.append(start(workers.log_for, settings.home, no, SECONDS))
        assert children[-1][1].recv() == "ready"
    for _, pipe in children:
        pipe.send("go")
    answers = [received(pipe) for _, pipe in children]
    told: Acknowledged = {}
    refused: list[str] = []
    for one in answers:
        refused += [answer for answer in one if not isinstance(answer, tuple)]
        assert acknowledged(one), "everybody had a turn"
        told |= acknowledged(one)
    there = saved(settings)
    sys.stdout.write(f"\n{writers} writers for {SECONDS} s: {len(told)} acknowledged, {len(refused)} refused, 0 lost\n")
    assert told == there
    # On a machine that does much else, SQLite's turns are not fair: one may wait for longer than it has patience.
    assert set(refused) <= {"store_locked"}
    assert len(refused) <= len(told) / 100
    assert sorted(there.values()) == list(range(1, len(there) + 1))
