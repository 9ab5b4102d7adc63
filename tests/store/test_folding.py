"""The log is folded into the file beside the work: no save does it, closing waits for it, a failure harms nothing."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from lobby_tui.desk import drafts, referrals
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.store import folding
from lobby_tui.store.folding import fold_log
from lobby_tui.store.sole_use import sole_use
from lobby_tui.store.store import Store

Saves = Callable[[int], None]
REAL = folding._checkpoint


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "AFTER", 5)


@pytest.fixture
def shift(lobby_manager: Shift) -> Shift:
    lobby_manager.store._folding._since = 0  # signing in was a transaction as well
    return lobby_manager


@pytest.fixture
def saves(shift: Shift) -> Saves:
    """Saves so many referrals."""

    def save(times: int) -> None:
        for number in range(times):
            contact = f"138{number:08d}"
            referrals.log(shift, ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact=contact))

    return save


class Watched:
    """The foldings of a test: what each found, in which thread, and whether they go on yet."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, int]] = []
        self.kinds: list[str] = []
        self.threads: set[str] = set()
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()

    def __call__(self, connection: Any, kind: str) -> tuple[int, int, int]:
        self.threads.add(threading.current_thread().name)
        self.begun.set()
        assert kind == "TRUNCATE" or self.may_go_on.wait(20)
        self.kinds.append(kind)
        found = REAL(connection, kind)
        self.found.append(found)
        return found


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    watched = Watched()
    monkeypatch.setattr(folding, "_checkpoint", watched)
    yield watched
    watched.may_go_on.set()


def folded(store: Store) -> None:
    """Wait for the folding that is under way."""
    thread = store._folding._thread
    assert thread is not None
    thread.join(20)
    assert not thread.is_alive()


def test_no_save_does_it(shift: Shift, saves: Saves, watched: Watched) -> None:
    before = shift.store.path.read_bytes()
    saves(4)
    assert shift.store._folding._thread is None
    assert shift.store.path.read_bytes() == before
    saves(1)
    folded(shift.store)
    assert watched.threads == {"folding"}
    busy, in_log, in_file = watched.found[-1]
    assert (busy, in_log) == (0, in_file)
    assert in_log > 5
    assert shift.store.path.read_bytes() != before
    last = shift.store._folding._thread
    saves(4)
    assert shift.store._folding._thread is last


def test_the_log_is_begun_anew_and_does_not_grow(shift: Shift, saves: Saves, watched: Watched) -> None:
    log = shift.store.path.with_name("lobby.db-wal")
    saves(6)
    folded(shift.store)
    size = log.stat().st_size
    for _ in range(4):
        saves(5)
        folded(shift.store)
    assert log.stat().st_size < 2 * size


def test_drafts_count_as_well(shift: Shift, watched: Watched) -> None:
    for number in range(5):
        drafts.keep(shift, "quick", {"customer": f"王小明{number}"})
    folded(shift.store)
    assert watched.found


def test_who_writes_meanwhile_does_not_wait(shift: Shift, saves: Saves, watched: Watched) -> None:
    watched.may_go_on.clear()
    saves(5)
    assert watched.begun.wait(20)
    saves(20)
    watched.may_go_on.set()
    folded(shift.store)
    assert watched.found[-1][1] == watched.found[-1][2] > 25


def test_while_somebody_reads_it_stops(shift: Shift, saves: Saves, watched: Watched) -> None:
    with shift.store.reading() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM referral").scalar_one()
        saves(5)
        folded(shift.store)
    _, in_log, in_file = watched.found[-1]
    assert in_file < in_log
    assert len(watched.found) == 2


def test_closing_waits_for_it_and_leaves_nobody_behind(shift: Shift, saves: Saves, watched: Watched) -> None:
    watched.may_go_on.clear()
    saves(5)
    assert watched.begun.wait(20)
    done = threading.Event()
    key = shift.keys.data
    closer = threading.Thread(target=lambda: (shift.store.forget(), done.set()))
    closer.start()
    assert not done.wait(0.05)
    watched.may_go_on.set()
    closer.join(20)
    assert done.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "folding"]
    # Nobody holds the file any more, neither with a lock nor with a log.
    with sole_use(shift.store.path, key):
        assert not shift.store.path.with_name("lobby.db-wal").exists()


def test_closing_in_a_pause_that_never_comes(shift: Shift, saves: Saves, watched: Watched) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "PAUSE_SECONDS", 1000)
        saves(5)
        thread = shift.store._folding._thread
        shift.store.close()
    assert thread is not None
    assert not thread.is_alive()
    assert watched.found == []
    # A store that was closed goes on where it is asked again, and so does the folding.
    saves(1)
    folded(shift.store)
    assert watched.found


def test_cutting_the_log_waits_its_turn(shift: Shift, saves: Saves, watched: Watched) -> None:
    watched.may_go_on.clear()
    saves(5)
    assert watched.begun.wait(20)
    threading.Timer(0.02, watched.may_go_on.set).start()
    assert fold_log(shift.store)
    assert watched.kinds[0] == "PASSIVE"
    assert watched.kinds[-1] == "TRUNCATE"
    assert shift.store.path.with_name("lobby.db-wal").stat().st_size == 0


def _lines(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / "logs" / "lobby.log").read_text().splitlines()]


def test_a_failure_is_noted_and_harms_nothing(
    shift: Shift, saves: Saves, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise dbapi2.OperationalError("disk I/O error in 王小明")

    monkeypatch.setattr(folding, "_checkpoint", fail)
    saves(5)
    folded(shift.store)
    saves(4)  # not at every save from here on
    (line,) = _lines(shift.store.path.parent)
    assert (line["event"], line["kind"]) == ("log_not_folded", "OperationalError")
    assert any("_fold" in place for place in line["where"])
    assert "王小明" not in json.dumps(line, ensure_ascii=False)
    saves(1)
    folded(shift.store)
    assert len(_lines(shift.store.path.parent)) == 2
    assert capfd.readouterr() == ("", "")
    monkeypatch.setattr(folding, "_checkpoint", REAL)
    saves(5)
    folded(shift.store)
    assert len(_lines(shift.store.path.parent)) == 2


def test_no_thread_to_be_had(shift: Shift, saves: Saves, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        saves(5)
    assert _lines(shift.store.path.parent)[0]["kind"] == "RuntimeError"
    saves(5)
    folded(shift.store)
    shift.store.close()


def test_where_the_log_is_not_used_there_is_nothing_to_fold(
    shift: Shift, saves: Saves, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "wal_is_safe", lambda: False)
    saves(12)
    assert shift.store._folding._thread is None


def test_where_nobody_pauses_it_is_done_between_two_saves(
    shift: Shift, saves: Saves, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "PAUSE_SECONDS", 1000)
    monkeypatch.setattr(folding, "AT_LATEST", 8)
    saves(7)
    assert watched.found == []
    saves(1)
    assert watched.threads == {threading.current_thread().name}
    _, in_log, in_file = watched.found[-1]
    assert in_log == in_file > 8
    saves(7)
    assert len(watched.found) == 2
