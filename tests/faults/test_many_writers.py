"""Several processes at one store: numbers without gaps or doubles, and nobody's entry lost.

LOBBY_WRITE_SECONDS sets how long they write.
"""

import os

import pytest

from lobby_tui.settings import Settings
from tests.faults import workers
from tests.faults.conftest import Acknowledged, Start, acknowledged, received, saved

SECONDS = float(os.environ.get("LOBBY_WRITE_SECONDS", "0.5"))
PEOPLE = ("101", "001", "101", "001", "101", "001", "101", "001")


@pytest.mark.parametrize("writers", [2, 8])
def test_writers_take_turns(start: Start, settings: Settings, writers: int) -> None:
    children = [start(workers.log_for, settings.home, no, SECONDS) for no in PEOPLE[:writers]]
    for _, pipe in children:
        assert pipe.recv() == "ready"
    for _, pipe in children:
        pipe.send("go")
    answers = [received(pipe) for _, pipe in children]
    told: Acknowledged = {}
    for one in answers:
        assert all(isinstance(answer, tuple) for answer in one), "nobody was turned away"
        assert one, "everybody had a turn"
        told |= acknowledged(one)
    there = saved(settings)
    assert told == there
    assert sorted(there.values()) == list(range(1, len(there) + 1))
