"""`kill -9` at a random instant of everything that staff can do: all of it is there, or nothing, and work goes on.

LOBBY_KILL_ROUNDS sets how often each is killed, LOBBY_KILL_SEED when; `-s` shows what came of it.
"""

import hashlib
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lobby_tui.desk import checkup, drafts
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from tests.conftest import PASSWORD
from tests.faults import workers
from tests.faults.acts import ACTS
from tests.faults.acts_of_trust import NEW_PASSWORD
from tests.faults.busy import Known, at_work, copied
from tests.faults.conftest import Start, received

ROUNDS = int(os.environ.get("LOBBY_KILL_ROUNDS", "1"))
ANSWERED_WITHIN = 5
Events = list[tuple[int, str, bytes]]


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    found: Counter[str] = Counter()
    yield found
    sys.stdout.write("\n" + ", ".join(f"{count} {what}" for what, count in found.items()) + "\n")


def survived(home: Path, name: str, known: Known, acknowledged: bool) -> Events:
    """What the chain holds, in a store that checks out; and the person can do it again, or hears that it was done."""
    act = ACTS[name]
    with closing(at_work(home)) as desk:
        head = desk.sign_in("001", PASSWORD)
        found = checkup.check(head)
        assert found.problems == ()
        assert found.replayed
        events = workers.events(head)[:-1]  # without this look itself
        shift = signed_in(desk, act.who)
        if acknowledged and name.endswith("_draft"):
            assert {one.kind for one in drafts.mine(shift)} == {"keep_draft": {"referral", "quick"}}.get(name, set())
        with suppress(RefusedError, NotAllowedError):
            act.do(shift, known, folder(home, "again"))
        assert checkup.check(head).problems == ()
    return events


def signed_in(desk: Desk, no: str) -> Shift:
    """The person at work again. Whoever was changing their password has the old one or the new one."""
    try:
        return desk.sign_in(no, PASSWORD)
    except NotAllowedError:
        return desk.sign_in(no, NEW_PASSWORD)


def folder(home: Path, name: str) -> Path:
    """A folder for files beside a branch."""
    made = home.with_name(name)
    made.mkdir(exist_ok=True)
    return made


@pytest.mark.parametrize("name", ACTS)
def test_all_of_it_or_nothing(
    start: Start, busy_branch: tuple[Path, Known], tmp_path: Path, tally: Counter[str], name: str
) -> None:
    act, (source, known) = ACTS[name], busy_branch
    for one in range(ROUNDS):
        chance = random.Random(f"{os.environ.get('LOBBY_KILL_SEED', 'lobby')} {name} {one}")
        home = copied(source, tmp_path / str(one) / "home")
        folder(home, "out")
        child, pipe = start(workers.do_until_killed, home, name, known)
        before: Events = pipe.recv()
        pipe.send("go")
        if chance.random() < 0.3:
            pipe.poll(ANSWERED_WITHIN)
        else:
            time.sleep(chance.uniform(0, act.seconds * 1.5))  # the instant has to be a random one
        child.kill()
        child.join()
        answers = received(pipe)
        after = survived(home, name, known, bool(answers))
        assert after[: len(before)] == before
        assert [action for _, action, _ in after[len(before) :]] in ([], [act.leaves])
        tally.update({"killed": 1, "acknowledged": len(answers), "lost": 0})
        tally["saved without word"] += len(after) > len(before) and not answers
        for told, files in answers:
            tally["lost"] += after != told
            assert after == told
            for path, digest in files.items():
                assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == digest
