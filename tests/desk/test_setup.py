"""Setting up a branch: whole or not at all, whenever it is killed."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lobby_tui.desk import checkup, setup, staff
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.setup import NewBranch, set_up_branch
from lobby_tui.errors import LobbyError, RefusedError, StoreError
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD

NEW = NewBranch("长安街支行", "icbc", "001", "孙丽", PASSWORD)
FILES = {"device.key", "keys.json", "terminal.json", "lobby.db"}


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "new" / "home", "zh", CHEAP)


def _works(settings: Settings) -> None:
    desk = open_desk(settings, FixedClock(MORNING))
    try:
        supervisor = desk.sign_in("001", PASSWORD)
        assert supervisor.branch.name == "长安街支行"
        assert [one.no for one in staff.everyone(supervisor)] == ["001"]
        assert checkup.check(supervisor).ok
    finally:
        desk.close()


def test_a_new_branch_works_and_is_private(fresh: Settings) -> None:
    set_up_branch(fresh, NEW, FixedClock(MORNING))
    assert {path.name for path in fresh.home.iterdir()} == FILES
    assert fresh.home.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in fresh.home.iterdir())
    _works(fresh)


def test_a_second_set_up_changes_nothing(fresh: Settings) -> None:
    set_up_branch(fresh, NEW, FixedClock(MORNING))
    before = {path.name: path.read_bytes() for path in fresh.home.iterdir()}
    with pytest.raises(RefusedError) as caught:
        set_up_branch(fresh, NEW, FixedClock(MORNING))
    assert caught.value.code == "store_exists"
    assert {path.name: path.read_bytes() for path in fresh.home.iterdir()} == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "branch"),
        ({"staff_no": ""}, "no"),
        ({"staff_name": "\u200b"}, "name"),
        ({"password": "1234567"}, "password"),
        ({"playbook": "icbk"}, "playbook"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "/etc/passwd"}, "time_zone"),
    ],
)
def test_a_wrong_answer_leaves_no_trace(fresh: Settings, change: dict[str, str], field: str) -> None:
    wrong = {
        name: getattr(NEW, name) for name in ("name", "playbook", "staff_no", "staff_name", "password", "time_zone")
    }
    with pytest.raises(RefusedError) as caught:
        set_up_branch(fresh, NewBranch(**(wrong | change)), FixedClock(MORNING))
    assert caught.value.field == field
    assert not fresh.home.exists()


STEPS: tuple[str, ...] = ("create", "put", "migrate", "rows", "move 0", "move 1", "move 2", "move 3")


def _struck_at(step: str, strike: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `strike` happen when the set-up comes to a step."""

    if step.startswith("move"):
        really, left = setup.sync_folder, [int(step[-1])]

        def counted(folder: Path) -> None:
            if left[0] == 0:
                strike()
            left[0] -= 1
            really(folder)

        monkeypatch.setattr(setup, "sync_folder", counted)
        return
    owners: dict[str, tuple[object, str]] = {
        "create": (setup.KeyFile, "create"),
        "put": (setup.KeyFile, "put"),
        "migrate": (setup.schema, "migrate"),
        "rows": (setup, "_first_rows"),
    }
    owner, name = owners[step]
    really_done = getattr(owner, name)

    def struck(*arguments: object, **named: object) -> object:
        strike()
        return really_done(*arguments, **named)

    monkeypatch.setattr(owner, name, struck)


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_can_be_begun_again(fresh: Settings, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        _struck_at(step, full, patched)
        with pytest.raises(StoreError):
            set_up_branch(fresh, NEW, FixedClock(MORNING))
    assert not list(fresh.home.glob(".setup-*"))
    if fresh.store_path.exists():
        assert step == "move 3", "the store comes last, and with it everything is there"
    else:
        set_up_branch(fresh, NEW, FixedClock(MORNING))
    _works(fresh)


def _killed(settings: Settings, step: str) -> None:
    patched = pytest.MonkeyPatch()
    _struck_at(step, lambda: os._exit(9), patched)
    set_up_branch(settings, NEW, FixedClock(MORNING))


@pytest.mark.parametrize("step", ["migrate", "move 0", "move 2", "move 3"])
def test_killed_half_way_it_can_be_begun_again(fresh: Settings, step: str) -> None:
    process = multiprocessing.get_context("fork").Process(target=_killed, args=(fresh, step))
    process.start()
    process.join(30)
    assert process.exitcode == 9
    if step != "move 3":
        assert not fresh.store_path.exists()
        set_up_branch(fresh, NEW, FixedClock(MORNING))
    _works(fresh)


def test_keys_without_a_store_are_set_aside_and_kept(fresh: Settings) -> None:
    set_up_branch(fresh, NEW, FixedClock(MORNING))
    old = {name: (fresh.home / name).read_bytes() for name in ("device.key", "keys.json", "terminal.json")}
    fresh.store_path.unlink()
    set_up_branch(fresh, NEW, FixedClock(MORNING))
    for name, content in old.items():
        (aside,) = fresh.home.glob(f"{name}.old-*")
        assert aside.read_bytes() == content
        assert (fresh.home / name).read_bytes() != content
    _works(fresh)


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x", encoding="utf-8")
    for home in (tmp_path / "home", tmp_path / "home" / "below"):
        with pytest.raises(LobbyError) as caught:
            set_up_branch(Settings(home, "zh", CHEAP), NEW, FixedClock(MORNING))
        assert caught.value.exit_status == 4
    assert (tmp_path / "home").read_text(encoding="utf-8") == "x"
