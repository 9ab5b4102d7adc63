"""`kill -9` at random instants: whatever was acknowledged is there, with its event, and nothing is half there.

LOBBY_KILL_ROUNDS=300 runs more of them and prints what came of it.
"""

import os
import random
import sys
import time

from lobby_tui.settings import Settings
from tests.faults import workers
from tests.faults.conftest import Acknowledged, Start, acknowledged, received, saved

ROUNDS = int(os.environ.get("LOBBY_KILL_ROUNDS", "12"))


def test_nothing_acknowledged_is_lost(start: Start, settings: Settings) -> None:
    chance = random.Random(os.environ.get("LOBBY_KILL_SEED", "lobby"))
    told: Acknowledged = {}
    for _ in range(ROUNDS):
        child, pipe = start(workers.log_until_killed, settings.home, "101")
        # Some are killed while they still sign in, most in the middle of an entry.
        answers = [pipe.recv() for _ in range(chance.randrange(9))]
        time.sleep(chance.uniform(0, 0.02))  # the instant has to be a random one
        child.kill()
        child.join()
        told |= acknowledged(answers + received(pipe))
    there = saved(settings)
    lost = told.items() - there.items()
    unheard = len(there) - len(told)
    sys.stdout.write(f"{ROUNDS} kills: {len(told)} acknowledged, {len(lost)} lost, {unheard} saved without word\n")
    assert not lost
    assert sorted(there.values()) == list(range(1, len(there) + 1))
    assert unheard <= ROUNDS
