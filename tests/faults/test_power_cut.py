"""The power goes at any instant: what was acknowledged is there, and of what was not, all or nothing.

LOBBY_POWER_CUTS=300 tears as many images between any two acknowledgements; `-s` shows what came of it.
"""

import os
import random
import sys
from pathlib import Path

import pytest

from lobby_tui.settings import Settings
from tests.conftest import CHEAP
from tests.faults import power, workers
from tests.faults.conftest import Start, saved
from tests.faults.power import Image
from tests.faults.system_calls import recorded

TORN = int(os.environ.get("LOBBY_POWER_CUTS", "3"))
COMMITS = 4
ALOUD = """
import sys
from pathlib import Path
from tests.faults import workers
workers.log_aloud(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
"""


@pytest.mark.parametrize("fold_at", [0, 30, 8000], ids=["folded beside the work", "folded by a save", "the log grows"])
def test_nothing_acknowledged_is_lost(start: Start, settings: Settings, tmp_path: Path, fold_at: int) -> None:
    chance = random.Random(f"power {fold_at}")
    _, pipe = start(workers.log_when_told, settings.home, "101", fold_at)
    key = pipe.recv()
    before, told = Image.of(settings.store_path), []
    store = power.copied_keys(settings.home, tmp_path / "after")
    tried = folded = kept = 0
    for _ in range(COMMITS):
        pipe.send(True)
        done, number = pipe.recv()
        after = Image.of(settings.store_path)
        folded += before.file != after.file
        for image in power.cuts(before, after, chance, TORN):
            image.put(store)
            found = power.numbers(store, key)
            assert found in (told, [*told, (done.hex, number)])
            tried, kept = tried + 1, kept + (len(found) > len(told))
        before, told = after, [*told, (done.hex, number)]
    pipe.send(False)
    sys.stdout.write(f"{tried} power cuts, {kept} of them after the last sync, {folded} foldings: 0 lost\n")
    assert kept > 0
    assert (folded > 0) is (fold_at < 100)
    before.put(store)
    assert list(saved(Settings(store.parent, "zh", CHEAP)).values()) == list(range(1, COMMITS + 1))


def test_every_commit_is_synced_before_it_is_acknowledged(settings: Settings, tmp_path: Path) -> None:
    calls = recorded(ALOUD, str(settings.home), "30", str(COMMITS), into=tmp_path)
    waiting: set[str] = set()
    acknowledged = folded = heads = 0
    new_head = False
    for call in calls:
        name = Path(call.path).name
        if call.writes and name == "lobby.db":
            assert "lobby.db-wal" not in waiting, "the file is written only when the log is safe"
            folded += 1
        if call.writes:
            assert not (new_head and name == "lobby.db-wal"), "the new head of the log is safe before what follows"
            new_head = name == "lobby.db-wal" and call.line.rstrip().endswith(", 32, 0) = 32")
            heads += new_head
            waiting.add(name)
        elif call.syncs:
            waiting.discard(name)
            new_head = new_head and name != "lobby.db-wal"
        elif call.acknowledges:
            acknowledged += 1
            assert not waiting & {"lobby.db", "lobby.db-wal"}, "acknowledged before it was safe"
    assert acknowledged == COMMITS
    assert folded > 0
    assert heads > 1
