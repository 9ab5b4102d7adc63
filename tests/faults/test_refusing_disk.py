"""A disk that is full, at any step of an entry, and a folder that may not be written."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lobby_tui.desk import checkup, referrals, summary
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from lobby_tui.settings import Settings
from lobby_tui.store import failures
from tests.conftest import CHEAP, PASSWORD
from tests.faults import full_disk, workers
from tests.faults.conftest import Start, acknowledged, received, saved


@pytest.fixture(autouse=True)
def disk(monkeypatch: pytest.MonkeyPatch) -> None:
    full_disk.put_under(monkeypatch)


def refused_after(shift: Shift, entry: ReferralEntry, steps: int) -> bool:
    """Whether the disk refused the entry, in the right words, when it was full after `steps` steps."""
    try:
        with full_disk.after(steps):
            referrals.log(shift, entry)
    except StoreError as error:
        return (error.code, error.data) == ("disk_full", failures.NOTHING_LOST)
    return False


def test_a_disk_full_at_any_step_changes_nothing_and_the_same_entry_goes_in_later(settings: Settings) -> None:
    desk = open_desk(Settings(settings.home, "zh", CHEAP))
    try:
        shift = desk.sign_in("001", PASSWORD)
        referrals.log(shift, workers.entry(shift, 1))
        before, entry = checkup.check(shift), workers.entry(shift, 2)
        steps = 0
        while refused_after(shift, entry, steps):
            assert checkup.check(shift) == before, f"full after {steps} steps"
            steps += 1
        assert steps > 10, "the key, the doubles, the day, the row, its terms, its event, the commit"
        done = referrals.log(shift, entry).referral
        assert done.number == 2
        figures = summary.of_day(shift)
        assert figures is not None
        assert figures.referrals == 2
        assert checkup.check(shift).problems == ()
    finally:
        desk.close()


@pytest.mark.parametrize("limit", [96_000, 150_000, 151_000, 200_500, 260_000, 350_001])
def test_a_file_that_cannot_grow_loses_nothing_acknowledged(start: Start, settings: Settings, limit: int) -> None:
    child, pipe = start(workers.log_on_a_small_disk, settings.home, "101", limit)
    *answers, last = received(pipe)
    child.join()
    assert last[0] in ("disk_full", "disk_error")
    assert last[1] == failures.NOTHING_LOST.text
    told = acknowledged(answers)
    assert len(told) == len(answers)
    assert saved(settings) == told


@pytest.fixture
def read_only_home(branch_folder: Path) -> Iterator[Path]:
    # Not in pytest's own folder, which nobody but its owner may enter.
    outer = Path(tempfile.mkdtemp())
    home = outer / "home"
    shutil.copytree(branch_folder, home)
    if os.getuid() == 0:
        for path in (outer, home, *home.iterdir()):
            os.chown(path, workers.NOBODY, workers.NOBODY)
    for path in home.iterdir():
        path.chmod(0o400)
    home.chmod(0o500)
    yield home
    home.chmod(0o700)
    shutil.rmtree(outer)


def test_a_read_only_folder_has_its_own_words(start: Start, read_only_home: Path) -> None:
    before = {path.name: path.read_bytes() for path in read_only_home.iterdir()}
    child, pipe = start(workers.log_in_a_read_only_folder, read_only_home, "101")
    answers = received(pipe)
    child.join()
    assert answers == [("store_read_only", failures.NOTHING_LOST.text)]
    assert {path.name: path.read_bytes() for path in read_only_home.iterdir()} == before
