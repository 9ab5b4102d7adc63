"""`kill -9` while a branch is set up: there is a whole one, or none and it can be begun again.

LOBBY_KILL_ROUNDS sets how often.
"""

import os
import random
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from lobby_tui.desk import checkup
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, PASSWORD
from tests.faults import workers
from tests.faults.conftest import Start, received

ROUNDS = int(os.environ.get("LOBBY_KILL_ROUNDS", "4"))
NEW = NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD)


def test_a_whole_branch_or_none(start: Start, tmp_path: Path) -> None:
    chance, found = random.Random("set-up"), Counter[str]()
    began = time.monotonic()
    set_up_branch(Settings(tmp_path / "whole", "zh", CHEAP), NEW)
    whole = time.monotonic() - began
    for one in range(ROUNDS):
        settings = Settings(tmp_path / str(one), "zh", CHEAP)
        child, pipe = start(workers.set_up, settings.home)
        assert pipe.recv() == "ready"
        time.sleep(chance.uniform(0.2, 1.4) * whole)  # the instant has to be a random one
        child.kill()
        child.join()
        told = received(pipe)
        there = settings.store_path.exists()
        assert there or not told
        if not there:
            set_up_branch(settings, NEW)
        with closing(open_desk(settings)) as desk:
            assert checkup.check(desk.sign_in("001", PASSWORD)).ok
        found["whole" if there else "none, and begun again"] += 1
    sys.stdout.write(f"\n{ROUNDS} kills: {dict(found)}\n")
